"""One deal's exposure from its bundle, as known on a day: the same rows as the statements give. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from deals.exposure.periods import WHOLE, Held, Terms, held_periods, underwritten_periods
from deals.exposure.stated import (
    COLUMNS,
    Place,
    Report,
    Row,
    StatedHold,
    Unstated,
    balance_rows,
    hold_rows,
    unstated_rows,
)
from deals.ledger.queries import Booked
from deals.sheets.calc.bundle import Bundle, seen_on
from deals.sheets.calc.tracks import stage_tracks, stated_exposure, unstaged
from deals.timeline.calc import Stage
from dealtracker.money import Amount
from dealtracker.periods import When

_FIGURES = ("committed", "promised", "outstanding", "undrawn")
_NET = ("net_committed", "net_outstanding", "net_undrawn")


def exposure_rows(bundle: Bundle, entries: Sequence[Booked], known_on: date) -> list[Row]:
    """Every exposure row of the deal as it was known at the end of that day; ids are text."""
    seen = seen_on(bundle, known_on)
    return stated_rows(bundle, seen, stage_tracks(seen)) + _entry_rows(bundle, entries, known_on)


def stated_rows(bundle: Bundle, seen: Bundle, tracks: dict[str, list[Stage]]) -> list[Row]:
    """Those that rest on what sources state of facilities, holds and balances, of a bundle as it is seen with its stages."""
    stages = {key: periods for key, periods in tracks.items() if key}
    since = unstaged(seen, tracks)
    places = {row["id"]: _place(bundle, row, since.get(row["id"])) for row in bundle.rows["facilities"]}
    rows = [{**dict(zip(COLUMNS, row, strict=False)), "rests_on": "stated"} for row in stated_exposure(seen, tracks)]
    rows += unstated_rows(_unstated(seen, places), stages)
    return rows + hold_rows(_holds(seen, places), stages) + balance_rows(_reports(seen, places), stages)


def last_days(bundle: Bundle) -> dict[str, date]:
    """Facility → the last day on which it may be drawn: the last that its availability end can mean."""
    ends = ((row["id"], _last_day(row)) for row in bundle.rows["facilities"])
    return {facility: day for facility, day in ends if day}


def _last_day(facility: Row) -> date | None:
    return When.from_json(facility["availability_end"]).latest if facility.get("availability_end") else None


def _place(bundle: Bundle, facility: Row, since: date | None = None) -> Place:
    deal = bundle.deal
    return Place(deal["compartment_id"], deal["id"], facility["id"], facility.get("measure", "debt"), since)


def _amount(row: Row) -> Amount | None:
    return Amount.from_json(row["amount"], money=True) if row.get("amount") else None


def _certainty(row: Row) -> str:
    standing: dict[str, Any] = row["standings"].get("amount") or row["standing"]
    return str(standing["certainty"])


def _holds(seen: Bundle, places: dict[str, Place]) -> list[StatedHold]:
    terms = {row["id"]: row.get("commitment", "unknown") for row in seen.rows["facilities"]}
    return [
        StatedHold(
            places[h["facility"]], h["id"], h.get("party"), terms.get(h["facility"], "unknown"), _amount(h), _certainty(h)
        )
        for h in seen.rows["holds"]
    ]


def _unstated(seen: Bundle, places: dict[str, Place]) -> list[Unstated]:
    rows = (row for row in seen.rows["facilities"] if (amount := _amount(row)) is None or not amount.is_known)
    return [Unstated(places[row["id"]], row.get("commitment", "unknown"), str(row["standing"]["certainty"])) for row in rows]


def _reports(seen: Bundle, places: dict[str, Place]) -> list[Report]:
    known = {(s.target, s.field): s.known_from for s in seen.standings}
    return [
        Report(
            places[b["facility"]], b["key"], b.get("party"), b["measure"], _amount(b),
            When.from_json(b["as_of"]) if b.get("as_of") else None, _certainty(b),
            known.get((b["id"], "amount")) or known[b["id"], ""],
        )
        for b in seen.rows["balances"]
    ]  # fmt: skip


def _entry_rows(bundle: Bundle, entries: Sequence[Booked], known_on: date) -> list[Row]:
    """An entry is known from the day its source was published."""
    by_facility: dict[str, list[Booked]] = defaultdict(list)
    for entry in entries:
        if entry.known_from <= known_on:
            by_facility[str(entry.facility)].append(entry)
    parties = {hold["id"]: hold.get("party") for hold in bundle.rows["holds"]}
    facilities = {row["id"]: row for row in bundle.rows["facilities"]}
    return [
        row
        for facility, found in by_facility.items()
        for row in _of_facility(_place(bundle, facilities[facility]), facilities[facility], found, parties)
    ]


def _of_facility(place: Place, facility: Row, found: Sequence[Booked], parties: dict[str, Any]) -> list[Row]:
    terms = Terms(found[0].currency, bool(facility.get("revolving")), _last_day(facility))
    entries = [entry.value for entry in found]
    own = {"basis": "entries", "rests_on": "entries", "currency": terms.currency}
    rows = [
        place.row(**own, **_slot(held, parties), weight="committed", **dict(zip(_FIGURES, held.gross, strict=True)),
                  **dict(zip(_NET, held.net, strict=True)))
        for held in held_periods(entries, terms)
    ]  # fmt: skip
    return rows + [
        place.row(**own, **_slot(held, parties), weight="possible", committed=held.gross[0])
        for held in underwritten_periods(entries, terms.currency)
    ]


def _slot(held: Held, parties: dict[str, Any]) -> Row:
    hold = None if held.slot == WHOLE else held.slot
    return {"hold": hold, "party": parties.get(hold or ""), "start": held.start, "end": held.end}
