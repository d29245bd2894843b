"""What the page of a ledger shows: entries and standings with every amount to the smallest unit of its currency."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.pages.deal.seen import Row, Seen, why_link
from deals.pages.deal.terms import remainder
from deals.reports.balances_of import balances_of
from dealtracker.access.rules import Viewer
from dealtracker.money import minor_units
from dealtracker.uikit import formats

# What a line rests on → the figure that it says
_SAYS = {"stated": "committed", "balance": "outstanding", "headroom": "undrawn"}


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
    return [_facility(one, seen) for one in told["facilities"]] if told else []


def _facility(one: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """The facility with every line in the words of its source; what is not known stays empty."""
    for row in (*one["lines"], *one["holds"]):
        row["standing"] = {"certainty": row["basis"]}
        row["shown"] = _figures(seen, one, row)
        row["weight_shown"] = row["weight"] if "committed" in row["shown"] else ""
    return {**one, "remainder": _remainder(one, seen)}


def _figures(seen: Seen, facility: Row, row: Row) -> dict[str, Any]:
    """Figures to the smallest unit, as a ledger has them, by entries with their trees; what its source wrote imprecisely
    keeps its words."""
    shown: dict[str, Any] = {name: _cash(row[name], row["currency"]) for name in _SAYS.values() if row[name] is not None}
    said = _said(row, facility["facility"], seen)
    if said and said.get("kind") != "exact" and (words := formats.amount_words(said)):
        shown[_SAYS[row["rests_on"]]] = words
    if row["rests_on"] != "entries":
        return shown
    at = f"/holds/{row['key']}" if "hold" in row else f"/facilities/{facility['key']}"
    if row["weight"] == "possible":
        return {**shown, "committed": why_link(seen, shown["committed"], "underwritten", at)}
    return {name: why_link(seen, cash, name, at) for name, cash in shown.items()}


def _said(row: Row, facility: str, seen: Seen) -> Row | None:
    """The amount as a source states it; None for entries, which are exact."""
    if row["rests_on"] == "entries":
        return None
    if "hold" in row:
        found = [hold for hold in seen.doc["holds"] if hold["id"] == row["hold"]]
    elif row["rests_on"] == "stated":
        found = [own for own in seen.doc["facilities"] if own["id"] == facility]
    else:
        found = [own for own in seen.doc["balances"] if own["facility"] == facility and _speaks_of(own, row)]
    # Of several reports of one figure, the one of the line's day; a day that is stated loosely is none.
    amounts = [own.get("amount") for own in sorted(found, key=lambda own: own.get("as_of") != row["start"])]
    return next((amount for amount in amounts if isinstance(amount, dict)), None)


def _speaks_of(balance: Row, row: Row) -> bool:
    """Whether the line may be of this reported balance: of the same lender or of none, measure and figure."""
    measure, point = _SAYS[row["rests_on"]], (balance.get("amount") or {}).get("point")
    is_same = (balance.get("party") or {}).get("id") == (row["party"] or {}).get("id") and measure == balance["measure"]
    return is_same and formats.decimal_or_none(point) == formats.decimal_or_none(row[measure])


def _remainder(one: Row, seen: Seen) -> str:
    """By entries where there are any; else as the deal's page tells it, with why where it cannot be computed."""
    left = one["undisclosed"]
    if isinstance(left, dict) and left["by"] == "entries":
        said = f"{_cash(left['amount'], left['currency'])}, by entries"
        return why_link(seen, said, "remainder_by_entries", f"/facilities/{one['key']}")
    stated = next((row for row in seen.doc["facilities"] if row["id"] == one["facility"]), None)
    figure, why = remainder(seen, stated) if stated else ("", "no amount is stated")
    return why_link(seen, figure, "remainder", f"/facilities/{one['key']}") if figure else f"not computable, {why}"
