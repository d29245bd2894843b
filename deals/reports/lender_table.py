"""Who is named as lender or investor in how many deals; money not disclosed stays not disclosed."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from deals.exposure.counted import known
from deals.reports.exposure_question import Question
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id

# Only roles of group money in status active count; a group that its source leaves unnamed is no lender's name.
_HOLDS = f"""(SELECT count(*) FROM deals_hold h JOIN seen ON seen.deal = h.deal_id
        WHERE h.party_id = r.party AND h.amount ->> 'kind' <> 'unknown' AND {known("h")})"""
_NAMED = f"""
, named AS (
    SELECT r.party, count(DISTINCT r.deal) AS deals, array_agg(DISTINCT r.role ORDER BY r.role) AS roles,
        count(DISTINCT r.deal) FILTER (WHERE r.certainty IN ('stated_by_party', 'documented')) AS stated,
        array_agg(DISTINCT jsonb_build_object('id', seen.deal, 'title', seen.title)) AS told
    FROM role_seen r JOIN seen ON seen.deal = r.deal WHERE r."group" = 'money' AND r.status = 'active' GROUP BY r.party
)
SELECT p.id, p.name, p.kind, p.hq_country, r.deals, r.roles, r.stated, {_HOLDS}, r.told
FROM named r JOIN parties_party p ON p.id = r.party WHERE (p.kind = 'unnamed group') = %(unnamed)s
ORDER BY r.deals DESC, p.name, p.id LIMIT %(limit)s
"""
_COVER = f"""
, takers AS (SELECT r.deal, r.party FROM role_seen r WHERE r."group" = 'money' AND r.status = 'active')
SELECT (SELECT count(*) FROM seen),
    (SELECT count(DISTINCT t.deal) FROM takers t JOIN parties_party p ON p.id = t.party WHERE p.kind <> 'unnamed group'),
    (SELECT count(*) FROM deals_hold h JOIN seen ON seen.deal = h.deal_id
        WHERE h.party_id IS NOT NULL AND h.amount ->> 'kind' <> 'unknown' AND {known("h")}),
    (SELECT count(*) FROM takers)
"""


def lender_table(*, viewer: Viewer, as_of: date, known_on: date, today: date, limit: int = 200) -> dict[str, Any]:
    """{"named": [row], "unnamed": [row], "covers": {"deals", "with_lender", "holds", "roles"}}.

    A row is {"id", "name", "kind", "country", "deals", "roles", "stated", "holds", "in"}: in how many deals the party is
    named, in how many of those it is stated by a party or documented, how many of its holds have a figure; as known on
    the day. An invented example names nobody.
    """
    question = Question(viewer, as_of, today, known_on)
    question.prepare()
    rows = [[_row(row) for row in question.ask(_NAMED, unnamed=unnamed, limit=limit)] for unnamed in (False, True)]
    [(deals, with_lender, holds, roles)] = question.ask(_COVER)
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
