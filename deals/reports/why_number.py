"""Why this number? A tree from a sum of exposure down to entries and claims; its leaves add up to the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from deals.exposure.dimensions import LENDERS, NAMES, kind_of
from deals.ledger.fx import Converter
from deals.reports.exposure_groups import MEASURES
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.why_claims import settled
from deals.reports.why_factors import at_rates
from deals.reports.why_leaves import NET
from deals.reports.why_node import named, opened, parts_rule, worked
from deals.reports.why_rest import UNDISCLOSED, rest_nodes
from deals.reports.why_rows import Line, line_nodes, titled
from dealtracker.access.rules import Viewer
from dealtracker.evidence.rules import CERTAINTIES
from dealtracker.ids import private_key
from dealtracker.money import minor_units, plain, round_money

BASIC = ("point", "low", "high", "outstanding", "undrawn", *NET)
FIGURES = (*BASIC, "exposure", UNDISCLOSED)
BASES = ("entries", *CERTAINTIES)
WEIGHTS = ("committed", "possible", "proposed")
Row = dict[str, Any]


def why_number(
    *, viewer: Viewer, dimension: str, key: str | None, weight: str, basis: str | None, currency: str, figure: str, as_of: date,
    known_on: date, today: date, measure: str = "debt", invented: bool = False, factor: Decimal = Decimal(1),
    into: str | None = None,
) -> Row:  # fmt: skip
    """{"figure", "amount", "currency", "recomputed", "rule", "parts": [node]} for one line of `exposure_groups`.

    A node is one facility or hold: {"deal", "title", "facility", "hold", "amount", "recomputed", "rule", "leaves"}. A leaf
    is an entry ({"entry", "kind", "amount" with its sign, "value_date", "source"}), what a participation moves
    ({"participation", "amount", "entries"}) or a value with its claims ({"at", "amount", "claims"}); the leaves of a node
    add up to it. A node of exposure, or of what is undisclosed, has "of" in their place: the nodes that it comes from, each
    with "times", so often as it counts (−1 for a hold that is taken off). `key` is a group's key, None for what belongs to
    no group; what is undisclosed belongs to none and has every basis, so it takes neither. With `into`, another currency, the
    line is told at the rates of the day, as one part that is the product of these and its sum. Raises FilterError.
    """
    _check(dimension, key, weight, basis, figure, measure)
    question = Question(viewer, as_of, today, known_on, measure, invented)
    question.prepare()
    if figure == UNDISCLOSED:
        found, count = rest_nodes(question, weight, currency)
        nodes = titled(question, found)
    else:
        line = Line(dimension, _stored_key(dimension, key), weight, str(basis), currency)
        nodes, count = line_nodes(question, line, (figure,), factor)
    rule, amount = parts_rule(len(nodes), count), _sum(nodes, "amount", currency)
    if into and into != currency:
        whole = worked("", None, rule, amount, currency=currency, places=minor_units(currency), rounding="HALF_EVEN",
                       of=[named(node["title"], node) for node in nodes])  # fmt: skip
        root = _into(whole, into, as_of)
        settled(question, [root])
        return opened(root, figure=figure)
    settled(question, nodes)
    again = _sum(nodes, "recomputed", currency)
    return {"figure": figure, "currency": currency, "amount": amount, "recomputed": again, "rule": rule, "parts": nodes}


def _into(whole: Row, into: str, day: date) -> Row:
    converter = Converter.on(day, into, {whole["currency"]})
    amount = None if whole["amount"] is None else converter.convert(Decimal(whole["amount"]), whole["currency"])
    if amount is None:
        raise FilterError("into", f"there is no sum, or no rate from {whole['currency']} to {into} of the week up to {day}")
    return at_rates(named("Sum in its own currency", whole), converter, amount)


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


def _sum(nodes: Sequence[Row], name: str, currency: str) -> str | None:
    """Rounded once, half even, since a factor may leave parts of the smallest unit; None where one is not known any more."""
    known = [Decimal(node[name]) for node in nodes if node[name] is not None]
    return plain(round_money(sum(known, Decimal(0)), currency)) if nodes and len(known) == len(nodes) else None
