"""From a deal's bundle to its stages and the exposure it states. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from deals.exposure.calc import positions
from deals.sheets.calc.bundle import Bundle, Row
from deals.timeline.calc import Stage, StageEvent, first_day, stages
from dealtracker.money import Amount
from dealtracker.periods import When


def stage_tracks(bundle: Bundle) -> dict[str, list[Stage]]:
    """Facility id (or "" for the deal) → its stages, from the bundle's events."""
    events = [_stage_event(row, bundle) for row in bundle.rows["events"]]
    found = stages([e for e in events if e], [UUID(row["id"]) for row in bundle.rows["facilities"]])
    return {str(facility) if facility else "": periods for facility, periods in found.items()}


def _stage_event(row: Row, bundle: Bundle) -> StageEvent | None:
    """An event without a stated day is placed no later than the day it was disclosed or first known."""
    stated = row.get("occurred") or row.get("disclosed")
    if stated is None:
        known = _first_known(bundle, row)
        stated = {"by": known.isoformat()} if known else None
    if stated is None or "kind" not in row or (row.get("contract") and bundle.rows["facilities"]):
        return None
    facility = UUID(row["facility"]) if row.get("facility") else None
    return StageEvent(UUID(row["id"]), row["kind"], When.from_json(stated), facility, bool(row.get("override_reason")))


def _first_known(bundle: Bundle, row: Row) -> date | None:
    return min((s.known_from for s in bundle.standings if s.target == row["id"]), default=None)


def _stands_from(bundle: Bundle, facility: Row) -> date | None:
    """The day from which a facility stands without a stage that is known: its signing, or when it was first told of."""
    signed = first_day(When.from_json(facility["signing_date"])) if facility.get("signing_date") else None
    return min((day for day in (signed, _first_known(bundle, facility)) if day), default=None)


def unstaged(bundle: Bundle, tracks: dict[str, list[Stage]]) -> dict[str, date]:
    """Facility id → that day, for those of which no stage but their end is known."""
    rows = (row for row in bundle.rows["facilities"] if all(stage.stage == "ended" for stage in tracks.get(row["id"], ())))
    return {row["id"]: day for row in rows if (day := _stands_from(bundle, row))}


def stated_exposure(bundle: Bundle, tracks: dict[str, list[Stage]]) -> Iterable[tuple[Any, ...]]:
    """Rows of `ExposurePeriod`, in the order of its columns, for the stated amounts of one deal's facilities."""
    since = unstaged(bundle, tracks)
    for row in bundle.rows["facilities"]:
        amount = Amount.from_json(row["amount"], money=True) if row.get("amount") else None
        basis = (row["standings"].get("amount") or row["standing"])["certainty"]
        commitment = row.get("commitment", "unknown")
        for p in positions(amount=amount, commitment=commitment, stages=tracks[row["id"]], since=since.get(row["id"])):
            yield (
                bundle.deal["compartment_id"], bundle.deal["id"], row["id"], None, None, row.get("measure", "debt"), p.weight,
                basis, p.currency, p.start, p.end, p.low, p.point, p.high, None, None,
            )  # fmt: skip
