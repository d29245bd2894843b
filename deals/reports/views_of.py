"""Which other records of one deal this reader has: the public one, and private views of it by teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.ids import public_id

_SQL = """
SELECT s.deal, c.name, s.compartment, s.last_report FROM deals_sheet s JOIN access_compartment c ON c.id = s.compartment
WHERE (s.deal = %(public)s OR s.stands_for = %(public)s) AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    AND s.compartment = ANY(%(walls)s) ORDER BY c.name, s.deal
"""


@dataclass(frozen=True)
class Record:
    """One record of the deal; `is_listed` marks the one that lists and totals show to this reader."""

    deal: str
    team: str
    is_listed: bool


def records_of(*, viewer: Viewer, document: dict[str, Any], today: date) -> list[Record]:
    """All that the reader may see of them, by team; empty where there is but one."""
    if len(viewer.walls) < 2:
        return []
    public = UUID((document["private_view_of"] or document["id"]).removeprefix("deal_"))
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"public": public, "day": today, "walls": list(viewer.walls)})
        rows = cursor.fetchall()
    # The rule of lists: the view with the latest report, by id where these are equal; the public record where there is no view.
    listed = max(rows, key=lambda row: (row[2] != PUBLIC, row[3], row[0]), default=None)
    found = [
        Record(public_id("deal", deal), "" if wall == PUBLIC else name, deal == listed[0] if listed else False)
        for deal, name, wall, _ in rows
    ]
    return found if len(found) > 1 else []
