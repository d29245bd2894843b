"""Holds → the values that evidence rules want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from deals.ledger.models import Hold
from dealtracker.evidence.rules.values import InterestValue


def hold_interests(subjects: Collection[UUID]) -> dict[UUID, tuple[InterestValue, ...]]:
    """Deal → its named lenders, each with an interest in its own hold."""
    found: dict[UUID, list[InterestValue]] = defaultdict(list)
    rows = Hold.rows.filter(deal__in=subjects).exclude(party=None).order_by("pk")
    for deal, hold, party in rows.values_list("deal_id", "pk", "party_id"):
        found[deal].append(InterestValue(party, "lender", "money", hold))
    return {deal: tuple(parts) for deal, parts in found.items()}
