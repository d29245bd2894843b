"""Evidence as values: for any number of subjects in six statements, and what the registered rooms add."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from dealtracker.access.rules import PUBLIC
from dealtracker.bulk import select
from dealtracker.evidence.interests import interests_of
from dealtracker.evidence.models import Claim, Reply, Source, SourceLink
from dealtracker.evidence.namesakes import under_one_name
from dealtracker.evidence.rules.values import (
    ClaimValue,
    Evidence,
    InterestValue,
    LinkValue,
    ReplyValue,
    SourceValue,
)

_CLAIM = (
    "id", "source", "subject", "target_kind", "target", "field", "value", "stance", "relation", "speaker",
    "attribution", "rank", "reason", "state", "compartment",
)  # fmt: skip
_SOURCE = (
    "id", "kind", "publisher", "published_to", "published_from", "newsroom", "publisher_party", "language", "url",
    "key", "read", "withdrawn_on", "compartment",
)  # fmt: skip
_LINK = ("source", "to", "kind", "basis", "score", "compartment")
_REPLY = ("id", "deal", "party", "stance", "scope", "source", "listed", "words", "replied_on", "compartment",
    "recorded_at")  # fmt: skip
# Everything the sources go back to, and everything that corrects or retracts one of those; of a correction, the walls
# behind which it states something, about whatever subject.
_INVOLVED = """
WITH RECURSIVE involved(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT next.id FROM involved CROSS JOIN LATERAL (
        SELECT to_id AS id FROM evidence_sourcelink WHERE source_id = involved.id
        UNION ALL
        SELECT source_id FROM evidence_sourcelink WHERE to_id = involved.id AND kind IN ('corrects', 'retracts')
    ) AS next
)
SELECT id, source_id, to_id, kind, basis, score, compartment_id, ARRAY(
    SELECT DISTINCT c.compartment_id FROM evidence_claim c
    WHERE l.kind = 'corrects' AND c.source_id = l.source_id AND c.state = 'accepted'
) AS stated_behind FROM evidence_sourcelink l WHERE source_id IN (SELECT id FROM involved)
"""


class ListedError(ValueError):
    """An entry of a reply's list that names no field of a row."""


def evidence_of(subjects: Collection[UUID]) -> dict[UUID, Evidence]:
    """Subject → all that is recorded about it; subjects without claim or reply are absent.

    Only what may support a subject is in its evidence: rows of its own compartment and public ones. Raises ListedError.
    """
    claims = _grouped([ClaimValue(*row) for row in select(Claim, _CLAIM, owner="subject", of=subjects)], "subject")
    replies = _grouped([_reply(row) for row in select(Reply, _REPLY, owner="deal", of=subjects)], "deal")
    seeds = {c.source for found in claims.values() for c in found}
    seeds |= {r.source for found in replies.values() for r in found if r.source}
    involved = list(SourceLink.rows.raw(_INVOLVED, [list(seeds)]))
    links = [_link(link) for link in involved]
    stated = {link.source_id: set(link.stated_behind) for link in involved if link.kind == "corrects"}
    named = seeds | {link.source for link in links} | {link.to for link in links}
    sources = {row[0]: SourceValue(*row) for row in select(Source, _SOURCE, owner="id", of=named)}
    parts = interests_of(subjects)
    graph = _Links(sources, links, stated)
    return under_one_name({s: graph.evidence(s, claims[s], replies[s], parts.get(s, ())) for s in {*claims, *replies}})


class _Links:
    """The involved links by both ends, so that each subject takes only its own part of the graph."""

    def __init__(
        self, sources: dict[UUID, SourceValue], links: Iterable[LinkValue], stated: dict[UUID, set[UUID]]
    ) -> None:
        self.sources, self.stated = sources, stated
        self.ahead: dict[UUID, list[LinkValue]] = defaultdict(list)
        self.back: dict[UUID, list[LinkValue]] = defaultdict(list)
        for link in links:
            self.ahead[link.source].append(link)
            if link.kind in ("corrects", "retracts"):
                self.back[link.to].append(link)

    def evidence(
        self, subject: UUID, claims: list[ClaimValue], replies: list[ReplyValue], parts: Sequence[InterestValue]
    ) -> Evidence:
        wall = _wall({claim.compartment for claim in claims} | {reply.compartment for reply in replies})
        said = tuple(claim for claim in claims if claim.compartment == wall)
        answered = tuple(reply for reply in replies if reply.compartment == wall)
        seeds = {claim.source for claim in said} | {reply.source for reply in answered if reply.source}
        sources, links = self._reach(seeds, walls := {wall, PUBLIC})
        stating = frozenset(s.id for s in sources if not walls.isdisjoint(self.stated.get(s.id, ())))
        return Evidence(subject, said, tuple(sources), tuple(links), answered, tuple(parts), wall, stating)

    def _reach(self, seeds: set[UUID], walls: set[UUID]) -> tuple[list[SourceValue], list[LinkValue]]:
        seen, waiting, kept = set(seeds), list(seeds), dict[tuple[UUID, UUID, str], LinkValue]()
        while waiting:
            source = waiting.pop()
            for link in (*self.ahead.get(source, ()), *self.back.get(source, ())):
                other = link.to if link.source == source else link.source
                if link.compartment not in walls or self.sources[other].compartment not in walls:
                    continue
                kept[link.source, link.to, link.kind] = link
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return [self.sources[source] for source in seen], list(kept.values())


def _wall(walls: set[UUID]) -> UUID:
    """The compartment of a subject: what a team holds about a public one stays with its team and supports nothing."""
    return PUBLIC if PUBLIC in walls or not walls else min(walls)


def _link(link: SourceLink) -> LinkValue:
    return LinkValue(link.source_id, link.to_id, link.kind, link.basis, link.score, link.compartment_id)


def _reply(row: Sequence[Any]) -> ReplyValue:
    values = dict(zip(_REPLY, row, strict=True))
    values["recorded_on"] = values.pop("recorded_at").date()
    return ReplyValue(**{**values, "listed": tuple(listed_pair(entry) for entry in values["listed"] or ())})


def listed_pair(entry: Any) -> tuple[UUID, str]:
    """One entry of Reply.listed, {"target": id of the row, "field": name or ""}, as a pair; raises ListedError."""
    try:
        return UUID(entry["target"]), str(entry.get("field", ""))
    except (TypeError, KeyError, ValueError, AttributeError):
        raise ListedError(
            f'a reply lists {str(entry)[:80]!r}; an entry must be {{"target": id of the row, "field": its field or ""}}'
        ) from None


def _grouped(rows: Iterable[Any], name: str) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
