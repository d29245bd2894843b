"""Every facility of the visible deals with its terms, a page at a time."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.agreements.words import COMMITMENTS, FACILITY_KINDS
from deals.reports.deal_list import joined
from deals.reports.filters import Condition, FilterError, visible
from deals.timeline.calc import STAGES
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key, public_id

_SQL = """
SELECT f.id, f.key, f.name, f.kind, f.measure, f.amount, f.commitment, f.condition, f.tenor_months, f.maturity_date,
    f.maturity_rule, f.seniority, s.deal, s.title, sp.stage, st.certainty, st.sources, st.origins, st.newsrooms,
    (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('applies_to', p.applies_to, 'measure', p.measure,
        'base', p.base, 'margin_bps', p.margin_bps, 'rate', p.rate, 'floor', p.floor, 'issue_price', p.issue_price,
        'fees', p.fees))
        ORDER BY p.key), '[]') FROM deals_pricingterm p WHERE p.facility_id = f.id),
    (SELECT coalesce(jsonb_agg(DISTINCT c.kind), '[]') FROM deals_pledge c WHERE c.facility_id = f.id)
FROM deals_facility f JOIN deals_sheet s ON s.deal = f.deal_id
LEFT JOIN LATERAL (SELECT stage FROM deals_stageperiod x WHERE x.facility = f.id AND x.start <= %s AND x."end" > %s
    LIMIT 1) sp ON true
LEFT JOIN LATERAL (SELECT certainty, sources, origins, newsrooms FROM evidence_standing t WHERE t.target = f.id
    AND t.field IN ('amount', '') AND t.known_from <= %s AND t.known_to > %s ORDER BY t.field DESC LIMIT 1) st ON true
WHERE {where} ORDER BY s.title, s.deal, f.key LIMIT %s
"""
_COLUMNS = (
    "id",
    "key",
    "name",
    "kind",
    "measure",
    "amount",
    "commitment",
    "condition",
    "tenor_months",
    "maturity_date",
    "maturity_rule",
    "seniority",
    "deal",
    "title",
    "stage",
    "certainty",
    "sources",
    "origins",
    "newsrooms",
    "pricing",
    "pledges",
)
# parameter → (its condition, the values it takes)
FILTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "kind": ("f.kind = ANY(%s)", tuple(FACILITY_KINDS)),
    "measure": ("f.measure = ANY(%s)", ("debt", "equity")),
    "commitment": ("f.commitment = ANY(%s)", COMMITMENTS),
    "stage": ("coalesce(sp.stage, 'not stated') = ANY(%s)", (*STAGES, "not stated")),
}


@dataclass(frozen=True)
class FacilityPage:
    """Rows as plain values and the cursor of the next page."""

    rows: list[dict[str, Any]]
    next: str | None


def facility_list(
    *,
    viewer: Viewer,
    day: date,
    filters: dict[str, list[str]],
    words: Condition | None = None,
    currency: str = "",
    cursor: str = "",
    limit: int = 100,
) -> FacilityPage:
    """By title of the deal; raises FilterError for a parameter or cursor that the list does not take."""
    conditions = [visible(viewer, day), *_chosen(filters), *_after(cursor), *([words] if words else [])]
    if currency:
        conditions.append(Condition("f.amount ->> 'currency' = %s", (currency,)))
    where, values = joined(conditions)
    with connection.cursor() as statement:
        statement.execute(_SQL.format(where=where), [day, day, day, day, *values, limit + 1])
        found = [_row(cells) for cells in statement]
    more = len(found) > limit
    return FacilityPage(found[:limit], _cursor(found[limit - 1]) if more else None)


def _chosen(filters: dict[str, list[str]]) -> list[Condition]:
    found = []
    for name, values in filters.items():
        if name not in FILTERS:
            raise FilterError(name, f'"{name[:60]}" is not a parameter of this list; there are: {", ".join(FILTERS)}')
        sql, allowed = FILTERS[name]
        if wrong := [value for value in values if value not in allowed]:
            raise FilterError(name, f'"{wrong[0][:60]}" is not one of: {", ".join(allowed)}')
        found.append(Condition(sql, (values,)))
    return found


def _after(cursor: str) -> list[Condition]:
    if not cursor:
        return []
    try:
        title, deal, key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [Condition("(s.title, s.deal, f.key) > (%s, %s, %s)", (str(title), UUID(deal), str(key)))]
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise FilterError("cursor", "is not a cursor that this list gave out") from None


def _cursor(row: dict[str, Any]) -> str:
    where = [row["title"], str(private_key("deal", row["deal"])), row["key"]]
    return base64.urlsafe_b64encode(orjson.dumps(where)).decode().rstrip("=")


def _row(cells: tuple[Any, ...]) -> dict[str, Any]:
    row = dict(zip(_COLUMNS, cells, strict=True))
    for name in ("amount", "tenor_months", "pricing", "pledges"):
        row[name] = orjson.loads(row[name]) if isinstance(row[name], str) else row[name]
    return {**row, "id": public_id("facility", row["id"]), "deal": public_id("deal", row["deal"])}


def deals_of_facilities(*, viewer: Viewer, day: date, facilities: list[UUID]) -> dict[UUID, UUID]:
    """Facility → its deal, of those this viewer sees."""
    where, values = joined([visible(viewer, day), Condition("f.id = ANY(%s)", (facilities,))])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.id, f.deal_id FROM deals_facility f JOIN deals_sheet s ON s.deal = f.deal_id WHERE {where}",
            values,
        )
        return dict(cursor.fetchall())
