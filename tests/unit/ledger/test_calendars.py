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
    "SOFR": ql.UnitedStates(ql.UnitedStates.SOFR),
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


# Closed by gazette or proclamation, weekends left out; single-year holidays and moved days among them.
SPECIAL = {
    "LONDON": "2020-05-08 2022-06-02 2022-06-03 2022-09-19 2023-05-08 2026-12-28 2027-12-27 2027-12-28 2028-01-03",
    "JP": "2019-04-30 2019-05-01 2019-05-02 2019-10-22 2020-07-23 2020-07-24 2020-08-10 2021-07-22 2021-07-23 2021-08-09"
    " 2024-08-12 2026-09-22 2032-09-21",
    "TARGET": "2024-03-29 2024-04-01 2025-05-01 2026-04-03 2026-04-06 2027-03-26 2028-12-25 2028-12-26",
    "HK": "2020-01-27 2020-01-28 2020-04-30 2021-04-05 2021-04-06 2022-05-09 2022-09-12 2022-12-26 2022-12-27 2023-01-25"
    " 2023-10-02 2023-10-23 2024-02-13 2025-01-31 2025-10-07 2025-10-29 2026-02-19 2026-04-07 2026-05-25 2026-10-19",
    "SG": "2020-07-10 2021-07-20 2022-05-02 2022-05-03 2022-10-24 2023-01-24 2023-09-01 2024-05-22 2025-03-31 2025-10-20"
    " 2026-06-01 2026-11-09 2022-12-26 2023-01-02",
}
OPEN = {
    "LONDON": "2020-05-04 2022-05-30 2022-06-06 2023-05-15",
    "JP": "2020-07-20 2020-10-12 2021-07-19 2021-10-11 2021-08-11 2019-12-23",
    "TARGET": "2022-12-27 2023-05-08 2021-12-27 2026-01-02",
    "HK": "2017-10-03 2023-10-03 2026-12-28 2023-09-01 2023-09-08 2018-09-17",  # black rains and typhoons close nothing here
    "SG": "2026-03-20 2023-04-24 2024-12-26",
    "US_FED": "2021-06-18 2022-06-17 2021-12-31 2022-12-30 2027-06-18 2027-12-24 2028-12-29",
}


@pytest.mark.parametrize("name", ["LONDON", "JP", "TARGET", "HK", "SG"])
def test_special_days_are_closed(name: str) -> None:
    calendar = business_calendar(name, 2015, 2035)
    assert [day for day in SPECIAL[name].split() if calendar.is_open(date.fromisoformat(day))] == []


@pytest.mark.parametrize("name", OPEN)
def test_days_that_only_look_like_holidays_are_open(name: str) -> None:
    calendar = business_calendar(name, 2015, 2035)
    assert [day for day in OPEN[name].split() if not calendar.is_open(date.fromisoformat(day))] == []


@pytest.mark.parametrize("day", ["2021-04-02", "2023-04-07", "2026-04-03"])
def test_no_sofr_on_good_friday_also_when_bonds_trade_until_noon(day: str) -> None:
    friday = date.fromisoformat(day)
    assert business_calendar("US_GOVT", 2021, 2026).is_open(friday)
    assert not business_calendar("SOFR", 2021, 2026).is_open(friday)


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
    expected = theirs.advance(quantlib(day), -count, ql.Days) if count else theirs.adjust(quantlib(day), ql.Preceding)
    assert business_days_before(day, count, ours) == python(expected)


def test_names_and_the_open_calendar() -> None:
    assert set(NAMES) == {"US_FED", "US_GOVT", "SOFR", "TARGET", "LONDON", "JP", "HK", "SG"}
    assert business_calendar("NONE", 2025, 2025) is EVERY_DAY
    with pytest.raises(KeyError):
        business_calendar("MARS", 2025, 2025)
