"""Interest periods against QuantLib's schedules, and stubs worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
import QuantLib as ql
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.calendars import joint
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.schedules import Dates, periods, spans, unadjusted_dates
from deals.ledger.holiday_sets import business_calendar

CALENDAR = joint(business_calendar("US_FED", 2019, 2045), business_calendar("JP", 2019, 2045))
ORACLE = ql.JointCalendar(ql.UnitedStates(ql.UnitedStates.FederalReserve), ql.Japan())


def quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def python(day: ql.Date) -> date:
    return date(day.year(), day.month(), day.dayOfMonth())


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.integers(40, 3600),
    months=st.sampled_from([1, 2, 3, 4, 6, 12]),
    backward=st.booleans(),
)
@settings(max_examples=200)
def test_short_stubs_equal_quantlib(start: date, length: int, months: int, backward: bool) -> None:
    end = date.fromordinal(start.toordinal() + length)
    way = ql.DateGeneration.Backward if backward else ql.DateGeneration.Forward
    theirs = ql.Schedule(
        quantlib(start), quantlib(end), ql.Period(months, ql.Months), ql.NullCalendar(),
        ql.Unadjusted, ql.Unadjusted, way, False,
    )  # fmt: skip
    rule = Dates(months, stub="short_first" if backward else "short_last")
    assert unadjusted_dates(start, end, rule) == [python(day) for day in theirs]


@given(
    year=st.integers(2020, 2030), month=st.integers(1, 12), count=st.integers(1, 24), months=st.sampled_from([1, 3, 6])
)
@settings(max_examples=100)
def test_month_ends_on_joint_calendars_equal_quantlib(year: int, month: int, count: int, months: int) -> None:
    start, end = _month_end(year, month), _month_end(year, month + count * months)
    theirs = ql.Schedule(
        quantlib(start), quantlib(end), ql.Period(months, ql.Months), ORACLE,
        ql.ModifiedFollowing, ql.ModifiedFollowing, ql.DateGeneration.Backward, True,
    )  # fmt: skip
    ours = periods(start, end, Dates(months, 31, calendar=CALENDAR))
    assert [ours[0].start, *(span.end for span in ours)] == [python(day) for day in theirs]
    assert all(before.end == after.start for before, after in zip(ours, ours[1:], strict=False))


def _month_end(year: int, month: int) -> date:
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_after.toordinal() - 1)


@pytest.mark.parametrize(
    ("stub", "expected"),
    [
        ("short_first", ["2026-01-20", "2026-03-15", "2026-06-15", "2026-09-15", "2026-12-15"]),
        ("long_first", ["2026-01-20", "2026-06-15", "2026-09-15", "2026-12-15"]),
        ("short_last", ["2026-01-20", "2026-04-15", "2026-07-15", "2026-10-15", "2026-12-15"]),
        ("long_last", ["2026-01-20", "2026-04-15", "2026-07-15", "2026-12-15"]),
    ],
)
def test_the_four_stubs(stub: str, expected: list[str]) -> None:
    found = unadjusted_dates(date(2026, 1, 20), date(2026, 12, 15), Dates(3, 15, stub))
    assert [str(day) for day in found] == expected


def test_a_regular_loan_has_no_stub_to_lengthen() -> None:
    for stub in ("long_first", "long_last"):
        assert len(unadjusted_dates(date(2026, 1, 15), date(2027, 1, 15), Dates(3, stub=stub))) == 5


def test_the_first_regular_date_is_kept() -> None:
    found = unadjusted_dates(date(2026, 1, 20), date(2026, 9, 1), Dates(3, first_regular=date(2026, 3, 1)))
    assert [str(day) for day in found] == ["2026-01-20", "2026-03-01", "2026-06-01", "2026-09-01"]


def test_end_of_month_in_leap_years() -> None:
    found = unadjusted_dates(date(2023, 11, 30), date(2024, 5, 31), Dates(3, 31))
    assert [str(day) for day in found] == ["2023-11-30", "2024-02-29", "2024-05-31"]


def test_unadjusted_accrual_keeps_the_dates_and_moves_the_payment() -> None:
    rule = Dates(6, calendar=CALENDAR, convention="FOLLOWING", adjusted=False)
    [span] = spans([date(2025, 12, 1), date(2026, 5, 31)], rule)
    assert (span.end, span.pays) == (date(2026, 5, 31), date(2026, 6, 1))


def test_a_start_on_the_last_business_day_has_no_empty_first_period() -> None:
    found = periods(date(2026, 1, 30), date(2026, 7, 31), Dates(3, 31, calendar=CALENDAR))
    assert [(str(span.start), str(span.end)) for span in found] == [
        ("2026-01-30", "2026-04-30"),
        ("2026-04-30", "2026-07-31"),
    ]


def test_impossible_dates_are_refused() -> None:
    with pytest.raises(Refused, match="is not after the first"):
        unadjusted_dates(date(2026, 1, 1), date(2026, 1, 1), Dates())
    with pytest.raises(Refused, match="lies outside"):
        unadjusted_dates(date(2026, 1, 1), date(2027, 1, 1), Dates(first_regular=date(2027, 2, 1)))
    with pytest.raises(Refused, match="2026-05-31 has no day left"):
        spans([date(2026, 5, 30), date(2026, 5, 31)], Dates(calendar=CALENDAR))
