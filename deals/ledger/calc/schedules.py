"""Interest periods: unadjusted dates with roll and stubs, then business-day adjustment."""
from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from deals.ledger.calc.calendars import CONVENTIONS, EVERY_DAY, Calendar
from deals.ledger.calc.refusals import Refused

STUBS = ("short_first", "long_first", "short_last", "long_last")
END_OF_MONTH = 31


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
    """All boundaries from `start` to `end`: backward from the end for first stubs, forward from the start for last ones."""
    if end <= start:
        raise Refused(f"the last date {end} is not after the first {start}", do="let the loan end after it starts")
    anchor, step = (end, -rule.months) if rule.stub.endswith("first") else (start, rule.months)
    if rule.first_regular:
        if not start < rule.first_regular <= end:
            raise Refused(f"the first regular date {rule.first_regular} lies outside {start} to {end}", do="move it inside")
        anchor, step = rule.first_regular, rule.months
    roll = rule.roll or anchor.day
    inside = _regular(rule.first_regular or start, end, anchor, step, roll)
    return _long_stub(sorted({start, rule.first_regular or start, *inside, end}), rule, roll)


def _regular(start: date, end: date, anchor: date, step: int, roll: int) -> list[date]:
    """The regular dates strictly inside; begins one step outside, since a roll day may lie in the anchor's own month."""
    inside: list[date] = []
    month = anchor.month - step
    for _ in range(3 + 12 * (end.year - start.year + 1) // abs(step)):
        day = month_day(anchor.year, month, roll)
        if start < day < end:
            inside.append(day)
        month += step
    return inside


def _long_stub(dates: list[date], rule: Dates, roll: int) -> list[date]:
    """A short stub joined to its neighbour, where the rule asks for a long one."""
    if rule.stub == "long_first" and len(dates) > 2:
        if month_day(dates[1].year, dates[1].month - rule.months, roll) < dates[0]:
            del dates[1]
    elif rule.stub == "long_last" and len(dates) > 2:
        if month_day(dates[-2].year, dates[-2].month + rule.months, roll) > dates[-1]:
            del dates[-2]
    return dates


def spans(dates: list[date], rule: Dates) -> list[Span]:
    """Periods between neighbouring dates; accrual on adjusted or unadjusted dates, payment on adjusted ones."""
    adjusting, calendar = CONVENTIONS[rule.convention], rule.calendar
    pays = [adjusting(day, calendar) for day in dates]
    bounds = pays if rule.adjusted else dates
    for before, after, raw in zip(bounds, bounds[1:], dates[1:], strict=False):
        if after <= before:
            raise Refused(f"the period ending {raw} has no day left after adjustment", do="use fewer dates or another convention")
    return [Span(i, bounds[i - 1], bounds[i], pays[i]) for i in range(1, len(bounds))]


def periods(start: date, end: date, rule: Dates) -> list[Span]:
    """`unadjusted_dates`, then `spans`."""
    return spans(unadjusted_dates(start, end, rule), rule)
