"""Of several cases that are possible, on each day the strongest answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from deals.controls.answers import Step, steps
from deals.controls.rules.case import Case
from deals.controls.rules.ladder import rank
from deals.controls.rules.pack import Pack


def strongest_steps(periods: Iterable[tuple[date, date, Sequence[Case]]], *, pack: Pack) -> list[Step]:
    """The answers over time; each period has the cases that are possible in it, all of them without a day.

    Of equally strong answers the first case's counts; neighbours that say the same are one.
    """
    found: list[Step] = []
    for start, end, possible in periods:
        for step in _strongest([steps(case, pack=pack) for case in possible], start, end):
            if found and replace(found[-1], start=step.start, end=step.end) == step:
                step = replace(step, start=found.pop().start)
            found.append(step)
    return found


def _strongest(answers: Sequence[Sequence[Step]], start: date, end: date) -> Iterable[Step]:
    days = sorted({start, *(step.start for given in answers for step in given if start < step.start < end)})
    for day, stop in zip(days, [*days[1:], end], strict=True):
        held = [next(step for step in given if step.start <= day < step.end) for given in answers]
        yield replace(min(held, key=lambda step: rank(step.step)), start=day, end=stop)
