"""A row of a deal's sheet and its stated values, as parts of a tree, each by one of its bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from deals.reports.filters import FilterError
from deals.reports.why_claims import BOUNDS, stated_leaf
from deals.reports.why_node import worked
from dealtracker.money import Amount

Row = dict[str, Any]


def row_at(document: Row, at: str, *lists: str) -> tuple[str, Row]:
    """(list, row) of a path such as "/facilities/f1"; raises FilterError where the deal has no such row in these lists."""
    name, _, key = at.removeprefix("/").partition("/")
    found = next((row for row in document[name] if row["key"] == key), None) if name in lists else None
    if found is None:
        told = " or ".join(f"/{one}/<key>" for one in lists)
        raise FilterError("at", f'"{at[:80]}" is no row of this deal: it is {told}' if at else f"is needed: {told}")
    return name, found


def bound_of(amount: Amount, bound: str) -> Decimal | None:
    """One bound of an amount; a point is its own bounds."""
    return dict(zip(BOUNDS, amount.bounds, strict=True))[bound]


def told_bound(amount: Amount | None, asked: str | None = None) -> str:
    """The bound by which an amount is told: the one asked for, else its point, else the highest, else the lowest.

    Raises FilterError for a bound that it does not have.
    """
    known = [bound for bound in ("point", "high", "low") if getattr(amount, bound, None) is not None]
    if asked and asked not in known:
        raise FilterError("bound", f'"{asked[:20]}" is not one of: {", ".join(known) or "none, the figure is not known"}')
    return asked or next(iter(known), "point")


def stated_node(
    document: Row, at: str, amount: Amount | None, *, name: str, bound: str = "point", times: int = 1, unit: str = "",
    facility: str | None = None,
) -> Row:  # fmt: skip
    """A stated value as a part of a sum, its claims below it."""
    currency = amount.currency if amount else ""
    leaf = stated_leaf(at, amount, bound, unit=unit, currency=currency)
    node = worked(document["id"], facility, "as stated", leaf["amount"], currency=currency, leaves=[leaf])
    return {**node, "name": name, "times": str(times), "unit": unit}


def told_bounds(value: Amount) -> Row:
    """The bounds that a figure is told by; each has a tree."""
    return {"bounds": [one for one in BOUNDS if getattr(value, one) is not None]}
