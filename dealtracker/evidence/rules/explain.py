"""Why this value: every claim of a field with the part it plays on a day."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dealtracker.evidence.rules.certainties import FieldView, certainty, contradictions
from dealtracker.evidence.rules.hops import drifted_claims
from dealtracker.evidence.rules.standing import Fields
from dealtracker.evidence.rules.values import Certainty, ClaimValue
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.voices import FieldKey


@dataclass(frozen=True, slots=True)
class Part:
    """One claim and its part on the day.

    stands · agrees · contradicts · its relation (rounds, …) · other value · corrected · withdrawn · repeats · drift ·
    denies · retracts · replaced (the same source was entered again)
    """

    claim: UUID
    source: UUID
    roots: frozenset[UUID]
    part: str


@dataclass(frozen=True, slots=True)
class Explanation:
    certainty: Certainty
    winner: UUID
    parts: tuple[Part, ...]


def explain(fields: Fields, *, target: UUID, field: str, known_on: date) -> Explanation | None:
    """The claims behind one field on a day, the winner first; None when nothing with an origin was known.

    A field without claims of its own is explained by those of its row, a row by those of its field that stands longest.
    """
    keys = fields.behind((target, field), known_on)
    key, view = next(((k, v) for k in keys if (v := fields.view(k, known_on))), (keys[0], None))
    if view is None:
        return None
    adrift = drifted_claims(fields, key, known_on)
    said = [v for v in fields.weighed.voices[key] if v.known_from <= known_on]
    parts = [Part(v.claim.id, v.source.id, v.roots, _part(v, view, adrift, known_on)) for v in said]
    parts += [_other(fields, claim, claim.stance) for claim in _silent(fields, key, known_on)]
    parts += [_other(fields, claim, "replaced") for claim in _replaced(fields, key, known_on)]
    parts.sort(key=lambda part: part.claim != view.winner.claim.id)
    return Explanation(certainty(view), view.winner.claim.id, tuple(parts))


def _part(said: Voiced, view: FieldView, adrift: frozenset[UUID], day: date) -> str:
    if said is view.winner:
        return "stands"
    if said.claim.id in adrift:
        return "drift"
    if day >= min(said.withdrawn_from, said.aside_from):
        return "withdrawn" if said.withdrawn_from <= day else "corrected"
    if any(v is said for v in contradictions(view)):
        return "contradicts"
    if said.claim.relation not in ("same", "contradicts"):
        return said.claim.relation
    if not said.says_the_same(view.winner):
        return "other value"
    return "agrees" if said.carries else "repeats"


def _silent(fields: Fields, key: FieldKey, day: date) -> list[ClaimValue]:
    """Denials and retractions of the field or of its row, which state no value."""
    whole = fields.weighed.claims_by_field.get((key[0], ""), []) if key[1] else []
    claims = (*fields.weighed.claims_by_field[key], *whole)
    graph = fields.weighed.graph
    return [c for c in claims if c.stance in ("denies", "retracts") and graph.sources[c.source].published_to <= day]


def _replaced(fields: Fields, key: FieldKey, day: date) -> list[ClaimValue]:
    """What was read wrongly of a source that was entered again for the field."""
    sources = fields.weighed.graph.sources
    claims = (c for c in fields.weighed.evidence.claims if c.state == "replaced" and (c.target, c.field) == key)
    return sorted((c for c in claims if sources[c.source].published_to <= day), key=lambda c: str(c.id))


def _other(fields: Fields, claim: ClaimValue, part: str) -> Part:
    return Part(claim.id, claim.source, fields.weighed.graph.roots[claim.source], part)
