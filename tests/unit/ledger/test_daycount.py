"""Day counts against QuantLib over random dates."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
import QuantLib as ql
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.daycount import DAY_COUNTS, year_fraction, year_ratio

ORACLES = {
    "ACT/360": ql.Actual360(),
    "ACT/365F": ql.Actual365Fixed(),
    "ACT/ACT_ISDA": ql.ActualActual(ql.ActualActual.ISDA),
    "30/360_US_BOND_BASIS": ql.Thirty360(ql.Thirty360.BondBasis),
    "30/360_SIA_EOM": ql.Thirty360(ql.Thirty360.USA),
    "30E/360": ql.Thirty360(ql.Thirty360.EurobondBasis),
}
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def month_end(day: date) -> date:
    return date.fromordinal(date(day.year + day.month // 12, day.month % 12 + 1, 1).toordinal() - 1)


@pytest.mark.parametrize("name", ORACLES)
@given(first=days, second=days, ends=st.booleans())
@settings(max_examples=150)
def test_equals_quantlib(name: str, first: date, second: date, ends: bool) -> None:
    start, end = sorted((month_end(first), month_end(second)) if ends else (first, second))
    theirs = ORACLES[name].yearFraction(quantlib(start), quantlib(end))
    assert abs(float(year_fraction(name, start, end)) - theirs) < 1e-12


@given(first=days, second=days)
@settings(max_examples=150)
def test_isda_eurobond_treats_the_termination_date_as_quantlib_does(first: date, second: date) -> None:
    start, end = sorted((month_end(first), month_end(second)))
    oracle = ql.Thirty360(ql.Thirty360.ISDA, quantlib(end))
    theirs = oracle.yearFraction(quantlib(start), quantlib(end))
    assert abs(float(year_fraction("30E/360_ISDA", start, end, termination=True)) - theirs) < 1e-12


def test_isda_eurobond_counts_the_end_of_february_as_the_thirtieth() -> None:
    assert year_fraction("30E/360_ISDA", date(2024, 1, 31), date(2024, 2, 29)) == Fraction(30, 360)
    assert year_fraction("30E/360_ISDA", date(2024, 1, 31), date(2024, 2, 29), termination=True) == Fraction(29, 360)


@pytest.mark.parametrize("name", DAY_COUNTS)
@given(start=days, span=st.integers(0, 4000))
@settings(max_examples=50)
def test_every_day_count_keeps_one_basis(name: str, start: date, span: int) -> None:
    """The quick schedule takes the basis of the first period for all."""
    end = date.fromordinal(start.toordinal() + span)
    assert year_ratio(name, start, end)[1] == year_ratio(name, date(2024, 1, 1), date(2024, 6, 1))[1]


@given(start=days, a=st.integers(0, 900), b=st.integers(0, 900))
@settings(max_examples=100)
def test_real_days_add_up(start: date, a: int, b: int) -> None:
    middle, end = (date.fromordinal(start.toordinal() + n) for n in (a, a + b))
    for name in ("ACT/360", "ACT/365F", "ACT/ACT_ISDA"):
        parts = year_fraction(name, start, middle) + year_fraction(name, middle, end)
        assert parts == year_fraction(name, start, end)


def test_an_unknown_day_count_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        year_fraction("ACT/ACT_ICMA", date(2024, 1, 1), date(2024, 2, 1))
