"""Which answers another rule pack would change: deal, line, days, before and after. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from deals.agreements.models import Deal
from deals.controls.answers import Step
from deals.controls.models import RulePack
from deals.controls.queries import InForce, in_force
from deals.controls.rules import Pack
from deals.controls.strongest import strongest_steps
from deals.sheets.calc.bundle import Bundle, seen_on
from deals.sheets.calc.cases import cases_over_time
from deals.sheets.queries import load
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.periods import OPEN_END

_AT_ONCE = 500


@dataclass(frozen=True)
class Changed:
    """One line's answer on [start, end), by the pack in force and by the other one."""

    deal: str
    title: str
    line: str
    model: str
    start: date
    end: date
    before: Step
    after: Step

    def to_json(self) -> dict[str, Any]:
        told = {"deal": self.deal, "title": self.title, "line": self.line, "model": self.model}
        end = None if self.end == OPEN_END else self.end.isoformat()
        return {**told, "from": self.start.isoformat(), "to": end, "before": _short(self.before), "after": _short(self.after)}


def rule_changes(*, viewer: Viewer, new: Pack, today: date) -> Iterator[Changed]:
    """Changes over the visible deals as known today, in the order of their titles; the pack in force is "before"."""
    old = in_force().pack
    found = list(Deal.objects.visible_to(viewer).order_by("title", "pk").values_list("pk", flat=True))
    for first in range(0, len(found), _AT_ONCE):
        ids = found[first : first + _AT_ONCE]
        bundles = load(ids)
        for deal in (key for key in ids if key in bundles):
            bundle = seen_on(bundles[deal], today)
            named = public_id("deal", deal), str(bundle.deal["title"])
            for line, model, before, after in _lines(bundle, old, new):
                yield from (Changed(*named, line, model, *found) for found in differences(before, after))


def _lines(bundle: Bundle, old: Pack, new: Pack) -> Iterator[tuple[str, str, Sequence[Step], Sequence[Step]]]:
    """(key, chip, answers by the old pack, answers by the new one) of each hardware line."""
    sides = [(cases_over_time(bundle, since=pack.earliest_rule), pack) for pack in (old, new)]
    answered = [[(row, periods, strongest_steps(periods, pack=pack)) for row, periods in lines] for lines, pack in sides]
    for (row, periods, before), (_, _, after) in zip(*answered, strict=True):
        model = next((case.model for *_, possible in periods for case in possible), None)
        yield row["key"], model or "chip not stated", before, after


def differences(old: Sequence[Step], new: Sequence[Step]) -> Iterator[tuple[date, date, Step, Step]]:
    """(from, to, before, after) of each stretch of days on which step, policy or deciding rules differ."""
    bounds = sorted({day for step in (*old, *new) for day in (step.start, step.end)})
    held: tuple[date, date, Step, Step] | None = None
    for start, end in pairwise(bounds):
        before, after = _on(old, start), _on(new, start)
        if _said(before) == _said(after):
            continue
        if held and held[1] == start and (_said(held[2]), _said(held[3])) == (_said(before), _said(after)):
            held = (held[0], end, before, after)
            continue
        if held:
            yield held
        held = (start, end, before, after)
    if held:
        yield held


def packs_loaded() -> list[RulePack]:
    """Every pack that was brought in, the latest first, without its content."""
    return list(RulePack.rows.defer("content").order_by("-loaded_at", "-pk"))


def pack_loaded(digest: str) -> RulePack | None:
    return RulePack.rows.filter(digest=digest).first()


def rules_now() -> InForce:
    """The pack in force, with its hash."""
    return in_force()


_NOT_YET = Step(date.min, OPEN_END, "NOT_EVALUATED", None, (), ())


def _on(found: Sequence[Step], day: date) -> Step:
    """The answer of a day; before a pack's first rule nothing is evaluated."""
    return next((step for step in found if step.start <= day < step.end), _NOT_YET)


def _said(step: Step) -> tuple[str, str | None, frozenset[str]]:
    return step.step, step.policy, frozenset(step.rules)


def _short(step: Step) -> dict[str, Any]:
    return {"step": step.step, "policy": step.policy, "rules": list(step.rules), "missing": list(step.missing)}
