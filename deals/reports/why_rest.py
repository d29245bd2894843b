"""What facilities have beyond their named holds: each facility's amount, less each of its holds, down to the leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.exposure.counted import REMAINDER
from deals.reports.exposure_question import Question
from deals.reports.why_leaves import Place
from deals.reports.why_node import node_of, node_over

Row = dict[str, Any]
UNDISCLOSED = "undisclosed"
_FACILITIES = f"""
SELECT r.deal, r.facility, w.basis, r.point, r.remainder IS NOT NULL FROM ({REMAINDER}) r
JOIN whole w ON w.facility = r.facility AND w.weight = r.weight AND w.currency = r.currency
WHERE r.weight = %(weight)s AND r.currency = %(currency)s ORDER BY r.deal, r.facility
"""
_HOLDS = """
SELECT d.facility, d.hold, p.name, d.basis, d.point FROM held d LEFT JOIN parties_party p ON p.id = d.party
WHERE d.weight = %(weight)s AND d.currency = %(currency)s AND d.point IS NOT NULL ORDER BY d.facility, d.hold
"""


def rest_nodes(question: Question, weight: str, currency: str) -> tuple[list[Row], int]:
    """(a node for each facility whose remainder can be computed, how many facilities there are)."""
    given = {"weight": weight, "currency": currency}
    holds: dict[UUID, list[Row]] = defaultdict(list)
    for facility, *hold in question.ask(_HOLDS, **given):
        holds[facility].append(dict(zip(("hold", "name", "basis", "point"), hold, strict=True)))
    rows = question.ask(_FACILITIES, **given)
    found = [
        _node(question, weight, Place(deal, facility, None, currency), (basis, point), holds[facility])
        for deal, facility, basis, point, computable in rows
        if computable
    ]
    return found, len(rows)


def _node(question: Question, weight: str, place: Place, whole: tuple[str, Any], holds: Sequence[Row]) -> Row:
    parts = [("The facility", Decimal(1), node_of(question, weight, place, "point", *whole))]
    for one in holds:
        held = replace(place, hold=one["hold"])
        less = node_of(question, weight, held, "point", one["basis"], one["point"])
        parts.append((f"Less {one['name'] or 'a lender not named'}", Decimal(-1), less))
    known = [(name, times, node) for name, times, node in parts if node is not None]
    return node_over(place, "the facility’s amount − its named holds", known, basis=None)
