"""Covenants as they read on a day, the days on which they are tested, and tests that were not met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deals.ledger.calc.calendars import EVERY_DAY, Calendar, adjust
from deals.ledger.calc.schedules import add_months, month_day
from dealtracker.money import Amount
from dealtracker.periods import When

# How a test that was not met is written; anything else that is written says what it says.
NOT_MET = frozenset({"not met", "failed", "fail", "missed", "breached", "breach", "not satisfied"})
_DAY = timedelta(days=1)
_FULL = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Span:
    """How long a definition holds: from `start` on, before `end`; None where no bound is stated."""

    start: When | None = None
    end: When | None = None

    def holds_on(self, day: date) -> bool:
        begins = self.start and (self.start.earliest or self.start.latest)
        ends = self.end and (self.end.earliest or self.end.latest)
        return (not begins or begins <= day) and (not ends or day < ends)

    def state_on(self, day: date) -> str:
        """in force, not yet in force, or no longer in force."""
        if self.holds_on(day):
            return "in force"
        ends = self.end and (self.end.earliest or self.end.latest)
        return "no longer in force" if ends and ends <= day else "not yet in force"


def period_ends(every_months: int, first: date, last: date) -> Iterator[date]:
    """Ends of the calendar periods of so many months within [first, last]: quarters end in March, June, September and
    December; what does not divide a year runs on from the January of `first`."""
    if every_months <= 0:
        return
    begin = month_day(first.year, 1, 1)
    for number in range(1, 12 * 200 // every_months):
        end = add_months(begin, number * every_months) - _DAY
        if end > last:
            return
        if end >= first:
            yield end


def certificate_day(period_end: date, within_days: int, calendar: Calendar = EVERY_DAY) -> date:
    """So many days after the period; on a closed day of the facility's calendars the next open one."""
    return adjust(period_end + timedelta(days=within_days), calendar, "FOLLOWING")


def next_test(every_months: int, told: Iterable[object], span: Span, day: date) -> date | None:
    """The first end of a period after the last test that is told, or else from `day` on, on which the definition holds."""
    last = max(
        (date.fromisoformat(on) for on in told if isinstance(on, str) and _FULL.fullmatch(on)), default=day - _DAY
    )
    ends = period_ends(every_months, last + _DAY, add_months(max(last, day), 2 * max(every_months, 1)))
    return next((end for end in ends if span.holds_on(end)), None)


def with_test(tests: Iterable[Mapping[str, Any]], told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The tests in order of their days, the one told in the place of one of its day."""
    kept = [test for test in tests if test.get("on") != told["on"]]
    return sorted([*kept, told], key=lambda test: str(test.get("on") or ""))


def was_not_met(test: Mapping[str, Any]) -> bool:
    result = test.get("result")
    return isinstance(result, str) and " ".join(result.lower().split()) in NOT_MET


def newly_not_met(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Tests that are told not met now and were not told so of their day before."""
    known = {test.get("on") for test in before if was_not_met(test)}
    return [test for test in after if was_not_met(test) and test.get("on") not in known]


def test_words(kind: str, test: Mapping[str, Any], terms: str, limit: Amount | None) -> str:
    """ "loan to value 0.67 (at most, each quarter: 0.65): not met; waived until 31 March 2026"."""
    value = test.get("value")
    said = str(Amount.from_json(value)) if isinstance(value, Mapping) and value.get("kind") else ""
    held = ": ".join(filter(None, (terms, str(limit) if limit and limit.is_known else "")))
    head = " ".join(filter(None, (kind, said, f"({held})" if held else "")))
    return f"{head}: {test['result']}" + (f"; {test['words']}" if test.get("words") else "")
