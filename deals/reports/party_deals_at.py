"""The deals in which one party took part as of a day and as known on another, with each part it took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.deal_sheet import deal_documents
from deals.reports.filters import visible
from deals.sheets.calc.sheet import brief
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from parties.register.queries import records_of, viewer_walls

# (list of the sheet, field, what the party is, its group); roles carry their own words.
_PARTS = (
    ("contracts", "supplier", "supplier in a contract", "site"), ("contracts", "customer", "customer in a contract", "user"),
    ("supports", "provider", "provider of support", "support"), ("supports", "obligor", "supported party", "support"),
    ("supports", "beneficiary", "beneficiary of support", "support"), ("holds", "party", "holder", "money"),
    ("pledges", "pledgor", "pledgor", "obligor"), ("hardware", "vendor", "maker of the hardware", "hardware"),
)  # fmt: skip
_NAMED = (
    ("deals_role", "party_id"), ("deals_contract", "supplier_id"), ("deals_contract", "customer_id"),
    ("deals_support", "provider_id"), ("deals_support", "obligor_id"), ("deals_support", "beneficiary_id"),
    ("deals_hold", "party_id"), ("deals_pledge", "pledgor_id"), ("deals_hardwareline", "vendor_id"),
)  # fmt: skip


def party_deals_at(
    *, viewer: Viewer, party: UUID, today: date, as_of: date, known_on: date, limit: int = 200
) -> list[dict[str, Any]]:
    """In the shape of party_deals, computed from the sheets of those days; a deal not published by then is left out."""
    records = sorted(records_of([party], walls=viewer_walls(viewer)))
    ids = {public_id("party", key) for key in records}
    deals = _deals(viewer, records, today, limit)
    documents = deal_documents(viewer=viewer, deals=deals, as_of=as_of, known_on=known_on)
    found = [
        {"deal": brief(documents[deal]), "parts": _parts(documents[deal], ids)}
        for deal in deals
        if deal in documents
    ]
    return [one for one in found if one["parts"]]


def _deals(viewer: Viewer, records: list[UUID], today: date, limit: int) -> list[UUID]:
    where, values = joined([visible(viewer, today)])
    named = " UNION ".join(f"SELECT deal_id FROM {table} WHERE {column} = ANY(%s)" for table, column in _NAMED)
    sql = f"SELECT s.deal FROM deals_sheet s WHERE s.deal IN ({named}) AND {where} ORDER BY s.last_report DESC, s.deal LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*([records] * len(_NAMED)), *values, limit])
        return [deal for (deal,) in cursor]


def _parts(document: Mapping[str, Any], ids: set[str]) -> list[dict[str, Any]]:
    """Roles first; a contract, hold or line gives a part only where no role of its group says the same."""
    found = list(_roles(document, ids))
    for name, field, part, group in _PARTS:
        for row in document.get(name, ()):
            if (row.get(field) or {}).get("id") in ids and not any(known["group"] == group for known in found):
                found.append(_part(row, name, part, group))
    return found


def _roles(document: Mapping[str, Any], ids: set[str]) -> Iterator[dict[str, Any]]:
    for row in document.get("roles", ()):
        if row["party"]["id"] in ids:
            yield {
                **_part(row, "roles", row["role"], row["group"]),
                **{name: row.get(name, "") for name in ("status", "outcome", "scope")},
            }


def _part(row: Mapping[str, Any], name: str, part: str, group: str) -> dict[str, Any]:
    return {
        "at": f"/{name}/{row['key']}", "part": part, "group": group, "status": "", "outcome": "", "scope": "",
        "standing": row.get("standing"),
    }  # fmt: skip
