"""A dry run of a new pack: which answers would change, and through which rules. Nothing is stored."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from deals.controls.rules.case import Case
from deals.controls.rules.engine import evaluate
from deals.controls.rules.finding import Result
from deals.controls.rules.pack import Pack
from deals.hardware.calc.chip import Catalogue

Line = tuple[str, str, str, str | None]


@dataclass(frozen=True)
class Change:
    """One case whose answer differs: both answers, and the findings that only one of the packs gives."""

    case_id: str | int | None
    before: Result
    after: Result
    gone: tuple[Line, ...]
    new: tuple[Line, ...]

    def to_json(self) -> dict[str, Any]:
        def short(result: Result) -> dict[str, Any]:
            return {"step": result.step, "policy": result.policy, "pack": result.pack_version}

        def rows(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
            return [dict(zip(("id", "version", "step", "policy"), line, strict=True)) for line in lines]

        sides = {"before": short(self.before), "after": short(self.after)}
        return {"id": self.case_id, **sides, "gone": rows(self.gone), "new": rows(self.new)}


def compare_packs(old: Pack, new: Pack, cases: Iterable[Case], *, catalogue: Catalogue) -> Iterator[Change]:
    """The changes, in the order of the cases; a case whose step, policy and findings stay the same gives none."""
    for case in cases:
        before, after = (evaluate(case, pack=pack, catalogue=catalogue) for pack in (old, new))
        was, now = _lines(before), _lines(after)
        if (before.step, before.policy, was) != (after.step, after.policy, now):
            gone, fresh = (tuple(sorted(a - b, key=str)) for a, b in ((was, now), (now, was)))
            yield Change(case.id, before, after, gone, fresh)


def _lines(result: Result) -> frozenset[Line]:
    return frozenset((f.rule.id, f.rule.version, f.step, f.policy) for f in result.findings)
