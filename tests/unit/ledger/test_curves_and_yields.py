"""Collateral curves, loan to value, average life, coverage: worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.curves import CURVES, Asset, Curve, asset_value, cover_path
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.yields import average_life, coverage_path, multiple, nominal_yield

SINCE = date(2024, 1, 1)
LINE = Curve("straight_line", life_months=24, residual=Decimal("0.10"))
FALL = Curve("declining", yearly_rate=Decimal("0.36"))
TABLE = Curve("table", points=((0, Decimal(1)), (12, Decimal("0.6")), (24, Decimal("0.3"))))


def value(curve: Curve, day: date) -> Decimal:
    return asset_value(Asset("x", Decimal("1000000.00"), SINCE, curve), day, "USD")


def test_straight_line_falls_to_its_residual_and_stays() -> None:
    assert value(LINE, SINCE) == Decimal("1000000.00")
    assert value(LINE, date(2025, 1, 1)) == Decimal("549384.40")  # 366 of 731 days
    assert value(LINE, date(2026, 1, 1)) == value(LINE, date(2030, 1, 1)) == Decimal("100000.00")


def test_declining_by_the_year() -> None:
    assert value(FALL, date(2024, 12, 31)) == Decimal("640000.00")
    assert value(FALL, date(2025, 12, 31)) == Decimal("409600.00")
    assert value(Curve("declining", yearly_rate=Decimal(1)), date(2024, 1, 2)) == 0


def test_a_table_between_its_points_and_after_the_last() -> None:
    assert value(TABLE, date(2025, 1, 1)) == Decimal("600000.00")
    assert value(TABLE, date(2025, 7, 2)) == Decimal("450410.96")  # 182 of 365 days
    assert value(Curve("table", points=TABLE.points, between="step"), date(2025, 7, 2)) == Decimal("600000.00")
    assert value(TABLE, date(2035, 1, 1)) == Decimal("300000.00")


def test_nothing_is_worth_anything_before_it_is_pledged() -> None:
    assert value(LINE, date(2023, 12, 31)) == 0


@given(curve=st.sampled_from([LINE, FALL, TABLE]), first=st.integers(0, 4000), more=st.integers(0, 4000))
@settings(max_examples=100)
def test_no_curve_rises(curve: Curve, first: int, more: int) -> None:
    early, late = (date.fromordinal(SINCE.toordinal() + days) for days in (first, first + more))
    assert 0 <= value(curve, late) <= value(curve, early) <= Decimal("1000000.00")
    assert set(CURVES) == {"straight_line", "declining", "table"}


def test_loan_to_value_borrowing_base_and_no_value() -> None:
    asset = Asset("x", Decimal("1000000.00"), SINCE, TABLE)
    loans = [(date(2023, 1, 1), Decimal("5.00")), (date(2025, 1, 1), Decimal("450000.00"))]
    before, after = cover_path([asset], loans, advance_rate=Decimal("0.7"), currency="USD")
    assert (before.value, before.ltv) == (0, None)
    assert (after.ltv, after.borrowing_base, after.headroom) == (
        Decimal("0.75"),
        Decimal("420000.00"),
        Decimal("-30000.00"),
    )


def test_average_life_and_multiple() -> None:
    repaid = [(date(2025, 1, 1), Decimal("25.00")), (date(2026, 1, 1), Decimal("75.00"))]
    assert average_life(repaid, date(2024, 1, 2)) == Decimal("1.750000")
    assert multiple([(SINCE, Decimal("-80.00")), *repaid]) == Decimal("1.25")
    with pytest.raises(Refused, match="no principal is repaid"):
        average_life([], SINCE)


def test_nominal_yield_is_worth_the_effective_one() -> None:
    assert nominal_yield(Decimal("0.1025"), 2) == Decimal("0.1000000000")
    assert nominal_yield(Decimal("0.08"), 1) == Decimal("0.0800000000")


def test_coverage_counts_cash_up_to_the_payment_and_no_debt_service_has_no_ratio() -> None:
    dates = [date(2026, 1, 15), date(2026, 4, 15), date(2026, 7, 15)]
    service = [(dates[0], dates[1], Decimal("10.00")), (dates[1], dates[2], Decimal(0))]
    cash = {dates[0]: Decimal("5.00"), dates[1]: Decimal("7.50"), date(2026, 4, 16): Decimal("1.00")}
    first, second = coverage_path(service, cash)
    assert (first.cash, first.ratio) == (Decimal("12.50"), Decimal("1.25"))
    assert (second.cash, second.ratio) == (Decimal("1.00"), None)
