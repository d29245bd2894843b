"""The deals in which one party takes part, with each part it takes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals import facts
from deals.reports.deal_list import joined
from deals.reports.filters import visible
from dealtracker.access.rules import Viewer
from parties.register.queries import records_of, viewer_walls

# (what the party is, its group, table, column); roles carry their own words.
PARTS = (
    ("supplier in a contract", "site", "deals_contract", "supplier_id"),
    ("customer in a contract", "user", "deals_contract", "customer_id"),
    ("provider of support", "support", "deals_support", "provider_id"),
    ("supported party", "support", "deals_support", "obligor_id"),
    ("beneficiary of support", "support", "deals_support", "beneficiary_id"),
    ("holder", "money", "deals_hold", "party_id"),
    ("pledgor", "obligor", "deals_pledge", "pledgor_id"),
    ("maker of the hardware", "hardware", "deals_hardwareline", "vendor_id"),
)
_ROLES = """
SELECT deal_id, id, '/roles/' || key AS at, role AS part, "group", status, outcome, scope FROM deals_role
WHERE party_id = ANY(%s)
"""
_LISTS = {entity.model._meta.db_table: entity.list for entity in facts.ENTITIES}
_OTHERS = " ".join(
    f"UNION ALL SELECT deal_id, id, '/{_LISTS[table]}/' || key, '{part}', '{group}', '', '', '' FROM {table}"
    f" WHERE {column} = ANY(%s)"
    for part, group, table, column in PARTS
)
_SQL = """
WITH part AS ({roles} {others})
SELECT s.deal, s.brief, part.at, part.part, part."group", part.status, part.outcome, part.scope, st.certainty, st.sources
FROM part JOIN deals_sheet s ON s.deal = part.deal_id
LEFT JOIN LATERAL (SELECT certainty, sources FROM evidence_standing t WHERE t.target = part.id AND t.known_from <= %s
    AND t.known_to > %s ORDER BY t.field <> '', t.known_from, t.field LIMIT 1) st ON true
WHERE {where} ORDER BY s.last_report DESC, s.deal, part.status DESC, part.part LIMIT %s
"""


def party_deals(*, viewer: Viewer, party: UUID, day: date, limit: int = 400) -> list[dict[str, Any]]:
    """[{"deal": brief sheet, "parts": [{"at", "part", "group", "status", "outcome", "scope", "standing"}]}], latest first.

    Parts of the records that the party stands for are its own. A role says what its source says;
    a contract, hold or line gives a part only where no role says the same.
    """
    where, values = joined([visible(viewer, day)])
    records = sorted(records_of([party], walls=viewer_walls(viewer)))
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(roles=_ROLES, others=_OTHERS, where=where),
            [records] * (len(PARTS) + 1) + [day, day, *values, limit],
        )
        found = cursor.fetchall()
    deals: dict[UUID, dict[str, Any]] = {}
    for deal, brief, *cells, certainty, sources in found:
        row = deals.setdefault(deal, {"deal": orjson.loads(bytes(brief)), "parts": []})
        own = dict(zip(("at", "part", "group", "status", "outcome", "scope"), cells, strict=True))
        own["standing"] = {"certainty": certainty, "sources": sources} if certainty else None
        status, group = own["status"], own["group"]
        if status or not any(known["group"] == group for known in row["parts"]):
            row["parts"].append(own)
    return list(deals.values())


def deals_of_parties(*, viewer: Viewer, parties: list[UUID], day: date) -> dict[UUID, int]:
    """Party → number of visible deals in which it has a role, in one statement."""
    where, values = joined([visible(viewer, day)])
    sql = (
        "SELECT f.value, count(*) FROM deals_facet f JOIN deals_sheet s ON s.deal = f.deal"
        f" WHERE f.dimension = 'party' AND f.value = ANY(%s) AND {where} GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [[str(key) for key in parties], *values])
        return {UUID(key): number for key, number in cursor}
