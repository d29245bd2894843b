"""The deals that a person watches, and what reads differently since they last looked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deals.agreements.models import Deal
from dealtracker.access.rules import Viewer
from dealtracker.desk.models import Watch
from dealtracker.evidence.models import Standing
from dealtracker.evidence.rules.history import compare
from dealtracker.evidence.rules.values import StandingRow
from dealtracker.ids import public_id

MOST = 100
_FIELDS = tuple(StandingRow.__dataclass_fields__)


@dataclass(frozen=True)
class Watched:
    """One deal of the list: `differences` between what was known when they looked and what is known on the day,
    `is_edited` where somebody has changed the record since."""

    deal: str
    title: str
    looked_on: date
    differences: int
    is_edited: bool


def watch_list(*, viewer: Viewer, today: date) -> list[Watched]:
    """The viewer's own list, what has changed most first; in three statements."""
    if viewer.user_id is None:
        return []
    watches = {w.deal: w for w in Watch.objects.visible_to(viewer).filter(user=viewer.user_id).order_by("pk")[:MOST]}
    deals = Deal.objects.visible_to(viewer).in_bulk(list(watches))
    standings = _standings(deals)
    rows = [
        Watched(
            public_id("deal", key), deal.title, watches[key].looked_on,
            len(compare(standings[key], earlier=min(watches[key].looked_on, today), later=today)),
            deal.revision > watches[key].revision,
        )
        for key, deal in deals.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.differences, not row.is_edited, row.title))


def last_look(*, viewer: Viewer, deal: UUID) -> date | None:
    """The day on which the viewer last looked, where they watch the deal."""
    if viewer.user_id is None:
        return None
    rows = Watch.objects.visible_to(viewer).filter(user=viewer.user_id, deal=deal)
    found: date | None = rows.values_list("looked_on", flat=True).first()
    return found


def _standings(deals: dict[UUID, Deal]) -> dict[UUID, list[StandingRow]]:
    found: dict[UUID, list[StandingRow]] = defaultdict(list)
    for cells in Standing.rows.filter(subject__in=deals).values_list(*_FIELDS):
        row = StandingRow(*cells)
        found[row.subject].append(row)
    return found
