"""An answer over time as half-open periods, so that any day is a look-up and midnight makes nothing stale."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from deals.controls.rules.case import Case
from deals.controls.rules.engine import evaluate
from deals.controls.rules.finding import Result
from deals.controls.rules.items import item_of
from deals.controls.rules.kinds import BESIDE
from deals.controls.rules.pack import Pack
from deals.hardware.calc.chip import Catalogue
from dealtracker.periods import OPEN_END, Period


def steps_over(case: Case, *, start: date, pack: Pack, catalogue: Catalogue) -> Iterator[tuple[Period, Result]]:
    """(period, answer on its first day) from `start` on, without end; neighbours that say the same are one period.

    Two further bounds of the pack count: the day after it was read up to, and a chip's release.
    """
    item = item_of(case, catalogue)
    result = evaluate(case.on(start), pack=pack, catalogue=catalogue, item=item)
    beyond = date.fromordinal(pack.read_up_to.toordinal() + 1)
    for day in sorted(day for day in {*pack.boundaries, pack.earliest_rule, beyond} if day > start):
        later = evaluate(case.on(day), pack=pack, catalogue=catalogue, item=item)
        if _same(result, later):
            continue
        yield Period(start, day), result
        start, result = day, later
    yield Period(start, OPEN_END), result


@lru_cache(maxsize=8)
def days_of_steps(pack: Pack) -> tuple[date, ...]:
    """The day of the pack's first rule, and every later one from which a step may differ where the hardware leaves no
    country: what stands by decides nothing, and the rules of the country that is left have nothing to say."""
    turns = pack.turns(rule for rule in pack.rules if rule.kind not in (*BESIDE, "origin"))
    return (pack.earliest_rule, *(day for day in turns if day > pack.earliest_rule))


def _same(one: Result, other: Result) -> bool:
    lines = [[(f.rule.id, f.step, f.policy) for f in r.findings] for r in (one, other)]
    return (one.step, one.policy, one.reasons, lines[0]) == (other.step, other.policy, other.reasons, lines[1])
