"""Rows of agreements → the values that rules want."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from dealtracker.evidence.rules.values import InterestValue
from deals.agreements.models import Role


def party_interests(subjects: Collection[UUID]) -> dict[UUID, tuple[InterestValue, ...]]:
    """Deal → the parts that parties take in it: whose own words count for which of its rows."""
    found: dict[UUID, list[InterestValue]] = defaultdict(list)
    rows = Role.rows.filter(deal__in=subjects).order_by("pk")
    for deal, party, role, group, *of in rows.values_list(
        "deal_id", "party_id", "role", "group", "facility_id", "contract_id", "support_id"
    ):
        found[deal].append(InterestValue(party, role, group, next((key for key in of if key), None)))
    return {deal: tuple(parts) for deal, parts in found.items()}
