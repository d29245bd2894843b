"""The stored book against one worked out from the facts in plain Python; every difference is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from deals.agreements.models import Deal
from deals.exposure.models import ExposurePeriod
from deals.exposure.stated import COLUMNS
from deals.ledger.calc.balances import Entry, first_breach
from deals.ledger.calc.rounding import from_units
from deals.ledger.models import LedgerEntry
from deals.ledger.queries import booked
from deals.sheets.exposure_seen import exposure_rows
from deals.sheets.models import RefreshState
from deals.sheets.queries import load

_AT_ONCE = 200
_SLOT = ("facility", "hold", "party", "rests_on", "weight", "basis", "start")
Values = dict[str, str | None]


@dataclass(frozen=True)
class Difference:
    """One slot of one deal that is stored otherwise than it follows from the facts; absent is None."""

    deal: UUID
    slot: Values
    stored: Values | None
    found: Values | None

    @property
    def row(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.slot.items() if value)

    def figures(self) -> Iterator[dict[str, str | None]]:
        """Each figure that differs, as {"room", "row", "figure", "stored", "found"}."""
        stored, found = self.stored or {}, self.found or {}
        if not (stored and found):
            there = {"stored": "there" if stored else None, "found": "there" if found else None}
            yield {"room": "exposure", "row": self.row, "figure": "the row", **there}
            return
        for name in COLUMNS:
            if stored.get(name) != found.get(name):
                yield {"room": "exposure", "row": self.row, "figure": name, "stored": stored.get(name), "found": found.get(name)}

    def words(self) -> str:
        return f"deal {self.deal} ({self.row}): stored {_said(self.stored)}, from the facts {_said(self.found)}"


@dataclass(frozen=True)
class Impossible:
    """A facility whose entries cannot be: no verb books such a thing."""

    deal: UUID
    facility: UUID
    breach: str

    def figures(self) -> Iterator[dict[str, str | None]]:
        yield {"room": "ledger", "row": f"facility {self.facility}", "figure": "entries", "stored": self.breach, "found": None}

    def words(self) -> str:
        return f"deal {self.deal} (facility {self.facility}): {self.breach}"


def check_book(*, today: date) -> Iterator[tuple[int, list[Difference | Impossible]]]:
    """(deals looked at, what is wrong) for one part of the deals after another; deals still to be rebuilt are left out."""
    for part in map(settled, parts()):
        yield len(part), list(wrong_in(part, today=today))


def settled(deals: Sequence[UUID]) -> list[UUID]:
    """Those of these deals whose derived rows are not waiting to be rebuilt."""
    waiting = RefreshState.rows.filter(pk__in=deals, wanted__gt=F("done")).values_list("pk", flat=True)
    behind = set(waiting)
    return [deal for deal in deals if deal not in behind]


def wrong_in(deals: Sequence[UUID], *, today: date) -> Iterator[Difference | Impossible]:
    yield from differences(deals, today=today)
    yield from impossible(deals)


def differences(deals: Sequence[UUID], *, today: date) -> Iterator[Difference]:
    """Where stored periods and those from the facts do not agree."""
    stored = _by_slot(ExposurePeriod.rows.filter(deal__in=deals).values(*COLUMNS))
    entries = booked(deals)
    found = _by_slot(row for key, bundle in load(deals).items() for row in exposure_rows(bundle, entries.get(key, ()), today))
    for key in sorted(stored.keys() | found.keys(), key=str):
        if stored.get(key) != found.get(key):
            yield Difference(UUID(key[0] or ""), dict(zip(_SLOT, key[1:], strict=True)), stored.get(key), found.get(key))


def impossible(deals: Sequence[UUID]) -> Iterator[Impossible]:
    """Facilities whose entries break a rule of the ledger on some date."""
    rows: dict[tuple[UUID, UUID, bool], list[Entry]] = {}
    currencies: dict[UUID, str] = {}
    for e in LedgerEntry.rows.filter(deal__in=deals).select_related("facility", "hold"):
        entry = Entry(
            e.hold.key if e.hold else None, e.kind, from_units(e.amount_minor, e.currency), e.value_date,
            sign=-1 if e.reverses_id else 1, drawn=from_units(e.drawn_minor, e.currency),
            outstanding=from_units(e.outstanding_minor, e.currency), capitalised=from_units(e.capitalised_minor, e.currency),
        )  # fmt: skip
        rows.setdefault((e.deal_id, e.facility_id, bool(e.facility.revolving)), []).append(entry)
        currencies[e.facility_id] = e.currency
    for (deal, facility, revolving), entries in rows.items():
        breach = first_breach(entries, revolving=revolving)
        if breach:
            yield Impossible(deal, facility, breach.words(currencies[facility]))


def _by_slot(rows: Any) -> dict[tuple[str | None, ...], Values]:
    found = {}
    for row in rows:
        values = {name: None if row.get(name) is None else str(row[name]) for name in COLUMNS}
        found[tuple(values[name] for name in ("deal", *_SLOT))] = values
    return found


def _said(values: Values | None) -> str:
    if values is None:
        return "nothing"
    kept = ("end", "currency", "low", "committed", "high", "outstanding", "undrawn", "promised", "net_committed",
            "net_outstanding", "net_undrawn")  # fmt: skip
    return ", ".join(f"{name} {values[name]}" for name in kept if values[name] is not None)


def parts() -> Iterator[list[UUID]]:
    """All deals, so many at a time that no part outlasts a worker's limits."""
    ids = list(Deal.rows.order_by("pk").values_list("pk", flat=True))
    yield from (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
