"""Who is named as lender or investor in how many deals; money not disclosed stays not disclosed."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.filters import Condition, visible
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id

# Only roles of group money in status active count; a group that its source leaves unnamed is no lender's name.
_NAMED = """
SELECT p.id, p.name, p.kind, p.hq_country, count(DISTINCT r.deal_id),
    array_agg(DISTINCT r.role ORDER BY r.role),
    count(DISTINCT r.deal_id) FILTER (WHERE st.certainty IN ('stated_by_party', 'documented')),
    count(DISTINCT h.id) FILTER (WHERE h.amount ->> 'kind' <> 'unknown'),
    (array_agg(DISTINCT jsonb_build_object('id', s.deal, 'title', s.title)))
FROM deals_role r JOIN deals_sheet s ON s.deal = r.deal_id JOIN parties_party p ON p.id = r.party_id
LEFT JOIN deals_hold h ON h.deal_id = r.deal_id AND h.party_id = r.party_id
LEFT JOIN LATERAL (SELECT certainty FROM evidence_standing t WHERE t.target = r.id AND t.known_from <= %s AND t.known_to > %s
    ORDER BY t.field LIMIT 1) st ON true
WHERE r."group" = 'money' AND r.status = 'active' AND {where} AND {unnamed}
GROUP BY p.id, p.name, p.kind, p.hq_country ORDER BY 5 DESC, p.name, p.id LIMIT %s
"""
_COVER = """
SELECT count(DISTINCT s.deal), count(DISTINCT s.deal) FILTER (WHERE EXISTS (SELECT 1 FROM deals_role r JOIN parties_party p
        ON p.id = r.party_id WHERE r.deal_id = s.deal AND r."group" = 'money' AND r.status = 'active'
        AND p.kind <> 'unnamed group')),
    (SELECT count(*) FROM deals_hold h JOIN deals_sheet s ON s.deal = h.deal_id WHERE {where} AND h.party_id IS NOT NULL
        AND h.amount ->> 'kind' <> 'unknown'),
    (SELECT count(*) FROM deals_role r JOIN deals_sheet s ON s.deal = r.deal_id WHERE {where} AND r."group" = 'money'
        AND r.status = 'active')
FROM deals_sheet s WHERE {where}
"""

# An invented example names nobody.
_REAL = Condition("s.deal NOT IN (SELECT id FROM deals_deal WHERE demo = 'invented')")


def lender_table(*, viewer: Viewer, day: date, limit: int = 200) -> dict[str, Any]:
    """{"named": [row], "unnamed": [row], "covers": {"deals", "with_lender", "holds", "roles"}}.

    A row is {"id", "name", "kind", "country", "deals", "roles", "stated", "holds", "in"}: in how many deals the party is
    named, in how many of those it is stated by a party or documented, how many of its holds have a figure.
    """
    where, values = joined([visible(viewer, day), _REAL])
    with connection.cursor() as cursor:
        rows = []
        for unnamed in ("p.kind <> 'unnamed group'", "p.kind = 'unnamed group'"):
            cursor.execute(_NAMED.format(where=where, unnamed=unnamed), [day, day, *values, limit])
            rows.append([_row(row) for row in cursor])
        cursor.execute(_COVER.format(where=where), [*values, *values, *values])
        deals, with_lender, holds, roles = cursor.fetchone()
    covers = {"deals": deals, "with_lender": with_lender, "holds": holds, "roles": roles}
    return {"named": rows[0], "unnamed": rows[1], "covers": covers}


def _row(row: tuple[Any, ...]) -> dict[str, Any]:
    key, name, kind, country, deals, roles, stated, holds, where = row
    titles = [orjson.loads(one) if isinstance(one, str) else one for one in where]
    return {
        "id": public_id("party", key),
        "name": name,
        "kind": kind,
        "country": country,
        "deals": deals,
        "roles": roles,
        "stated": stated,
        "holds": holds,
        "in": [{"id": public_id("deal", one["id"]), "title": one["title"]} for one in titles],
    }
