"""Dates that say how precise they are, and half-open periods. Plain Python, no clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
OPEN_END = date(9999, 12, 31)
_FORMS = {
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII),
    "month": re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    "quarter": re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    "year": re.compile(r"(\d{4})", re.ASCII),
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class DateError(ValueError):
    """A date that cannot be read."""


def parse_day(text: object) -> date:
    """YYYY-MM-DD between 1990 and 2100; raises DateError."""
    if not isinstance(text, str) or not (match := _FORMS["day"].fullmatch(text)):
        raise DateError(f'"{str(text)[:40]}" is not a date of the form YYYY-MM-DD')
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        raise DateError(f'"{text}" is not a day of the calendar') from None
    if not EARLIEST <= day <= LATEST:
        raise DateError(f'"{text}" lies outside 1990 to 2100')
    return day


@dataclass(frozen=True, order=True)
class When:
    """A moment in the world as its source states it: some day in [earliest, latest], both included.

    `text` is the stored form: "2025-12-01", "2025-12", "2025-Q4", "2025", "by 2025-09-01", "after 2025-09-01",
    "2025-09-01/2025-09-30". Either bound may be None (unbounded). Sorts by its earliest bound. A bound may itself be a
    month, quarter or year: "by 2026-04" is by its last day, the loosest that the words allow, "after" from that day on.
    """

    earliest: date | None
    latest: date | None
    text: str
    precision: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the stored form; raises DateError."""
        if text.startswith("by "):
            return cls(None, _stated(text[3:])[1], text, "by")
        if text.startswith("after "):
            return cls(_stated(text[6:])[1], None, text, "after")
        if "/" in text:
            first, last = map(_stated, text.split("/", 1))
            if first[0] > last[1]:
                raise DateError(f'"{text}" ends before it begins')
            return cls(first[0], last[1], text, "between")
        return cls(*_stated(text), text, _precision(text))

    @classmethod
    def from_json(cls, data: object) -> Self:
        """From a day, month, quarter or year as a string, or {"by": …}, {"after": …}, {"from": …, "to": …} of them."""
        if isinstance(data, str):
            return cls.parse(data)
        if isinstance(data, dict) and all(isinstance(v, str) for v in data.values()):
            if set(data) in ({"by"}, {"after"}):
                [(key, day)] = data.items()
                return cls.parse(f"{key} {day}")
            if set(data) == {"from", "to"}:
                return cls.parse(f"{data['from']}/{data['to']}")
        raise DateError('must be a date such as "2025-12", {"by": "2025-09-01"} or {"from": …, "to": …}')

    def to_json(self) -> Any:
        if self.precision in ("by", "after"):
            key, day = self.text.split(" ")
            return {key: day}
        if self.precision == "between":
            first, last = self.text.split("/")
            return {"from": first, "to": last}
        return self.text

    def surely_by(self, day: date) -> bool:
        """Whether it had certainly happened by the end of `day`."""
        return self.latest is not None and self.latest <= day

    def perhaps_by(self, day: date) -> bool:
        return self.earliest is None or self.earliest <= day

    def __str__(self) -> str:
        return self.in_words()

    def in_words(self) -> str:
        """As a reader says it: "1 Dec 2025", "Dec 2025", "Q4 2025", "no later than 1 Sep 2025"."""
        if self.precision == "by":
            return f"no later than {_words(self.text[3:])}"
        if self.precision == "after":
            return f"after {_words(self.text[6:])}"
        if self.precision == "between":
            return " to ".join(map(_words, self.text.split("/")))
        return _words(self.text)


def day_words(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "an unknown day"


def _stated(text: str) -> tuple[date, date]:
    """First and last day of a day, month, quarter or year; raises DateError."""
    for precision, form in _FORMS.items():
        if match := form.fullmatch(text):
            return _span(precision, match, text)
    raise DateError(f'"{text[:40]}" is not a date (2025-12-01, 2025-12, 2025-Q4, 2025, or by / after one of these)')


def _precision(text: str) -> str:
    return next(precision for precision, form in _FORMS.items() if form.fullmatch(text))


def _words(text: str) -> str:
    """A day, month, quarter or year as a reader says it."""
    first, precision = _stated(text)[0], _precision(text)
    if precision == "quarter":
        return f"Q{(first.month + 2) // 3} {first.year}"
    if precision == "month":
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return str(first.year) if precision == "year" else day_words(first)


def _span(precision: str, match: re.Match[str], text: str) -> tuple[date, date]:
    if precision == "day":
        day = parse_day(text)
        return day, day
    year = int(match[1])
    if not EARLIEST.year <= year <= LATEST.year:
        raise DateError(f'"{text}" lies outside 1990 to 2100')
    first, last = 1, 12
    if precision == "month":
        first = last = int(match[2])
    elif precision == "quarter":
        first, last = int(match[2]) * 3 - 2, int(match[2]) * 3
    if not 1 <= first <= 12:
        raise DateError(f'"{text}" is not a month of the calendar')
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


@dataclass(frozen=True, order=True)
class Period:
    """Half-open [start, end): the end day is the first day no longer inside."""

    start: date
    end: date = OPEN_END

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise DateError(f"a period must end after it starts ({self.start} to {self.end})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start) // timedelta(days=1)
