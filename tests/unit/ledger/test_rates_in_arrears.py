"""Compounding in arrears against QuantLib's overnight coupon and against a loop written out; floors; NCCR additivity."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
import QuantLib as ql
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.compounding import Compounded
from deals.ledger.calc.daycount import year_fraction
from deals.ledger.calc.rates import Fixings, Term
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.schedules import Span
from deals.ledger.holiday_sets import business_calendar

CALENDAR = business_calendar("US_FED", 2024, 2027)
ORACLE = ql.UnitedStates(ql.UnitedStates.FederalReserve)
START = date(2025, 1, 2)


def fixings(seed: int) -> dict[date, Decimal]:
    random = Random(seed)
    days = (START + timedelta(days=n) for n in range(700))
    return {day: Decimal(random.randint(-50, 600)).scaleb(-4) for day in days if CALENDAR.is_open(day)}


def year(start: date, end: date) -> Fraction:
    return year_fraction("ACT/360", start, end)


def quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def oracle_rate(rates: dict[date, Decimal], start: date, end: date, lookback: int, shift: bool) -> float:
    ql.Settings.instance().evaluationDate = quantlib(date(2026, 12, 1))
    index = ql.OvernightIndex("T", 0, ql.USDCurrency(), ORACLE, ql.Actual360())
    index.clearFixings()
    index.addFixings([quantlib(day) for day in rates], [float(rate) for rate in rates.values()])
    coupon = ql.OvernightIndexedCoupon(
        quantlib(end), 1.0, quantlib(start), quantlib(end), index, 1.0, 0.0, ql.Date(), ql.Date(), ql.Actual360(),
        False, ql.RateAveraging.Compound, lookback, 0, shift,
    )  # fmt: skip
    return coupon.rate()


@given(
    seed=st.integers(0, 50),
    first=st.integers(30, 300),
    length=st.integers(5, 120),
    lookback=st.integers(1, 10),
    shift=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_equals_quantlib(seed: int, first: int, length: int, lookback: int, shift: bool) -> None:
    days = [day for day in fixings(seed) if day >= START + timedelta(days=first)]
    start, end = days[0], days[length]
    rule = Compounded(Fixings(fixings(seed)), calendar=CALENDAR, lookback=lookback, shift=shift)
    ours = rule.accrual(Span(1, start, end, end), year, Fraction(0))
    assert abs(float(ours.rate) - oracle_rate(fixings(seed), start, end, lookback, shift)) < 1e-12


@given(seed=st.integers(0, 20), length=st.integers(20, 95), cut=st.integers(1, 19), shift=st.booleans())
@settings(max_examples=40, deadline=None)
def test_growth_starts_at_nothing_and_ends_with_the_rate_of_the_period(
    seed: int, length: int, cut: int, shift: bool
) -> None:
    start = date(2025, 6, 2)
    end = start + timedelta(days=length)
    rule = Compounded(Fixings(fixings(seed)), calendar=CALENDAR, shift=shift)
    ours = rule.accrual(Span(1, start, end, end), year, Fraction(0))
    assert ours.upto(start) == 0
    assert ours.upto(end) == ours.rate * length / 360
    before, after = ours.upto(start + timedelta(days=cut)), ours.upto(end) - ours.upto(start + timedelta(days=cut))
    assert before + after == ours.upto(end)


def test_the_loop_written_out() -> None:
    """Four business days over a weekend, two days' lookback, weights of the interest period."""
    rates = {date(2025, 6, d): Decimal(r) for d, r in ((3, "0.04"), (4, "0.05"), (5, "0.06"), (6, "0.07"))}
    rule = Compounded(Fixings(rates), calendar=CALENDAR, lookback=2)
    span = Span(1, date(2025, 6, 5), date(2025, 6, 11), date(2025, 6, 11))
    product = Fraction(1)
    for rate, days in (("0.04", 1), ("0.05", 3), ("0.06", 1), ("0.07", 1)):
        product *= 1 + Fraction(rate) * days / 360
    expected = (product - 1) * 360 / 6
    assert abs(rule.accrual(span, year, Fraction(0)).rate - expected) < Fraction(1, 10**40)


def test_floor_daily_or_on_the_compounded_rate() -> None:
    rates = {date(2025, 6, d): Decimal(r) for d, r in ((2, "0.00"), (3, "0.06"), (4, "0.00"), (5, "0.06"))}
    span = Span(1, date(2025, 6, 2), date(2025, 6, 6), date(2025, 6, 6))
    daily = Compounded(Fixings(rates), calendar=CALENDAR, lookback=0, floor=Decimal("0.01"), floor_on="daily")
    whole = Compounded(Fixings(rates), calendar=CALENDAR, lookback=0, floor=Decimal("0.01"), floor_on="compounded")
    high = Compounded(Fixings(rates), calendar=CALENDAR, lookback=0, floor=Decimal("0.04"), floor_on="compounded")
    assert round(float(daily.accrual(span, year, Fraction(0)).rate), 4) == 0.035
    assert "rate.floor_binds" in daily.accrual(span, year, Fraction(0)).rules
    assert round(float(whole.accrual(span, year, Fraction(0)).rate), 4) == 0.03
    assert "rate.floor_binds" not in whole.accrual(span, year, Fraction(0)).rules
    assert high.accrual(span, year, Fraction(0)).rate == Fraction("0.04")


def test_a_missing_rate_is_named_or_taken_from_the_day_before_when_asked() -> None:
    rates = {date(2025, 6, 2): Decimal("0.04"), date(2025, 6, 4): Decimal("0.05")}
    span = Span(1, date(2025, 6, 2), date(2025, 6, 5), date(2025, 6, 5))
    with pytest.raises(Refused, match="no rate is given for 2025-06-03") as refused:
        Compounded(Fixings(rates, where="/f"), calendar=CALENDAR, lookback=0).accrual(span, year, Fraction(0))
    assert refused.value.where == "/f"
    filled = Compounded(Fixings(rates, previous=True), calendar=CALENDAR, lookback=0).accrual(span, year, Fraction(0))
    expected = (1 + Fraction("0.04") / 360) ** 2 * (1 + Fraction("0.05") / 360) - 1
    assert abs(filled.upto(span.end) - expected) < Fraction(1, 10**40)


def test_the_floor_of_a_term_rate_before_the_margin_or_with_it() -> None:
    span, rates = Span(1, date(2025, 6, 2), date(2025, 9, 2), date(2025, 9, 2)), {date(2025, 6, 2): Decimal("-0.002")}
    before = Term(Fixings(rates), floor=Decimal("0.0075")).accrual(span, year, Fraction("0.06"))
    whole = Term(Fixings(rates), floor=Decimal("0.08"), floor_on="all_in").accrual(span, year, Fraction("0.06"))
    assert (before.rate, before.fixing) == (Fraction("0.0075"), Fraction("-0.002"))
    assert whole.rate == Fraction("0.02")
    assert before.rules == whole.rules == ("rate.term", "rate.floor_binds")


@pytest.mark.parametrize(
    ("start", "fixed"), [(date(2024, 1, 15), date(2024, 1, 11)), (date(2024, 1, 16), date(2024, 1, 11))]
)
def test_a_term_rate_is_fixed_so_many_business_days_before_also_when_the_period_begins_on_a_holiday(
    start: date, fixed: date
) -> None:
    """Monday 15 January 2024 is Martin Luther King's day: two days before it and before the Tuesday are one Thursday."""
    span = Span(1, start, date(2024, 4, 15), date(2024, 4, 15))
    term = Term(Fixings({fixed: Decimal("0.05")}), lag=2, calendar=CALENDAR)
    assert term.accrual(span, year, Fraction(0)).fixing == Fraction("0.05")
