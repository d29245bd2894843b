"""One part of a sum: a facility or hold with its amount, and what that comes from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from deals.ledger.calc.rounding import from_units
from deals.reports.exposure_question import Question
from deals.reports.why_leaves import Leaves, Place, from_claims, from_entries, underwritten
from dealtracker.ids import public_id
from dealtracker.money import plain

Row = dict[str, Any]


def node_of(question: Question, weight: str, place: Place, figure: str, rests: str | None, units: Any) -> Row | None:
    """A figure of one facility or hold with its leaves; `units` are whole minor ones, None where it is not known."""
    if units is None:
        return None
    rule, leaves = _leaves(question, weight, place, figure, rests)
    amount = plain(from_units(int(units), place.currency))
    return {**where(place), "basis": rests, "amount": amount, "rule": rule, "leaves": leaves}


def parts_rule(known: int, parts: int) -> str:
    """The rule of a sum that takes the parts of which something is known."""
    return f"sum of {known} part{'' if known == 1 else 's'} with a known figure, of {parts}"


def named(name: str, node: Row, **more: str) -> Row:
    """The node as a part of another one, by this name."""
    return {**node, "name": name, **more}


def node_over(place: Place, rule: str, parts: Sequence[tuple[str, Decimal, Row]], **more: Any) -> Row:
    """A figure that other nodes give: each counts so many times as its "times" says."""
    of = [{**node, "name": name, "times": plain(times)} for name, times, node in parts]
    amount = sum((times * Decimal(node["amount"]) for _, times, node in parts), Decimal(0))
    return {**where(place), **more, "amount": plain(amount), "rule": rule, "of": of}


def worked(
    deal: str, facility: str | None, rule: str, amount: Decimal | str | None, *, currency: str = "", how: str = "sum",
    places: int | None = None, rounding: str = "HALF_UP", leaves: Sequence[Row] = (), of: Sequence[Row] = (),
) -> Row:  # fmt: skip
    """A figure of no hold, which adds or multiplies its parts and is rounded then to so many places, if any."""
    return {
        "deal": deal, "facility": facility, "hold": None, "amount": plain(amount) if isinstance(amount, Decimal) else amount,
        "currency": currency, "rule": rule, "how": how, "leaves": list(leaves), "of": list(of),
        "rounded": None if places is None else {"places": places, "rounding": rounding},
    }  # fmt: skip


def opened(root: Row, **head: Any) -> Row:
    """A tree as it is answered: its head, the figure of its root as it is shown and as it was worked out again, its parts;
    a root with leaves of its own is the one part."""
    is_alone = bool(root.get("leaves")) or not root.get("of")
    how = {"how": "sum", "rounded": None} if is_alone else {name: root[name] for name in ("how", "rounded")}
    told = {name: root[name] for name in ("currency", "amount", "recomputed", "rule")}
    return {**head, **told, **how, "unit": root.get("unit", ""), "parts": [root] if is_alone else root["of"]}


def where(place: Place) -> Row:
    """The ids of the place, as every node has them."""
    return {
        "deal": public_id("deal", place.deal), "facility": public_id("facility", place.facility),
        "hold": public_id("hold", place.hold) if place.hold else None,
    }  # fmt: skip


def _leaves(question: Question, weight: str, place: Place, figure: str, rests: str | None) -> Leaves:
    if rests != "entries":
        return from_claims(question, place, figure)
    is_underwritten = place.hold is not None and weight == "possible"
    return underwritten(question, place) if is_underwritten else from_entries(question, place, figure)
