"""A tree of "why this number?" worked out again, from its leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from math import prod
from typing import Any

from deals.ledger.calc.curves import part_left
from deals.ledger.calc.price_curve import read_curve
from deals.ledger.calc.rounding import rounded
from dealtracker.money import plain

Row = dict[str, Any]
_PLACES = 20  # more than a sum of amounts and factors can have


def again(node: Row) -> Fraction | None:
    """The figure of a node from the leaves below it, exact; each node is told its own in "recomputed".

    A node adds what it is of, each as often as its "times" says (once where it says nothing); where its "how" is
    "product" it multiplies, each to its "power"; where it is "excess" it adds, and is 0 below 0. "rounded" is {"places",
    "rounding"}. None where a part is not known, or divides by nothing.
    """
    members = [*node.get("leaves", ()), *node.get("of", ())]
    values = [*map(_leaf, node.get("leaves", ())), *map(again, node.get("of", ()))]
    found = None if not members and node["amount"] is None else _HOW[node.get("how", "sum")](members, values)
    if found is not None and (how := node.get("rounded")):
        found = Fraction(rounded(found, how["places"], how["rounding"]))
    node["recomputed"] = told(found)
    return found


def told(exact: Fraction | None) -> str | None:
    """An exact figure as a tree writes it."""
    return None if exact is None else plain(rounded(exact, _PLACES))


def _leaf(leaf: Row) -> Fraction | None:
    if curve := leaf.get("curve"):
        since, day = (date.fromisoformat(leaf[name]) for name in ("since", "on"))
        return part_left(read_curve(curve["kind"], curve["terms"]), since, day)
    return None if leaf["amount"] is None else Fraction(leaf["amount"])


def _sum(members: Sequence[Row], values: Sequence[Fraction | None]) -> Fraction | None:
    """Nothing is 0; what is there and does not count leaves the sum unknown."""
    if members and all(one.get("times") == "0" for one in members):
        return None
    found = Fraction(0)
    for one, value in zip(members, values, strict=True):
        if value is None:
            return None
        found += Fraction(one.get("times", 1)) * value
    return found


def _product(members: Sequence[Row], values: Sequence[Fraction | None]) -> Fraction | None:
    powers = [int(one.get("power", 1)) for one in members]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or any(not value and power < 0 for value, power in zip(known, powers, strict=True)):
        return None
    return prod((value**power for value, power in zip(known, powers, strict=True)), start=Fraction(1))


def _excess(members: Sequence[Row], values: Sequence[Fraction | None]) -> Fraction | None:
    found = _sum(members, values)
    return None if found is None else max(found, Fraction(0))


_HOW: dict[str, Callable[[Sequence[Row], Sequence[Fraction | None]], Fraction | None]] = {
    "sum": _sum, "product": _product, "excess": _excess,
}  # fmt: skip
