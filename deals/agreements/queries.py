"""Rows of agreements → the values that rules want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from deals.agreements.models import Contract, Role, Support
from dealtracker.evidence.rules.values import InterestValue

# rows whose party speaks for itself: (model, column, its part, group)
_OWN_ROWS: tuple[tuple[Any, str, str, str], ...] = (
    (Support, "provider_id", "support provider", "support"),
    (Contract, "supplier_id", "supplier", "site"),
    (Contract, "customer_id", "customer", "user"),
)


def party_interests(subjects: Collection[UUID]) -> dict[UUID, tuple[InterestValue, ...]]:
    """Deal → the parts that parties take in it: whose own words count for which of its rows.

    A party with a role, hold, support or contract has an interest in that row itself too, so that a lender may state
    its own hold.
    """
    found: dict[UUID, list[InterestValue]] = defaultdict(list)
    for deal, row, party, role, group, *of in _rows(
        Role, subjects, "role", "group", "facility_id", "contract_id", "support_id"
    ):
        found[deal].append(InterestValue(party, role, group, next((key for key in of if key), None)))
        found[deal].append(InterestValue(party, role, group, row))
    for model, column, role, group in _OWN_ROWS:
        for deal, row, party in _rows(model, subjects, party=column):
            found[deal].append(InterestValue(party, role, group, row))
    return {deal: tuple(parts) for deal, parts in found.items()}


def _rows(model: Any, subjects: Collection[UUID], *columns: str, party: str = "party_id") -> Any:
    stated = model.rows.filter(deal__in=subjects).exclude(**{party: None}).order_by("pk")
    return stated.values_list("deal_id", "pk", party, *columns)
