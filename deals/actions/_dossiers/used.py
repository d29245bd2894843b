"""What the deals that exist use already: by this, a nameless party or an undated page is found again."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from deals.actions._dossiers.rows import used_by
from deals.actions._dossiers.work import Work
from deals.sites.models import DealSite
from dealtracker.evidence.models import Claim, Reply


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
        """Three statements, none when all deals are new."""
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
        return found
