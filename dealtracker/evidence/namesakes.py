"""Which record stands for which party: asked of the register, which says so when the program starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol
from uuid import UUID

from dealtracker.evidence.rules.values import ClaimValue, Evidence, SourceValue


class Judged(Protocol):
    """Judgements that records are one, as parties.register.merged.Merged holds them."""

    def __bool__(self) -> bool: ...

    def changed(self, *, wall: UUID) -> dict[UUID, UUID]: ...


_provider: list[Callable[[Iterable[UUID]], Judged]] = []


def provide_namesakes(provider: Callable[[Iterable[UUID]], Judged]) -> None:
    """Registers the one answer: party records in, what was judged of them out. Called from an app's `ready`."""
    _provider[:] = [provider]


def under_one_name(found: dict[UUID, Evidence]) -> dict[UUID, Evidence]:
    """The same evidence with each party under the record that stands for it, so that two records are one voice."""
    named = {party for evidence in found.values() for party in _parties(evidence)}
    judged = _provider[0](named) if _provider and named else None
    return {subject: _renamed(evidence, judged) for subject, evidence in found.items()} if judged else found


def _parties(evidence: Evidence) -> set[UUID]:
    claims, sources = evidence.claims, evidence.sources
    named = {*map(_ref, claims), *(c.speaker for c in claims), *(s.publisher_party for s in sources)}
    named |= {r.party for r in evidence.replies} | {i.party for i in evidence.interests}
    return {party for party in named if party}


def _ref(claim: ClaimValue) -> UUID | None:
    value = claim.value
    return UUID(value["ref"]) if isinstance(value, dict) and set(value) == {"ref"} else None


def _renamed(evidence: Evidence, judged: Judged) -> Evidence:
    stands = judged.changed(wall=evidence.compartment)
    if not stands.keys() & _parties(evidence):
        return evidence
    return replace(
        evidence,
        claims=tuple(_claim(claim, stands) for claim in evidence.claims),
        sources=tuple(_source(source, stands) for source in evidence.sources),
        replies=tuple(replace(reply, party=stands.get(reply.party, reply.party)) for reply in evidence.replies),
        interests=tuple(replace(part, party=stands.get(part.party, part.party)) for part in evidence.interests),
    )


def _claim(claim: ClaimValue, stands: dict[UUID, UUID]) -> ClaimValue:
    named, speaker = _ref(claim), claim.speaker
    value: Any = {"ref": str(stands[named])} if named in stands else claim.value
    return replace(claim, value=value, speaker=stands.get(speaker, speaker) if speaker else None)


def _source(source: SourceValue, stands: dict[UUID, UUID]) -> SourceValue:
    party = source.publisher_party
    return replace(source, publisher_party=stands[party]) if party in stands else source
