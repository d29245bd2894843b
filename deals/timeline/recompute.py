"""Replace the stage periods of a set of deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from deals.timeline.calc import Stage
from deals.timeline.models import StagePeriod


def rebuild(
    found: Mapping[UUID, Mapping[str, Sequence[Stage]]], *, walls: Mapping[UUID, UUID], deals: Iterable[UUID]
) -> None:
    """Make the stored periods equal to `found` (deal → facility id or "" → stages); unchanged rows stay untouched."""
    wanted = {_key(row): row for row in _rows(found, walls)}
    stored = {_key(row): row.pk for row in StagePeriod.rows.filter(deal__in=list(deals))}
    StagePeriod.rows.filter(pk__in=[pk for key, pk in stored.items() if key not in wanted]).delete()
    StagePeriod.rows.bulk_create([row for key, row in wanted.items() if key not in stored], batch_size=1000)


def _rows(found: Mapping[UUID, Mapping[str, Sequence[Stage]]], walls: Mapping[UUID, UUID]) -> Iterable[StagePeriod]:
    for deal, tracks in found.items():
        for facility, periods in tracks.items():
            for stage in periods:
                yield StagePeriod(
                    compartment=walls[deal], deal=deal, facility=UUID(facility) if facility else None, stage=stage.stage,
                    start=stage.start, end=stage.end, start_when=stage.start_when, end_when=stage.end_when, event=stage.event,
                )  # fmt: skip


def _key(row: StagePeriod) -> tuple[object, ...]:
    return (
        row.compartment, row.deal, row.facility, row.stage, row.start, row.end, row.start_when, row.end_when, row.event
    )  # fmt: skip
