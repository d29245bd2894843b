"""The facilities or holds of one line of a sum, each as a node with one of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from deals.exposure.dimensions import DIMENSIONS, LENDERS, lenders
from deals.reports.exposure_question import Question
from deals.reports.why_leaves import Place
from deals.reports.why_node import node_of, node_over
from dealtracker.ids import private_key
from dealtracker.money import plain

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
# A figure of exposure → what it weighs.
_OVER = {"exposure": ("outstanding", "undrawn"), "net_exposure": ("net_outstanding", "net_undrawn")}


@dataclass(frozen=True)
class Line:
    """One line of a sum: a group's stored key, None for what belongs to no group, and what of it is added."""

    dimension: str
    key: str | None
    weight: str
    basis: str
    currency: str


def line_nodes(
    question: Question, line: Line, figures: Sequence[str], factor: Decimal = Decimal(1)
) -> tuple[list[Row], int]:
    """(a node with its deal's title for each part of which one of `figures` is known, the first of them; how many parts)."""
    rows = question.ask(_statement(line.dimension, line.key), **asdict(line))
    found = (_first(question, line, figures, factor, row) for row in rows)
    return titled(question, [node for node in found if node]), len(rows)


def titled(question: Question, nodes: Iterable[Row]) -> list[Row]:
    titles = dict(question.ask("SELECT seen.deal, seen.title FROM seen"))
    return [{**node, "title": titles.get(private_key("deal", node["deal"]), "")} for node in nodes]


def _statement(dimension: str, key: str | None) -> str:
    if dimension in LENDERS:
        return _HELD.format(belongs="d.party IS NULL" if key is None else _HELD_BY.format(lenders(dimension)))
    belongs = _BELONGS.format(DIMENSIONS[dimension].sql)
    if key is None:
        belongs = f"NOT {belongs.replace('AND b.key = %(key)s', '')}"
    return _ROWS.format(belongs=belongs)


def _first(question: Question, line: Line, figures: Sequence[str], factor: Decimal, row: tuple[Any, ...]) -> Row | None:
    return next((node for figure in figures if (node := _node(question, line, figure, factor, row))), None)


def _node(question: Question, line: Line, figure: str, factor: Decimal, row: tuple[Any, ...]) -> Row | None:
    """None where the figure is not known of this part."""
    deal, facility, hold, basis, outstanding_basis, *cash = row
    amounts: dict[str, Any] = dict(zip(_CASH, cash, strict=True))
    place = Place(deal, facility, hold, line.currency)
    if figure not in _OVER:
        rests = basis if figure in _RESTS else outstanding_basis
        return node_of(question, line.weight, place, figure, rests, amounts[figure])
    drawn, free = (
        node_of(question, line.weight, place, name, outstanding_basis, amounts[name]) for name in _OVER[figure]
    )
    if drawn is None or free is None:
        return None
    parts = [("Outstanding", Decimal(1), drawn), ("Undrawn", factor, free)]
    return node_over(place, "outstanding + factor × undrawn", parts, basis=basis, factor=plain(factor))
