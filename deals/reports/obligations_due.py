"""What the terms of visible deals make due: maturities, ends of availability, of waivers, of support caps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.filters import visible
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.periods import When

Row = dict[str, Any]
_SQL = """
WITH seen AS (SELECT s.deal, s.title FROM deals_sheet s WHERE {where})
SELECT seen.deal, seen.title, f.id, 'maturity' AS kind, coalesce(nullif(f.name, ''), f.kind) AS words, f.maturity_date AS due
FROM deals_facility f JOIN seen ON seen.deal = f.deal_id WHERE f.maturity_date IS NOT NULL
UNION ALL SELECT seen.deal, seen.title, f.id, 'availability ends', coalesce(nullif(f.name, ''), f.kind), f.availability_end
FROM deals_facility f JOIN seen ON seen.deal = f.deal_id WHERE f.availability_end IS NOT NULL
UNION ALL SELECT seen.deal, seen.title, e.facility_id, 'waiver ends', e.words, e.ended
FROM deals_event e JOIN seen ON seen.deal = e.deal_id WHERE e.kind = 'waiver' AND e.ended IS NOT NULL
UNION ALL SELECT seen.deal, seen.title, u.facility_id, 'support cap ends', u.kind, c.cap ->> 'to'
FROM deals_support u JOIN seen ON seen.deal = u.deal_id CROSS JOIN LATERAL jsonb_array_elements(u.caps) AS c(cap)
WHERE c.cap ? 'to'
"""


def obligations_due(*, viewer: Viewer, since: date, until: date, today: date) -> list[Row]:
    """[{"deal", "title", "facility", "kind", "words", "due", "day"}] by day; "due" is as stated, "day" the first it can
    mean, and what may fall in the span counts."""
    where, values = joined([visible(viewer, today)])
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(where=where), values)
        rows = cursor.fetchall()
    found = []
    for deal, title, facility, kind, words, due in rows:
        when = When.parse(due)
        day = when.earliest or when.latest
        last = when.latest or when.earliest
        if day is not None and last is not None and day <= until and last >= since:
            place = {"deal": public_id("deal", deal), "facility": public_id("facility", facility) if facility else None}
            found.append({**place, "title": title, "kind": kind, "words": words, "due": when.to_json(), "day": day.isoformat()})
    return sorted(found, key=lambda row: (row["day"], row["title"], row["kind"]))
