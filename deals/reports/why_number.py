"""Why this number? A tree from a sum of exposure down to entries and claims; its leaves add up to the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from deals.exposure.dimensions import DIMENSIONS, LENDERS, NAMES, kind_of, lenders
from deals.reports.exposure_groups import MEASURES
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.why_claims import settled
from deals.reports.why_leaves import NET, Place
from deals.reports.why_node import node_of, node_over
from deals.reports.why_rest import UNDISCLOSED, rest_nodes
from dealtracker.access.rules import Viewer
from dealtracker.evidence.rules import CERTAINTIES
from dealtracker.ids import private_key
from dealtracker.money import plain, round_money

BASIC = ("point", "low", "high", "outstanding", "undrawn", *NET)
FIGURES = (*BASIC, "exposure", UNDISCLOSED)
BASES = ("entries", *CERTAINTIES)
WEIGHTS = ("committed", "possible", "proposed")
Row = dict[str, Any]
_CASH = ("point", "low", "high", "outstanding", "undrawn", "net_point", "net_outstanding", "net_undrawn")
_RESTS = ("point", "low", "high", "net_point")  # the other figures rest on what tells of what is outstanding
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
    *, viewer: Viewer, dimension: str, key: str | None, weight: str, basis: str | None, currency: str, figure: str, as_of: date,
    known_on: date, today: date, measure: str = "debt", invented: bool = False, factor: Decimal = Decimal(1),
) -> Row:  # fmt: skip
    """{"figure", "amount", "currency", "recomputed", "rule", "parts": [node]} for one line of `exposure_groups`.

    A node is one facility or hold: {"deal", "title", "facility", "hold", "amount", "recomputed", "rule", "leaves"}. A leaf
    is an entry ({"entry", "kind", "amount" with its sign, "value_date", "source"}), what a participation moves
    ({"participation", "amount", "entries"}) or a value with its claims ({"at", "amount", "claims"}); the leaves of a node
    add up to it. A node of exposure, or of what is undisclosed, has "of" in their place: the nodes that it comes from, each
    with "times", so often as it counts (−1 for a hold that is taken off). `key` is a group's key, None for what belongs to
    no group; what is undisclosed belongs to none and has every basis, so it takes neither. Raises FilterError.
    """
    _check(dimension, key, weight, basis, figure, measure)
    question = Question(viewer, as_of, today, known_on, measure, invented)
    question.prepare()
    if figure == UNDISCLOSED:
        nodes, count = rest_nodes(question, weight, currency)
    else:
        values = {"weight": weight, "basis": basis, "currency": currency, "key": _stored_key(dimension, key)}
        rows = question.ask(_statement(dimension, key), **values)
        nodes, count = [n for row in rows if (n := _node(question, weight, currency, figure, factor, row))], len(rows)
    titles = dict(question.ask("SELECT seen.deal, seen.title FROM seen"))
    for node in settled(question, nodes):
        node["title"] = titles.get(private_key("deal", node["deal"]), "")
    return {
        "figure": figure, "currency": currency, "amount": _sum(nodes, "amount", currency),
        "recomputed": _sum(nodes, "recomputed", currency),
        "rule": f"sum of {len(nodes)} parts with a known figure, of {count}", "parts": nodes,
    }  # fmt: skip


def _check(dimension: str, key: str | None, weight: str, basis: str | None, figure: str, measure: str) -> None:
    rest = figure == UNDISCLOSED
    asked = (("figure", figure, FIGURES), ("weight", weight, WEIGHTS), ("measure", measure, MEASURES))
    for name, given, taken in (*asked, *(() if rest else (("basis", basis or "", BASES),))):
        if given not in taken:
            raise FilterError(name, f'"{given[:40]}" is not one of: {", ".join(taken)}')
    if rest and dimension not in LENDERS:
        raise FilterError("dimension", f"what is undisclosed is told by: {', '.join(LENDERS)}")
    for name, surplus in (("key", key), ("basis", basis)):
        if rest and surplus:
            raise FilterError(name, "what is undisclosed has none: leave it out")


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
    """Rounded once, half even, since a factor may leave parts of the smallest unit; None where one is not known any more."""
    known = [Decimal(node[name]) for node in nodes if node[name] is not None]
    return plain(round_money(sum(known, Decimal(0)), currency)) if nodes and len(known) == len(nodes) else None


def _node(
    question: Question, weight: str, currency: str, figure: str, factor: Decimal, row: tuple[Any, ...]
) -> Row | None:
    """None where the figure is not known of this part."""
    deal, facility, hold, basis, outstanding_basis, *cash = row
    amounts: dict[str, Any] = dict(zip(_CASH, cash, strict=True))
    place = Place(deal, facility, hold, currency)
    if figure != "exposure":
        rests = basis if figure in _RESTS else outstanding_basis
        return node_of(question, weight, place, figure, rests, amounts[figure])
    drawn, free = (
        node_of(question, weight, place, name, outstanding_basis, amounts[name]) for name in ("outstanding", "undrawn")
    )
    if drawn is None or free is None:
        return None
    parts = [("Outstanding", Decimal(1), drawn), ("Undrawn", factor, free)]
    return node_over(place, "outstanding + factor × undrawn", parts, basis=basis, factor=plain(factor))
