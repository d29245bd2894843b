"""Ultimate parents of the parties that deals name, with the headquarters that the export rules ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from deals.controls.rules.case import CERTAINTIES
from dealtracker.access.rules import PUBLIC
from dealtracker.periods import EARLIEST, OPEN_END

Row = dict[str, Any]
# What each lineage rests on: the first publication that states each stake and the headquarters, and how sure they stand.
_PARENTS = """
SELECT l.party::text, l.compartment, l.basis, l.start, l."end", p.id::text, p.name, p.hq_country,
    coalesce((SELECT array_agg(f.first) FROM (
        SELECT min(s.published_to) AS first FROM evidence_claim c JOIN evidence_source s ON s.id = c.source_id
        WHERE c.state = 'accepted' AND (c.target = ANY(l.stakes) OR (c.target = l.ultimate AND c.field = 'hq_country'))
        GROUP BY c.target) f), '{}'),
    coalesce((SELECT array_agg(st.certainty::text) FROM evidence_standing st
        WHERE st.known_to = '9999-12-31'
            AND (st.target = ANY(l.stakes) OR (st.target = l.ultimate AND st.field = 'hq_country'))), '{}')
FROM parties_lineage l LEFT JOIN parties_party p ON p.id = l.ultimate
WHERE l.party = ANY(%s) ORDER BY l.party, l.start, p.name, p.id
"""


def load_parents(parties: Collection[UUID]) -> dict[UUID, dict[str, list[Row]]]:
    """Compartment → party → its ultimate parents over time. One statement.

    A team's own lineages of a party take the place of the public ones; `parents_behind` chooses.
    """
    found: dict[UUID, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(_PARENTS, [sorted(parties)])
        for party, wall, *cells in cursor:
            found[wall][party].append(_parent(*cells))
    return found


def parents_behind(found: dict[UUID, dict[str, list[Row]]], wall: UUID) -> dict[str, list[Row]]:
    """Party → its parents as rows of this compartment see them; a party of which none is known is absent."""
    seen = {**found.get(PUBLIC, {}), **found.get(wall, {})}
    told = {party: [row for row in rows if row["basis"] != "none known"] for party, rows in seen.items()}
    return {party: rows for party, rows in told.items() if rows}


def _parent(
    basis: str, start: date, end: date, ultimate: str | None, name: str | None, hq: str | None, firsts: list[date],
    certainties: list[str],
) -> Row:  # fmt: skip
    weakest = min((c for c in certainties if c in CERTAINTIES), key=CERTAINTIES.index, default=None)
    return {
        "id": ultimate, "name": name, "hq_country": hq or None, "basis": basis,
        "certainty": weakest or ("reported" if firsts else "entered"),
        "start": None if start <= EARLIEST else start.isoformat(), "end": None if end >= OPEN_END else end.isoformat(),
        "known_from": max(firsts).isoformat() if firsts else None,
    }  # fmt: skip
