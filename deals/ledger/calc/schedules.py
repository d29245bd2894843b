"""Interest periods: unadjusted dates with roll and stubs, then business-day adjustment."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import le
from typing import NamedTuple

from deals.ledger.calc.calendars import EVERY_DAY, Calendar, adjust_all
from deals.ledger.calc.refusals import Refused

STUBS = ("short_first", "long_first", "short_last", "long_last")
END_OF_MONTH = 31
FIRST_YEAR, LAST_YEAR = 1980, 2110


class Span(NamedTuple):
    """One interest period: the first day counted, the first day not counted, and the day the period is paid."""

    number: int
    start: date
    end: date
    pays: date


@dataclass(frozen=True)
class Dates:
    """How boundaries are made. `roll` is a day of the month (31: month end) or None for the anchor's own day."""

    months: int = 3
    roll: int | None = None
    stub: str = "short_first"
    first_regular: date | None = None
    convention: str = "MODIFIED_FOLLOWING"
    calendar: Calendar = EVERY_DAY
    adjusted: bool = True


def month_day(year: int, month: int, day: int) -> date:
    """Day `day` of the month counted on past December or before January; the last day when the month is shorter."""
    carry, index = divmod(month - 1, 12)
    year, month = year + carry, index + 1
    return date(year, month, day if day <= 28 else min(day, monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    return month_day(day.year, day.month + months, day.day)


def unadjusted_dates(start: date, end: date, rule: Dates) -> list[date]:
    """All boundaries from `start` to `end`: backward from the end for first stubs, forward for last ones."""
    if end <= start:
        raise Refused(f"the last date {end} is not after the first {start}", do="let the loan end after it starts")
    first = rule.first_regular
    if first:
        if not start < first <= end:
            raise Refused(f"the first regular date {first} lies outside {start} to {end}", do="move it inside")
        anchor, head = first, [start, first]
    else:
        anchor, head = end if rule.stub.endswith("first") else start, [start]
    roll = rule.roll or anchor.day
    dates = [*head, *_regular(first or start, end, anchor, rule.months, roll)]
    if dates[-1] != end:
        dates.append(end)
    return _long_stub(dates, rule, roll) if rule.stub.startswith("long") else dates


@lru_cache(maxsize=31)
def _days_of_months(day: int) -> list[date]:
    """That day of every month of the years a loan can lie in, so that regular dates are a slice."""
    return [month_day(FIRST_YEAR, month, day) for month in range(1, 12 * (LAST_YEAR - FIRST_YEAR + 1) + 1)]


def _regular(start: date, end: date, anchor: date, step: int, roll: int) -> list[date]:
    """The regular dates strictly inside: months that lie whole steps from the anchor's."""
    first, last, at = _month(start), _month(end), _month(anchor)
    inside = _days_of_months(roll)[first + (at - first) % step : last + 1 : step]
    while inside and inside[0] <= start:
        del inside[0]
    while inside and inside[-1] >= end:
        del inside[-1]
    return inside


def _month(day: date) -> int:
    return 12 * (day.year - FIRST_YEAR) + day.month - 1


def _long_stub(dates: list[date], rule: Dates, roll: int) -> list[date]:
    """A short stub joined to its neighbour, where the rule asks for a long one."""
    if rule.stub == "long_first" and len(dates) > 2:
        if month_day(dates[1].year, dates[1].month - rule.months, roll) < dates[0]:
            del dates[1]
    elif rule.stub == "long_last" and len(dates) > 2:
        if month_day(dates[-2].year, dates[-2].month + rule.months, roll) > dates[-1]:
            del dates[-2]
    return dates


def bounds_and_pays(dates: list[date], rule: Dates, *, merge: bool = True) -> tuple[list[date], list[date]]:
    """Boundaries of accrual and days of payment.

    A period that adjustment leaves without a day (a start on the month's last business day, with a month-end roll) is
    merged into its neighbour, or refused without `merge`.
    """
    pays = adjust_all(dates, rule.calendar, rule.convention)
    bounds = pays if rule.adjusted else dates
    if any(map(le, bounds[1:], bounds)):
        return _merged(dates, bounds, rule, merge)
    return bounds, pays


def _merged(dates: list[date], bounds: list[date], rule: Dates, merge: bool) -> tuple[list[date], list[date]]:
    index = next(i for i in range(1, len(bounds)) if bounds[i] <= bounds[i - 1])
    if not merge or len(dates) == 2:
        what = f"the period ending {dates[index]} has no day left after adjustment"
        raise Refused(what, do="use fewer dates or another rule")
    dropped = index if index < len(dates) - 1 else index - 1
    return bounds_and_pays([*dates[:dropped], *dates[dropped + 1 :]], rule)


def spans(dates: list[date], rule: Dates, *, merge: bool = True) -> list[Span]:
    """Periods between neighbouring dates; accrual on adjusted or unadjusted dates, payment on adjusted ones."""
    bounds, pays = bounds_and_pays(dates, rule, merge=merge)
    return list(map(Span._make, zip(range(1, len(bounds)), bounds, bounds[1:], pays[1:], strict=False)))


def periods(start: date, end: date, rule: Dates) -> list[Span]:
    """`unadjusted_dates`, then `spans`."""
    return spans(unadjusted_dates(start, end, rule), rule)
