"""No change adds a stage that goes back without a reason; what goes back with one says it in `override_reason`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from deals.agreements.models import Deal
from deals.events.models import Event
from deals.timeline.calc import STAGE_OF, StageEvent, going_back, legal_moves
from dealtracker.strictjson import Fault


def stage_faults(deal: Deal, keys: Collection[str]) -> list[Fault]:
    """What is wrong with the stages of these events, as they are stored now. An event of the whole deal is looked at
    where the deal has no facility, since its facilities may stand at several stages."""
    rows = {row.pk: row for row in Event.rows.filter(deal=deal, kind__in=STAGE_OF) if row.occurred or row.disclosed}
    named = {row.pk for row in rows.values() if row.key in keys}
    return [_fault(rows, event, held) for event, held in _back(rows.values()) if event.id in named]


def _back(rows: Collection[Event]) -> Iterator[tuple[StageEvent, StageEvent]]:
    facilities = {row.facility_id for row in rows} - {None}
    for facility in facilities or {None}:
        here = [_event(row) for row in rows if row.facility_id in (facility, None) and not row.contract_id]
        yield from (pair for pair in going_back(here) if pair[0].facility == facility)


def _event(row: Event) -> StageEvent:
    return StageEvent(row.pk, row.kind, row.occurred or row.disclosed, row.facility_id, bool(row.override_reason))


def _fault(rows: dict[UUID, Event], event: StageEvent, held: StageEvent) -> Fault:
    now = STAGE_OF[held.kind]
    said = (
        f'"{event.kind}" ({event.when}) goes back: "{held.kind}" ({held.when}) had made it {now}; from there it can go to'
        f" {', '.join(legal_moves(now)) or 'nothing'}; say why it goes back in events.{rows[event.id].key}.override_reason"
    )
    return Fault(f"/events/{rows[event.id].key}/kind", "stage_goes_back", said)
