"""An answer over time as half-open periods, so that any day is a look-up and midnight makes nothing stale."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deals.controls.rules.case import Case
from deals.controls.rules.engine import evaluate
from deals.controls.rules.finding import Result
from deals.controls.rules.items import item_of
from deals.controls.rules.pack import Pack
from deals.hardware.calc.chip import Catalogue
from dealtracker.periods import OPEN_END, Period


def steps_over(case: Case, *, start: date, pack: Pack, catalogue: Catalogue) -> Iterator[tuple[Period, Result]]:
    """(period, answer on its first day) from `start` on, without end; neighbours that say the same are one period.

    Two further bounds of the pack count: the day after it was read up to, and a chip's release.
    """
    item = item_of(case, catalogue)
    result = evaluate(case.on(start), pack=pack, catalogue=catalogue, item=item)
    for day in days_of_change(start, pack)[1:]:
        later = evaluate(case.on(day), pack=pack, catalogue=catalogue, item=item)
        if _same(result, later):
            continue
        yield Period(start, day), result
        start, result = day, later
    yield Period(start, OPEN_END), result


def days_of_change(start: date, pack: Pack) -> list[date]:
    """`start`, and every later day from which an answer of the pack may differ."""
    beyond = date.fromordinal(pack.read_up_to.toordinal() + 1)
    return [start, *sorted(day for day in {*pack.boundaries, pack.earliest_rule, beyond} if day > start)]


def _same(one: Result, other: Result) -> bool:
    lines = [[(f.rule.id, f.step, f.policy) for f in r.findings] for r in (one, other)]
    return (one.step, one.policy, one.reasons, lines[0]) == (other.step, other.policy, other.reasons, lines[1])
