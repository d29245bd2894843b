"""Rows of the ledger → the values that rules and calc want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deals.ledger.calc.balances import Entry
from deals.ledger.calc.rounding import from_units
from deals.ledger.models import LedgerEntry


@dataclass(frozen=True)
class Booked:
    """An entry with where it stands, what it rests on, and from when its source was public; holds are named by id."""

    id: UUID
    facility: UUID
    currency: str
    known_from: date
    value: Entry


def booked(deals: Iterable[UUID]) -> dict[UUID, list[Booked]]:
    """Deal → its entries by value date, in one statement."""
    found: dict[UUID, list[Booked]] = defaultdict(list)
    names = (
        "deal_id", "pk", "facility_id", "currency", "source__published_to", "hold_id", "kind", "amount_minor", "value_date",
        "reverses_id", "drawn_minor", "outstanding_minor", "counter_id", "capitalised_minor",
    )  # fmt: skip
    rows = LedgerEntry.rows.filter(deal__in=list(deals)).order_by("value_date", "booked_at", "pk")
    for deal, key, facility, currency, known, *rest in rows.values_list(*names):
        hold, kind, amount, day, reverses, drawn, outstanding, counter, capitalised = rest
        value = Entry(
            str(hold) if hold else None, kind, from_units(amount, currency), day, sign=-1 if reverses else 1,
            drawn=from_units(drawn, currency), outstanding=from_units(outstanding, currency),
            counter=str(counter) if counter else None, capitalised=from_units(capitalised, currency),
        )  # fmt: skip
        found[deal].append(Booked(key, facility, currency, known, value))
    return dict(found)
