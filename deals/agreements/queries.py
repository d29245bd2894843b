"""Rows of agreements → the values that rules want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from dealtracker.evidence.rules.values import InterestValue

# Rows whose party speaks for itself: (table, column, its part, group).
_OWN_ROWS = (
    ("deals_support", "provider_id", "support provider", "support"),
    ("deals_contract", "supplier_id", "supplier", "site"),
    ("deals_contract", "customer_id", "customer", "user"),
    ("deals_hold", "party_id", "lender", "money"),
)
_PARTS = """
SELECT deal_id, id, party_id, role, "group", true, coalesce(facility_id, contract_id, support_id), 0 AS place
FROM deals_role WHERE deal_id = ANY(%(deals)s)
""" + "".join(
    f"""UNION ALL SELECT deal_id, id, {column}, '{part}', '{group}', false, NULL, {place}
FROM {table} WHERE deal_id = ANY(%(deals)s) AND {column} IS NOT NULL
"""
    for place, (table, column, part, group) in enumerate(_OWN_ROWS, start=1)
)


def party_interests(subjects: Collection[UUID]) -> dict[UUID, tuple[InterestValue, ...]]:
    """Deal → the parts that parties take in it: whose own words count for which of its rows. One statement.

    A party with a role, hold, support or contract has an interest in that row itself too, so that a lender may state
    its own hold.
    """
    found: dict[UUID, list[InterestValue]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PARTS + "ORDER BY place, id", {"deals": list(subjects)})
        for deal, row, party, part, group, is_role, of, _ in cursor:
            if is_role:
                found[deal].append(InterestValue(party, part, group, of))
            found[deal].append(InterestValue(party, part, group, row))
    return {deal: tuple(parts) for deal, parts in found.items()}
