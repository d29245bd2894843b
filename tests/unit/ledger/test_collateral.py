"""Cover of a loan by hardware under a curve: to the cent, and silent where something is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deals.ledger.calc.collateral import Charged, path, standing_on, sum_of_cost
from deals.ledger.calc.curves import Curve
from deals.ledger.calc.price_curve import CurveError, read_curve

FIVE_YEARS = read_curve("straight-line", {"life_months": 60, "residual": "0.1"}, name="five years")
DAY = date(2026, 1, 1)


def charged(cost: str | None = "1000", **more: Any) -> Charged:
    given: dict[str, Any] = {"since": date(2025, 1, 1), "curve": FIVE_YEARS, "eligible": True, **more}
    return Charged("l1", "w1", None if cost is None else Decimal(cost), **given)


def test_value_base_and_loan_to_value() -> None:
    rest = charged("500", eligible=False)
    found = standing_on([charged(), rest], DAY, outstanding=Decimal(600), advance_rate=Decimal("0.7"), currency="USD")
    # 365 of 1,826 days gone, nine tenths of the cost are written down over them
    assert found.eligible_value == Decimal("820.10") and found.value == Decimal("1230.15")
    assert found.borrowing_base == Decimal("574.07") and found.headroom == Decimal("-25.93")
    assert found.ltv == Decimal("0.487745")
    assert (sum_of_cost([charged(), rest]), sum_of_cost([charged(), rest], eligible=True)) == (1500, 1000)


@pytest.mark.parametrize("lack", [{"cost": None}, {"since": None}, {"curve": None}])
def test_one_unknown_leaves_the_whole_unknown(lack: dict[str, Any]) -> None:
    found = standing_on(
        [charged(), charged(**lack)], DAY, outstanding=Decimal(1), advance_rate=Decimal(1), currency="USD"
    )
    assert (found.value, found.ltv, found.borrowing_base, found.headroom) == (None, None, None, None)


def test_an_unknown_loan_is_not_zero() -> None:
    found = standing_on([charged()], DAY, outstanding=None, advance_rate=Decimal("0.5"), currency="USD")
    assert found.value == Decimal("820.10") and found.borrowing_base == Decimal("410.05")
    assert (found.ltv, found.headroom) == (None, None)


def test_a_path_goes_by_month_and_ahead_with_the_loan_as_it_stands() -> None:
    one = charged(released=date(2026, 3, 15))
    found = path(
        [one], as_of=DAY, outstanding=lambda day: Decimal(day.month), currency="USD",
        advance_rate=lambda day: Decimal(1) if day < DAY else Decimal("0.5"),
        until=date(2026, 4, 10),
    )  # fmt: skip
    assert [str(row.date) for row in found[:2]] == ["2025-01-31", "2025-02-28"] and found[1].outstanding == 2
    assert [(str(row.date), row.ahead, row.outstanding) for row in found[-3:]] == [
        ("2026-01-31", True, 1), ("2026-02-28", True, 1), ("2026-03-31", True, 1)
    ]  # fmt: skip
    assert found[-1].value == 0 and found[-1].ltv is None, "released before that day"
    assert path([charged(since=None)], as_of=DAY, outstanding=lambda day: None, advance_rate=lambda day: None, currency="USD") == []


def test_curves_are_read_as_they_are_kept() -> None:
    table = read_curve("table", {"points": [[0, "1"], [12, "0.7"]], "between": "step"}, name="t")
    assert table == Curve("table", "t", points=((0, Decimal(1)), (12, Decimal("0.7"))), between="step")
    assert read_curve("declining", {"yearly_rate": "0.35"}).yearly_rate == Decimal("0.35")


@pytest.mark.parametrize(
    ("kind", "terms", "field"),
    [("cubic", {}, "kind"), ("table", [], "terms"), ("straight-line", {"life": 5}, "terms"), ("straight-line", {}, "life_months"),
     ("straight-line", {"life_months": 0}, "life_months"), ("straight-line", {"life_months": True}, "life_months"),
     ("straight-line", {"life_months": 60, "residual": "1.5"}, "residual"), ("declining", {}, "yearly_rate"),
     ("declining", {"yearly_rate": 0.3}, "yearly_rate"), ("declining", {"yearly_rate": "-0.1"}, "yearly_rate"),
     ("table", {"points": []}, "points"), ("table", {"points": [[1, "1"]]}, "points"), ("table", {"points": [[0, "1"], [0, "1"]]}, "points"),
     ("table", {"points": ["ab"]}, "points"), ("table", {"points": [[0, "1"]], "between": "curved"}, "between")],
)  # fmt: skip
def test_what_is_no_curve_is_refused_by_field(kind: str, terms: Any, field: str) -> None:
    with pytest.raises(CurveError) as refused:
        read_curve(kind, terms)
    assert refused.value.field == field
