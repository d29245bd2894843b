"""What changed between two days, and how an amount came to be what it is."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dealtracker.evidence.rules.sameness import headline, magnitude_slip, value_key
from dealtracker.evidence.rules.standing import Fields
from dealtracker.evidence.rules.values import PARTIAL_RELATIONS, StandingRow
from dealtracker.evidence.rules.voiced import Voiced


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads differently on the later day: added, changed, contested or withdrawn, and in what."""

    kind: str
    what: str
    target_kind: str
    target: UUID
    field: str
    before: StandingRow | None
    after: StandingRow | None


def compare(rows: Iterable[StandingRow], *, earlier: date, later: date) -> list[Difference]:
    """The explainable list between two views by `known_on`. Counts of sources alone are no difference.

    Raises ValueError when the days are not in order.
    """
    if earlier > later:
        raise ValueError(f"the earlier day {earlier} lies after the later day {later}")
    before, after = dict[tuple[UUID, str], StandingRow](), dict[tuple[UUID, str], StandingRow]()
    for row in rows:
        for day, found in ((earlier, before), (later, after)):
            if row.known_from <= day < row.known_to:
                found[row.target, row.field] = row
    keys = sorted({*before, *after}, key=lambda key: (str(key[0]), key[1]))
    return [d for key in keys for d in _differences(before.get(key), after.get(key))]


def _differences(before: StandingRow | None, after: StandingRow | None) -> list[Difference]:
    row = after or before
    if row is None:
        return []
    found = [(kind, what) for kind, what, differs in _KINDS if differs(before, after)]
    return [Difference(kind, what, row.target_kind, row.target, row.field, before, after) for kind, what in found]


def _added(before: StandingRow | None, after: StandingRow | None) -> bool:
    return before is None and after is not None


def _value_changed(before: StandingRow | None, after: StandingRow | None) -> bool:
    return before is not None and (after is None or value_key(before.value) != value_key(after.value))


def _contested(before: StandingRow | None, after: StandingRow | None) -> bool:
    newly = before is None or after is None or before.contested != after.contested
    return newly and after is not None and after.certainty == "contested"


def _withdrawn(before: StandingRow | None, after: StandingRow | None) -> bool:
    return after is not None and after.certainty == "withdrawn" and (before is None or before.certainty != "withdrawn")


def _better_known(before: StandingRow | None, after: StandingRow | None) -> bool:
    marked = after is not None and after.certainty in ("contested", "withdrawn")
    same_way = before and after and (before.certainty, before.stated_by) == (after.certainty, after.stated_by)
    return bool(before and after) and not marked and not same_way


_KINDS = (
    ("added", "value", _added),
    ("changed", "value", _value_changed),
    ("contested", "certainty", _contested),
    ("withdrawn", "certainty", _withdrawn),
    ("changed", "certainty", _better_known),
)


@dataclass(frozen=True, slots=True)
class AmountStep:
    """One stated value of an amount over time and what the step from the one before was.

    change: first stated · upsizing · reduction · correction · other scope · rounded or converted · not explained.
    `slip` is the power of ten between the two, else 0.
    """

    claim: UUID
    source: UUID
    known_from: date
    value: Any
    change: str
    slip: int = 0


def amount_history(fields: Fields, *, target: UUID, field: str, known_on: date) -> list[AmountStep]:
    """Every distinct value that a voice stated for an amount, in order of publication; drift is left out.

    A larger figure is an upsizing only where a person judged the older one an earlier state; a later figure without
    such a judgement is "not explained".
    """
    said = fields.weighed.voices.get((target, field), ())
    steps: list[AmountStep] = []
    before: Voiced | None = None
    for voiced in said:
        counts = voiced.carries and voiced.known_from <= known_on and voiced.known_from < voiced.aside_from
        if not counts or voiced.value is None or (before is not None and voiced.key == before.key):
            continue
        slip = magnitude_slip(before.value, voiced.value) if before else 0
        change = _change(fields, before, voiced)
        steps.append(AmountStep(voiced.claim.id, voiced.source.id, voiced.known_from, voiced.value, change, slip))
        if voiced.claim.relation not in (*PARTIAL_RELATIONS, "other scope"):
            before = voiced
    return steps


def _change(fields: Fields, before: Voiced | None, now: Voiced) -> str:
    if now.claim.relation == "other scope":
        return "other scope"
    if before is None:
        return "first stated"
    if now.claim.relation in PARTIAL_RELATIONS:
        return "rounded or converted"
    linked = fields.weighed.linked.get(now.source.id, frozenset())
    if now.claim.stance == "corrects" or fields.weighed.graph.ancestors[before.source.id] & linked:
        return "correction"
    if before.claim.relation != "earlier state":
        return "not explained"
    old, new = headline(before.value), headline(now.value)
    if old is None or new is None or old == new:
        return "restated"
    return "upsizing" if new > old else "reduction"
