"""What the link graph makes of each claim: a voice with the days it counts, a mere re-report, or drift."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from dealtracker.evidence.rules.graph import ROOT, Graph, UnknownSource, newsroom
from dealtracker.evidence.rules.own_words import Interests, by_party, speaks, stating_party
from dealtracker.evidence.rules.sameness import value_key
from dealtracker.evidence.rules.values import NEWSROOM_KINDS, ClaimValue, Evidence
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.winner import ALONE, order_key, winner
from dealtracker.evidence.rules.withdrawals import corrections, withdrawn_sources
from dealtracker.periods import OPEN_END

# Sourcing of the newsroom's own, as the text states it; without it independence is unknown and does not count.
OWN_SOURCING = frozenset({"named", "spokesperson", "people familiar", "document", "own reporting"})
FieldKey = tuple[UUID, str]


@dataclass(frozen=True)
class Weighed:
    """The evidence with its graph worked out once, claims sorted into fields."""

    evidence: Evidence
    graph: Graph
    interests: Interests

    @classmethod
    def of(cls, evidence: Evidence) -> Weighed:
        """Raises LinkCycle, or UnknownSource when a claim or link names a source that is not given."""
        graph = Graph.of(evidence.sources, evidence.links)
        for claim in evidence.claims:
            if claim.source not in graph.sources:
                raise UnknownSource(f"claim {claim.id} names a source that is not among those given: {claim.source}")
        return cls(evidence, graph, by_party(evidence.interests))

    @cached_property
    def withdrawn(self) -> dict[UUID, date]:
        told = {claim.source for claim in self.evidence.claims if claim.state == "accepted"}
        return withdrawn_sources(self.graph, self.evidence.links, stating=self.evidence.stating | told)

    @cached_property
    def linked(self) -> dict[UUID, frozenset[UUID]]:
        """What each correcting or retracting source names."""
        found: dict[UUID, frozenset[UUID]] = {}
        for link in corrections(self.graph, self.evidence.links):
            found[link.source] = found.get(link.source, frozenset()) | {link.to}
        return found

    @cached_property
    def claims_by_field(self) -> dict[FieldKey, list[ClaimValue]]:
        found: dict[FieldKey, list[ClaimValue]] = {}
        for claim in self.evidence.claims:
            if claim.state == "accepted":
                found.setdefault((claim.target, claim.field), []).append(claim)
        return found

    @cached_property
    def voices(self) -> dict[FieldKey, list[Voiced]]:
        """Per field all asserting and correcting claims, voices and re-reports alike, oldest first, on one day the origin first."""
        return {key: found for key, claims in self.claims_by_field.items() if (found := self._field(key, claims))}

    def _field(self, key: FieldKey, claims: list[ClaimValue]) -> list[Voiced]:
        said = [self.voiced(claim) for claim in claims if claim.stance in ("asserts", "corrects")]
        said = [v for v in said if v.claim.stance == "asserts" or v.claim.value is not None]
        said.sort(key=lambda voiced: (voiced.known_from, -voiced.fidelity, voiced.order, str(voiced.claim.id)))
        _repeat_what_stands(said)
        _set_aside_unfaithful(said)
        self._end_corrected(said, claims + self._retracted_rows(key))
        return said

    def _retracted_rows(self, key: FieldKey) -> list[ClaimValue]:
        """Retractions of the row as a whole, which reach each of its fields."""
        whole = self.claims_by_field.get((key[0], ""), []) if key[1] else []
        return [claim for claim in whole if claim.stance == "retracts"]

    def voiced(self, claim: ClaimValue) -> Voiced:
        source = self.graph.sources[claim.source]
        roots, fidelity = self.graph.roots[source.id], self.graph.fidelity[source.id]
        carries = self.graph.carries_voice(source.id)
        party = stating_party(self.interests, claim, source) if carries else None
        return Voiced(
            claim=claim, source=source, number=self.graph.numbers[source.id],
            roots=roots, newsrooms=self._newsrooms(roots),
            carries=carries, fidelity=fidelity,
            key=value_key(claim.value), value=claim.value,
            order=order_key(
                claim, source, first_said=self._first_said(roots), fidelity=fidelity, own_words=party is not None
            ),
            withdrawn_from=self.withdrawn.get(source.id, OPEN_END), stated_by=party, speaker=speaks(claim, source),
        )

    @cached_property
    def _kept(self) -> dict[tuple[str, frozenset[UUID]], Any]:
        """What was worked out for a set of roots; hundreds of claims share one."""
        return {}

    def _first_said(self, roots: frozenset[UUID]) -> tuple[date, date]:
        if ("said", roots) not in self._kept:
            self._kept["said", roots] = self._work_out_first_said(roots)
        said: tuple[date, date] = self._kept["said", roots]
        return said

    def _work_out_first_said(self, roots: frozenset[UUID]) -> tuple[date, date]:
        found = [self.graph.sources[root] for root in roots]
        return max((source.published_from or date.min, source.published_to) for source in found)

    def _newsrooms(self, roots: frozenset[UUID]) -> frozenset[str]:
        if ("newsrooms", roots) not in self._kept:
            found = (self.graph.sources[root] for root in roots)
            named = frozenset(newsroom(source) for source in found if source.kind in NEWSROOM_KINDS)
            self._kept["newsrooms", roots] = named
        newsrooms: frozenset[str] = self._kept["newsrooms", roots]
        return newsrooms

    def _end_corrected(self, said: list[Voiced], claims: list[ClaimValue]) -> None:
        """Corrections end what they correct in this field; retractions leave it withdrawn."""
        for claim in claims:
            linked = self.linked.get(claim.source, frozenset())
            speaks_up = claim.stance in ("corrects", "retracts") or (claim.stance == "asserts" and linked)
            if speaks_up and self.graph.carries_voice(claim.source):
                withdrawn = claim.stance == "retracts" or (claim.stance == "corrects" and claim.value is None)
                for voiced in said:
                    if self._is_corrected(voiced, claim, linked):
                        _end(voiced, self.graph.sources[claim.source].published_to, withdrawn=withdrawn)

    def _is_corrected(self, voiced: Voiced, by: ClaimValue, linked: frozenset[UUID]) -> bool:
        """Linked to it or to what it goes back to; without a link, an earlier word of the same desk or speaker."""
        if voiced.claim is by or voiced.claim.rank > by.rank:
            return False
        behind, source = self.graph.ancestors[voiced.source.id], self.graph.sources[by.source]
        if by.source in behind and voiced.source.id != by.source:
            return False
        if behind & linked and voiced.source.id != by.source:
            return True
        same_speaker = by.speaker is not None and by.speaker == voiced.speaker
        same_voice = newsroom(source) == newsroom(voiced.source) or same_speaker
        earlier = voiced.known_from < source.published_to or voiced.source.id == source.id
        return by.stance != "asserts" and voiced.claim.stance == "asserts" and same_voice and earlier


def _end(voiced: Voiced, day: date, *, withdrawn: bool) -> None:
    if withdrawn:
        voiced.withdrawn_from = min(voiced.withdrawn_from, day)
    else:
        voiced.aside_from = min(voiced.aside_from, day)


def _repeat_what_stands(said: list[Voiced]) -> None:
    """A claim without a value repeats what stood on its own day: its origin's value, else the best one."""
    explicit = [v for v in said if v.claim.value is not None and v.carries and v.order[0] > ALONE]
    for voiced in said:
        if voiced.claim.value is None:
            day = voiced.known_from
            known = [v for v in explicit if v.known_from <= day < v.withdrawn_from]
            stood = winner(v for v in known if v.roots & voiced.roots) or winner(known)
            if stood is not None:
                voiced.repeat(stood)


def _set_aside_unfaithful(said: list[Voiced]) -> None:
    """Where an origin, or a better copy of it, states the field, a copy with another value has no origin: drift."""
    of_root: dict[UUID, list[Voiced]] = {}
    for voiced in said:
        for root in voiced.roots if voiced.carries else ():
            of_root.setdefault(root, []).append(voiced)
    for voiced in said:
        if voiced.carries and voiced.fidelity < ROOT and not voiced.is_partial:
            better = [v for root in voiced.roots for v in of_root[root] if v.fidelity > voiced.fidelity]
            if better and not any(voiced.says_the_same(v) for v in better):
                voiced.unfaithful_from = max(min(v.known_from for v in better), voiced.known_from)
                voiced.aside_from = min(voiced.aside_from, voiced.unfaithful_from)
