"""Why this number? A tree from a sum of exposure down to entries and claims; its leaves add up to the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from deals.exposure.dimensions import DIMENSIONS, LENDERS, NAMES, kind_of, lenders
from deals.ledger.calc.rounding import from_units
from deals.reports.exposure_groups import MEASURES
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.why_leaves import NET, Place, from_claims, from_entries, underwritten
from dealtracker.access.rules import Viewer
from dealtracker.evidence.rules import CERTAINTIES
from dealtracker.ids import private_key, public_id
from dealtracker.money import plain, round_money

BASIC = ("point", "low", "high", "outstanding", "undrawn", *NET)
FIGURES = (*BASIC, "exposure")
BASES = ("entries", *CERTAINTIES)
WEIGHTS = ("committed", "possible", "proposed")
Row = dict[str, Any]
_CASH = ("point", "low", "high", "outstanding", "undrawn", "net_point", "net_outstanding", "net_undrawn")
_ROWS = """
SELECT w.deal, w.facility, NULL::uuid AS hold, w.basis, w.outstanding_basis, w.point, w.low, w.high, w.outstanding, w.undrawn,
    w.point, w.outstanding, w.undrawn
FROM whole w WHERE w.weight = %(weight)s AND w.basis = %(basis)s AND w.currency = %(currency)s AND {belongs}
ORDER BY w.deal, w.facility
"""
_HELD = """
SELECT d.deal, d.facility, d.hold, d.basis, d.basis, d.point, d.low, d.high, d.outstanding, d.undrawn,
    d.net_point, d.net_outstanding, d.net_undrawn
FROM held d WHERE d.weight = %(weight)s AND d.basis = %(basis)s AND d.currency = %(currency)s AND {belongs}
ORDER BY d.deal, d.facility, d.hold
"""
_BELONGS = """EXISTS (SELECT FROM ({}) b WHERE b.deal = w.deal AND (b.facility IS NULL OR b.facility = w.facility)
    AND b.key = %(key)s)"""
_HELD_BY = "EXISTS (SELECT FROM ({}) b WHERE b.facility = d.hold AND b.key = %(key)s)"


def why_number(
    *, viewer: Viewer, dimension: str, key: str | None, weight: str, basis: str, currency: str, figure: str, as_of: date,
    known_on: date, today: date, measure: str = "debt", invented: bool = False, factor: Decimal = Decimal(1),
) -> Row:  # fmt: skip
    """{"figure", "amount", "currency", "recomputed", "rule", "parts": [node]} for one line of `exposure_groups`.

    A node is one facility or hold: {"deal", "title", "facility", "hold", "amount", "recomputed", "rule", "leaves"}. A leaf
    is an entry ({"entry", "kind", "amount" with its sign, "value_date", "source"}), what a participation moves
    ({"participation", "amount", "entries"}) or a value with its claims ({"at", "amount", "claims"}); the leaves of a node
    add up to it. A node of exposure has {"of": [node of outstanding, node of undrawn], "factor"} in their place. `key` is
    a group's key, None for what belongs to no group. Raises FilterError.
    """
    for name, given, taken in (("figure", figure, FIGURES), ("weight", weight, WEIGHTS), ("basis", basis, BASES)):
        if given not in taken:
            raise FilterError(name, f'"{given[:40]}" is not one of: {", ".join(taken)}')
    if measure not in MEASURES:
        raise FilterError("measure", f'"{measure[:40]}" is not one of: {", ".join(MEASURES)}')
    question = Question(viewer, as_of, today, known_on, measure, invented)
    values = {"weight": weight, "basis": basis, "currency": currency, "key": _stored_key(dimension, key)}
    question.prepare()
    rows = question.ask(_statement(dimension, key), **values)
    titles = dict(question.ask("SELECT seen.deal, seen.title FROM seen"))
    nodes = [node for row in rows if (node := _node(question, weight, currency, figure, factor, row))]
    for node in nodes:
        node["title"] = titles.get(private_key("deal", node["deal"]), "")
    return {
        "figure": figure, "currency": currency, "amount": _sum(nodes, "amount", currency),
        "recomputed": _sum(nodes, "recomputed", currency),
        "rule": f"sum of {len(nodes)} parts with a known figure, of {len(rows)}", "parts": nodes,
    }  # fmt: skip


def _stored_key(dimension: str, key: str | None) -> str | None:
    if dimension not in NAMES:
        raise FilterError("dimension", f'"{dimension[:40]}" is not one of: {", ".join(NAMES)}')
    kind = kind_of(dimension)
    if key is None or not kind:
        return key
    found = private_key(kind, key)
    if found is None:
        raise FilterError("key", f'"{key[:60]}" is not an id of a {kind} ({kind}_…)')
    return str(found)


def _statement(dimension: str, key: str | None) -> str:
    if dimension in LENDERS:
        return _HELD.format(belongs="d.party IS NULL" if key is None else _HELD_BY.format(lenders(dimension)))
    belongs = _BELONGS.format(DIMENSIONS[dimension].sql)
    if key is None:
        belongs = f"NOT {belongs.replace('AND b.key = %(key)s', '')}"
    return _ROWS.format(belongs=belongs)


def _sum(nodes: Sequence[Row], name: str, currency: str) -> str | None:
    """Rounded once, half even, since a factor may leave parts of the smallest unit."""
    return plain(round_money(sum((Decimal(node[name]) for node in nodes), Decimal(0)), currency)) if nodes else None


def _node(
    question: Question, weight: str, currency: str, figure: str, factor: Decimal, row: tuple[Any, ...]
) -> Row | None:
    """None where the figure is not known of this part."""
    deal, facility, hold, basis, outstanding_basis, *cash = row
    amounts: dict[str, Any] = dict(zip(_CASH, cash, strict=True))
    place, rests = (
        Place(deal, facility, hold, currency),
        {"point": basis, "low": basis, "high": basis, "net_point": basis},
    )
    if figure != "exposure":
        return _one(question, weight, place, figure, rests.get(figure, outstanding_basis), amounts[figure])
    pair = [
        _one(question, weight, place, name, outstanding_basis, amounts[name]) for name in ("outstanding", "undrawn")
    ]
    drawn, free = pair
    if drawn is None or free is None:
        return None
    sums = {n: plain(Decimal(drawn[n]) + factor * Decimal(free[n])) for n in ("amount", "recomputed")}
    return {
        **_where(place),
        "basis": basis,
        **sums,
        "rule": "outstanding + factor × undrawn",
        "factor": plain(factor),
        "of": pair,
    }


def _where(place: Place) -> Row:
    return {
        "deal": public_id("deal", place.deal), "facility": public_id("facility", place.facility),
        "hold": public_id("hold", place.hold) if place.hold else None,
    }  # fmt: skip


def _one(question: Question, weight: str, place: Place, figure: str, rests: str | None, amount: Any) -> Row | None:
    if amount is None:
        return None
    rule, total, leaves = _leaves(question, weight, place, figure, rests)
    return {
        **_where(place), "basis": rests, "amount": plain(from_units(int(amount), place.currency)), "recomputed": plain(total),
        "rule": rule, "leaves": leaves,
    }  # fmt: skip


def _leaves(
    question: Question, weight: str, place: Place, figure: str, rests: str | None
) -> tuple[str, Decimal, list[Row]]:
    if rests != "entries":
        return from_claims(question, place, figure)
    is_underwritten = place.hold is not None and weight == "possible"
    return underwritten(question, place) if is_underwritten else from_entries(question, place, figure)
