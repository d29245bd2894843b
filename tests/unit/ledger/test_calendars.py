"""Business days against QuantLib's calendars, day by day and for every convention."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import QuantLib as ql
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.calendars import EVERY_DAY, Calendar, adjust, business_days_before, joint
from deals.ledger.calc.refusals import Refused
from deals.ledger.holiday_sets import NAMES, business_calendar

ORACLES = {
    "US_FED": ql.UnitedStates(ql.UnitedStates.FederalReserve),
    "TARGET": ql.TARGET(),
    "LONDON": ql.UnitedKingdom(ql.UnitedKingdom.Settlement),
    "JP": ql.Japan(),
}
CONVENTIONS = {
    "UNADJUSTED": ql.Unadjusted,
    "FOLLOWING": ql.Following,
    "MODIFIED_FOLLOWING": ql.ModifiedFollowing,
    "PRECEDING": ql.Preceding,
    "MODIFIED_PRECEDING": ql.ModifiedPreceding,
}
FIRST, LAST = 2019, 2031
days = st.dates(date(FIRST, 1, 10), date(LAST, 12, 20))


def quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def python(day: ql.Date) -> date:
    return date(day.year(), day.month(), day.dayOfMonth())


@pytest.mark.parametrize("name", ORACLES)
def test_open_on_the_same_days_as_quantlib(name: str) -> None:
    calendar, day = business_calendar(name, FIRST, LAST), date(FIRST, 1, 1)
    differing = []
    while day.year <= LAST:
        if calendar.is_open(day) != ORACLES[name].isBusinessDay(quantlib(day)):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@given(day=days, names=st.lists(st.sampled_from(sorted(ORACLES)), min_size=1, max_size=3, unique=True))
@settings(max_examples=200)
def test_joint_calendars_adjust_as_quantlib_does(day: date, names: list[str]) -> None:
    ours = joint(*(business_calendar(name, FIRST, LAST) for name in names))
    theirs = ORACLES[names[0]]
    for name in names[1:]:
        theirs = ql.JointCalendar(theirs, ORACLES[name])
    for convention, code in CONVENTIONS.items():
        assert adjust(day, ours, convention) == python(theirs.adjust(quantlib(day), code))


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("HK", date(2026, 4, 3)),  # Good Friday, a general holiday
        ("HK", date(2026, 2, 17)),  # Lunar New Year
        ("SG", date(2026, 8, 10)),  # National Day on a Sunday, moved
        ("JP", date(2026, 12, 31)),  # bank holiday
        ("US_GOVT", date(2025, 4, 18)),  # Good Friday: no SOFR, though the Fed is open
    ],
)
def test_days_that_are_easily_missed(name: str, closed: date) -> None:
    assert not business_calendar(name, 2025, 2026).is_open(closed)


def test_the_fed_is_open_on_good_friday_and_on_the_friday_before_a_saturday_holiday() -> None:
    fed = business_calendar("US_FED", 2025, 2027)
    assert fed.is_open(date(2025, 4, 18))
    assert fed.is_open(date(2026, 7, 3))


def test_a_day_outside_the_years_known_is_refused() -> None:
    with pytest.raises(Refused, match="is known from 2025-01-01 to 2026-12-31, not on 2027-01-04"):
        adjust(date(2027, 1, 4), business_calendar("US_FED", 2025, 2026), "FOLLOWING")


def test_a_calendar_without_business_days_is_refused() -> None:
    never = Calendar("never", weekend=frozenset(range(7)))
    with pytest.raises(Refused, match="has no business day near"):
        adjust(date(2026, 1, 1), never, "FOLLOWING")


@given(day=days, count=st.integers(0, 10))
@settings(max_examples=100)
def test_business_days_before_counts_as_quantlib_does(day: date, count: int) -> None:
    ours, theirs = business_calendar("US_FED", FIRST - 1, LAST), ORACLES["US_FED"]
    expected = theirs.advance(theirs.adjust(quantlib(day), ql.Preceding), -count, ql.Days)
    assert business_days_before(day, count, ours) == python(expected)


def test_names_and_the_open_calendar() -> None:
    assert set(NAMES) == {"US_FED", "US_GOVT", "TARGET", "LONDON", "JP", "HK", "SG"}
    assert business_calendar("NONE", 2025, 2025) is EVERY_DAY
    with pytest.raises(KeyError):
        business_calendar("MARS", 2025, 2025)
