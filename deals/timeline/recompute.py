"""Replace the stage periods of a set of deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from deals.timeline.calc import Stage
from deals.timeline.models import StagePeriod
from dealtracker.bulk import insert, select

_COLUMNS = ("compartment", "deal", "facility", "stage", "start", "end", "start_when", "end_when", "event")


def rebuild(
    found: Mapping[UUID, Mapping[str, Sequence[Stage]]], *, walls: Mapping[UUID, UUID], deals: Iterable[UUID]
) -> None:
    """Make the stored periods equal to `found` (deal → facility id or "" → stages); unchanged rows stay untouched."""
    wanted = dict.fromkeys(_rows(found, walls))
    stored = {row[:-1]: row[-1] for row in select(StagePeriod, (*_COLUMNS, "id"), owner="deal", of=list(deals))}
    if gone := [key for row, key in stored.items() if row not in wanted]:
        StagePeriod.rows.filter(pk__in=gone).delete()
    insert(StagePeriod, _COLUMNS, [row for row in wanted if row not in stored])


def _rows(found: Mapping[UUID, Mapping[str, Sequence[Stage]]], walls: Mapping[UUID, UUID]) -> Iterable[tuple[Any, ...]]:
    for deal, tracks in found.items():
        for facility, periods in tracks.items():
            for stage in periods:
                yield (
                    walls[deal], deal, UUID(facility) if facility else None, stage.stage, stage.start, stage.end,
                    stage.start_when, stage.end_when, stage.event,
                )  # fmt: skip
