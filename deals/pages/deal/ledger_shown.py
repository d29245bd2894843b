"""What the page of a ledger shows: entries and standings with every amount to the smallest unit of its currency."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.pages.deal.seen import Seen
from deals.reports.balances_of import balances_of
from dealtracker.access.rules import Viewer
from dealtracker.money import minor_units


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """An entry with its amounts to the smallest unit, as a ledger has them."""
    moved = {"moved_shown": _cash(**_point(row["moved"]["outstanding"]))} if "moved" in row else {}
    return {**row, "shown": _cash(**_point(row["amount"])), **moved}


def _point(amount: Mapping[str, str]) -> dict[str, str]:
    return {"figure": amount["point"], "currency": amount["currency"]}


def _cash(figure: str, currency: str) -> str:
    return f"{Decimal(figure):,.{minor_units(currency)}f} {currency}"


def standing(viewer: Viewer, deal: UUID, seen: Seen) -> list[dict[str, Any]]:
    """Facilities with their lines and holds as they stand on the page's day."""
    clock = seen.clock
    told = balances_of(viewer=viewer, deal=deal, as_of=clock.as_of, known_on=clock.known_on, today=clock.today)
    return [_facility(one) for one in told["facilities"]] if told else []


def _facility(one: dict[str, Any]) -> dict[str, Any]:
    """The facility with every figure to the smallest unit; what is not known stays empty."""
    for row in (*one["lines"], *one["holds"]):
        names = ("committed", "outstanding", "undrawn")
        row["shown"] = {name: _cash(row[name], row["currency"]) for name in names if row[name] is not None}
    beyond = one["undisclosed"]
    return {
        **one,
        "undisclosed_shown": _cash(beyond["amount"], beyond["currency"]) if isinstance(beyond, dict) else beyond,
    }
