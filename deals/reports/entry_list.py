"""Ledger entries across deals, each once: where a team's private view stands for a public deal, the view's own."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from deals.ledger.calc.rounding import from_units
from deals.ledger.models import Hold, LedgerEntry
from deals.reports.deal_list import joined
from deals.reports.filters import visible
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.money import Amount

Row = dict[str, Any]
_JOINED = ("deal", "facility", "hold__party", "counter__party")


def entries_listed(*, viewer: Viewer, day: date) -> QuerySet[LedgerEntry]:
    """Entries of the deals that stand in the viewer's list on the day."""
    where, values = joined([visible(viewer, day)])
    listed = RawSQL(f"SELECT s.deal FROM deals_sheet s WHERE {where}", values)
    return entries_seen(viewer=viewer).filter(deal__in=listed)


def entries_seen(*, viewer: Viewer, **of: UUID | str | date) -> QuerySet[LedgerEntry]:
    """Entries behind no wall of others. `of`: deal, facility, hold, kind, currency, since and until (value dates)."""
    found = LedgerEntry.objects.visible_to(viewer).select_related(*_JOINED)
    return found.filter(**{_COLUMNS.get(name, name): value for name, value in of.items()})


_COLUMNS = {"since": "value_date__gte", "until": "value_date__lte"}


def entry_json(entry: LedgerEntry, reversals: dict[UUID, UUID], *, today: date) -> Row:
    """{"id", "key", "deal", "facility", "hold"?, "counter"?, "kind", "amount", "moved"?, "value_date", "booked_at", …}.

    `moved` are the drawn, outstanding and capitalised parts that a transfer takes along; `reverses` and `reversed_by`
    name the other entry. `scheduled` is true of one whose day is still to come: it is in no figure of an earlier day. What
    an entry does not have is absent.
    """
    return {
        "id": public_id("entry", entry.pk), "key": entry.key,
        "deal": {"id": public_id("deal", entry.deal_id), "title": entry.deal.title},
        "facility": {"id": public_id("facility", entry.facility_id), "name": entry.facility.name or entry.facility.kind},
        "kind": entry.kind, "amount": _amount(entry.amount_minor, entry.currency),
        "value_date": entry.value_date.isoformat(), "booked_at": entry.booked_at.isoformat(),
        "source": public_id("source", entry.source_id),
        **({"hold": _hold(entry.hold)} if entry.hold else {}),
        **({"counter": _hold(entry.counter)} if entry.counter else {}),
        **({"moved": _moved(entry)} if entry.kind.startswith("transfer") else {}),
        **({"reverses": public_id("entry", entry.reverses_id)} if entry.reverses_id else {}),
        **({"reversed_by": public_id("entry", reversals[entry.pk])} if entry.pk in reversals else {}),
        **({"scheduled": True} if entry.value_date > today else {}),
        **({"words": entry.words} if entry.words else {}),
    }  # fmt: skip


def reversals_of(entries: list[LedgerEntry]) -> dict[UUID, UUID]:
    """Entry → the entry that reverses it, of the same deals and so behind the same walls."""
    found = LedgerEntry.rows.filter(reverses__in=[entry.pk for entry in entries])
    return dict(found.values_list("reverses_id", "pk"))


def _amount(units: int, currency: str) -> Row:
    return Amount.exact(from_units(units, currency), currency).to_json()


def _moved(entry: LedgerEntry) -> Row:
    return {
        name: _amount(getattr(entry, f"{name}_minor"), entry.currency)
        for name in ("drawn", "outstanding", "capitalised")
    }


def _hold(hold: Hold) -> Row:
    party = {"party": {"id": public_id("party", hold.party_id), "name": hold.party.name}} if hold.party else {}
    return {"id": public_id("hold", hold.pk), "key": hold.key, **party}
