"""Business days on one calendar or several at once. Holidays come in as values; nothing is looked up here.

Conventions follow 2006 ISDA Definitions 4.12. A calendar says which years it knows; outside them it refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache, reduce

from deals.ledger.calc.refusals import Refused

_DAY = timedelta(days=1)
_LONGEST_CLOSURE = 31


@dataclass(frozen=True)
class Calendar:
    """Closed on weekend days (Monday 0 … Sunday 6) and holidays; known from `first` to `last`, both included."""

    name: str
    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})
    first: date = date.min
    last: date = date.max
    moved: dict[str, dict[date, date]] = field(default_factory=dict, compare=False, repr=False)

    def is_open(self, day: date) -> bool:
        if not self.first <= day <= self.last:
            raise Refused(
                f"calendar {self.name} is known from {self.first} to {self.last}, not on {day}",
                do="bring the dates inside, or give the holidays yourself",
            )
        return day.weekday() not in self.weekend and day not in self.holidays


EVERY_DAY = Calendar("NONE", weekend=frozenset())


def joint(*calendars: Calendar) -> Calendar:
    """Open only where all are open; known only where all are known."""
    return reduce(_join, calendars) if calendars else EVERY_DAY


@lru_cache(maxsize=64)
def _join(a: Calendar, b: Calendar) -> Calendar:
    return Calendar(
        f"{a.name}+{b.name}", a.holidays | b.holidays, a.weekend | b.weekend, max(a.first, b.first), min(a.last, b.last)
    )


def _walk(day: date, calendar: Calendar, step: timedelta) -> date:
    """The first open day from `day` on; what it passes is near `day`, so the years known are checked by the callers."""
    weekend, holidays = calendar.weekend, calendar.holidays
    for _ in range(_LONGEST_CLOSURE):
        if day.weekday() not in weekend and day not in holidays:
            return day
        day += step
    raise Refused(f"calendar {calendar.name} has no business day near {day}", do="check its holidays and weekend")


def _unadjusted(day: date, calendar: Calendar) -> date:
    return day


def _following(day: date, calendar: Calendar) -> date:
    return _walk(day, calendar, _DAY)


def _preceding(day: date, calendar: Calendar) -> date:
    return _walk(day, calendar, -_DAY)


def _modified_following(day: date, calendar: Calendar) -> date:
    later = _following(day, calendar)
    return later if later.month == day.month else _preceding(day, calendar)


def _modified_preceding(day: date, calendar: Calendar) -> date:
    earlier = _preceding(day, calendar)
    return earlier if earlier.month == day.month else _following(day, calendar)


CONVENTIONS: dict[str, Callable[[date, Calendar], date]] = {
    "UNADJUSTED": _unadjusted,
    "FOLLOWING": _following,
    "MODIFIED_FOLLOWING": _modified_following,
    "PRECEDING": _preceding,
    "MODIFIED_PRECEDING": _modified_preceding,
}


def adjust(day: date, calendar: Calendar, convention: str) -> date:
    """`day` moved to a business day by the named convention; KeyError for an unknown one."""
    return adjust_all([day], calendar, convention)[0]


def adjust_all(days: list[date], calendar: Calendar, convention: str) -> list[date]:
    """`adjust` for many days (at least one), by a table per calendar that fills as it is used."""
    for day in (min(days), max(days)):
        if not calendar.first <= day <= calendar.last:
            calendar.is_open(day)  # refuses
    moved = calendar.moved.setdefault(convention, {})
    return [moved.get(day) or _fill(moved, day, calendar, convention) for day in days]


def _fill(moved: dict[date, date], day: date, calendar: Calendar, convention: str) -> date:
    moved[day] = CONVENTIONS[convention](day, calendar)
    return moved[day]


def business_days_before(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th business day before `day`, which itself may be closed; for 0 `day`, or when closed the one before."""
    calendar.is_open(day)
    if not count:
        return _preceding(day, calendar)
    for _ in range(count):
        day = _preceding(day - _DAY, calendar)
    return day
