"""One fact through its re-reports: who says what, from whom they have it, and where the first wrong hop is."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from dealtracker.evidence.rules.graph import COPY, FOLLOWED, MACHINE_COPY, RE_REPORT, ROOT
from dealtracker.evidence.rules.sameness import magnitude_slip
from dealtracker.evidence.rules.standing import Fields
from dealtracker.evidence.rules.values import SECOND_HAND, WEIGHTLESS, LinkValue
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.voices import FieldKey

_PLACE = {ROOT: "origin", COPY: "faithful copy", MACHINE_COPY: "machine translation", RE_REPORT: "re-report"}


@dataclass(frozen=True, slots=True)
class Hop:
    """One source's word on the fact. `parent` is whom it has it from, `inferred` when no link is cited.

    verdict: stands · repeats · its relation (rounds, converts, …) · other value · drift. `first_wrong` marks the hop
    where a drifted value first appears on its way, never satire or generated text that has it from nobody; `slip` is the
    power of ten it is off by from its origin, else 0.
    """

    source: UUID
    claim: UUID
    published_to: date
    place: str
    value: Any
    verdict: str
    parent: UUID | None = None
    inferred: bool = False
    first_wrong: bool = False
    slip: int = 0


def drift(fields: Fields, *, target: UUID, field: str, known_on: date) -> list[Hop]:
    """The hops of one fact known on the day, origins first, then by day. A fact without claims gives an empty list."""
    key = (target, field)
    said = [v for v in fields.weighed.voices.get(key, ()) if v.known_from <= known_on]
    view = fields.view(key, known_on)
    stands = view.winner if view else None
    origin = [v for v in said if v.carries and v.unfaithful_from > known_on]
    wrong = [v for v in said if v.value is not None and not v.is_partial and not any(map(v.says_the_same, origin))]
    parents = {v.source.id: _parents(fields.weighed.evidence.links, v.source.id) for v in said}
    hops = [replace(_hop(v, stands, wrong, parents), slip=_slip(v, stands, origin) if v in wrong else 0) for v in said]
    return sorted(hops, key=lambda hop: (hop.place != "origin", hop.published_to, str(hop.source), str(hop.claim)))


def _hop(said: Voiced, stands: Voiced | None, wrong: list[Voiced], parents: dict[UUID, list[LinkValue]]) -> Hop:
    link = next(iter(parents[said.source.id]), None)
    is_wrong = any(v is said for v in wrong)
    return Hop(
        source=said.source.id, claim=said.claim.id, published_to=said.known_from,
        place=_place(said), value=said.value, verdict="drift" if is_wrong else _verdict(said, stands),
        parent=link.to if link else None, inferred=link is not None and link.basis == "inferred",
        first_wrong=is_wrong and not _is_aside(said, parents) and not _has_it_from_another(said, wrong, parents),
    )


def _is_aside(said: Voiced, parents: dict[UUID, list[LinkValue]]) -> bool:
    """Satire or generated text that has it from nobody: part of no chain, so no hop of one."""
    return said.source.kind in WEIGHTLESS and not parents[said.source.id]


def _place(said: Voiced) -> str:
    """A retelling that names no source is second hand all the same."""
    return "second hand" if said.fidelity == ROOT and said.source.kind in SECOND_HAND else _PLACE[said.fidelity]


def _slip(said: Voiced, stands: Voiced | None, origin: list[Voiced]) -> int:
    """Against what its own origin states, else against what stands: a figure may have grown since."""
    own = [v for v in origin if not v.roots.isdisjoint(said.roots)]
    found = (magnitude_slip(said.value, v.value) for v in (*own, *([stands] if stands else [])))
    return next(filter(None, found), 0)


def _verdict(said: Voiced, stands: Voiced | None) -> str:
    if stands is said:
        return "stands"
    if said.claim.relation != "same":
        return said.claim.relation
    return "repeats" if stands is None or said.says_the_same(stands) else "other value"


def _has_it_from_another(said: Voiced, wrong: list[Voiced], parents: dict[UUID, list[LinkValue]]) -> bool:
    """Whether some source behind it, by cited or inferred links, has the same wrong value, or prose as wrong."""
    told = (v for v in wrong if not _is_aside(v, parents))
    same = {v.source.id for v in told if v.key == said.key or (v.is_prose and said.is_prose)}
    seen, ahead = {said.source.id}, [link.to for link in parents[said.source.id]]
    while ahead:
        source = ahead.pop()
        if source in same:
            return True
        if source not in seen:
            seen.add(source)
            ahead.extend(link.to for link in parents.get(source, ()))
    return False


def _parents(links: Iterable[LinkValue], source: UUID) -> list[LinkValue]:
    """Nearest first: an inferred parent is the closer hop, the cited one is the origin that the text names."""
    found = [link for link in links if link.source == source and link.kind in FOLLOWED]
    return sorted(found, key=lambda link: (link.basis != "inferred", -(link.score or 0), str(link.to)))


def drifted_claims(fields: Fields, key: FieldKey, known_on: date) -> frozenset[UUID]:
    """Claims of one field whose value has no origin on the day."""
    hops = drift(fields, target=key[0], field=key[1], known_on=known_on)
    return frozenset(hop.claim for hop in hops if hop.verdict == "drift")
