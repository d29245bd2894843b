"""What the deals that exist use already: by this, a nameless party or an undated page is found again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from deals.actions._dossiers.rows import used_by
from deals.actions._dossiers.work import Work
from deals.sites.models import DealSite
from dealtracker.evidence.models import Claim, Reply

_BEHIND = """
WITH RECURSIVE own(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT next.id FROM own CROSS JOIN LATERAL (
        SELECT s.owner_id AS id FROM parties_stake s WHERE s.owned_id = own.id
        UNION ALL
        SELECT m.to_party_id FROM parties_party_members m WHERE m.from_party_id = own.id
    ) AS next
)
SELECT s.owned_id, s.owner_id FROM own JOIN parties_stake s ON s.owned_id = own.id
UNION ALL
SELECT m.from_party_id, m.to_party_id FROM own JOIN parties_party_members m ON m.from_party_id = own.id
"""
_LINKED = """
WITH RECURSIVE own(id) AS (
    SELECT unnest(%s::uuid[]) UNION SELECT l.to_id FROM own JOIN evidence_sourcelink l ON l.source_id = own.id
)
SELECT l.source_id, l.to_id FROM own JOIN evidence_sourcelink l ON l.source_id = own.id
"""


@dataclass(slots=True)
class Used:
    """Deal → ids of its parties, sites and sources; its links to sites, its replies."""

    parties: dict[UUID, set[UUID]] = field(default_factory=dict)
    sites: dict[UUID, set[UUID]] = field(default_factory=dict)
    sources: dict[UUID, set[UUID]] = field(default_factory=dict)
    deal_sites: dict[UUID, list[DealSite]] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)

    @classmethod
    def load(cls, works: Sequence[Work], rows: dict[str, dict[UUID, list[Any]]]) -> Used:
        """Five statements, none when all deals are new."""
        deals = [work.deal.pk for work in works if work.exists]
        if not deals:
            return cls()
        found = cls(*(used_by(rows, name) for name in ("parties", "sites", "sources")))
        for link in DealSite.rows.filter(deal__in=deals).order_by("pk"):
            found.deal_sites.setdefault(link.deal_id, []).append(link)
            found.sites.setdefault(link.deal_id, set()).add(link.site_id)
        found.replies = list(Reply.rows.filter(deal__in=deals).order_by("pk"))
        spoken = Claim.rows.filter(subject__in=deals).values_list("subject", "source_id", "speaker_id").distinct()
        for deal, source, party in [*spoken, *((r.deal, r.source_id, r.party_id) for r in found.replies)]:
            if source:
                found.sources.setdefault(deal, set()).add(source)
            if party:
                found.parties.setdefault(deal, set()).add(party)
        found._add_linked()
        return found

    def _add_linked(self) -> None:
        """Owners, members, and what sources go back to are the deal's too, though no row of it may name them."""
        behind = _edges(_BEHIND, set[UUID]().union(*self.parties.values()))
        for parties in self.parties.values():
            parties |= gone_back_to(parties, behind)
        ahead = linked(set[UUID]().union(*self.sources.values()))
        for sources in self.sources.values():
            sources |= gone_back_to(sources, ahead)


def linked(seeds: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Source → what it links to, for these sources and all that they go back to. One statement."""
    return _edges(_LINKED, seeds)


def _edges(statement: str, seeds: Collection[UUID]) -> dict[UUID, set[UUID]]:
    ahead: dict[UUID, set[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(seeds)])
        for source, to in cursor.fetchall():
            ahead.setdefault(source, set()).add(to)
    return ahead


def gone_back_to(sources: Collection[UUID], ahead: dict[UUID, set[UUID]]) -> set[UUID]:
    found, fresh = set[UUID](), set(sources)
    while fresh:
        fresh = set[UUID]().union(*(ahead.get(source, set()) for source in fresh)) - found
        found |= fresh
    return found
