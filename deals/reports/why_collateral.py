"""Why this number? A tree from a figure of collateral down to entries, claims, rates and the terms of a curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from deals.reports.collateral import lacks
from deals.reports.collateral_lines import Pledged
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.secured import Secured, Security, security_of
from deals.reports.why_claims import settled
from deals.reports.why_node import opened
from deals.reports.why_over import over_node
from deals.reports.why_secured import Tree
from dealtracker.access.rules import Viewer

Row = dict[str, Any]
OVER = "over_pledged"
COSTS = ("cost", "eligible_cost")
PLEDGED = ("cost", "value")
_TREES: Mapping[str, Callable[[Tree], Row]] = {
    "cost": Tree.cost, "eligible_cost": Tree.eligible_cost, "value": Tree.value, "eligible_value": Tree.eligible_value,
    "outstanding": Tree.outstanding, "ltv": Tree.ltv, "borrowing_base": Tree.borrowing_base, "headroom": Tree.headroom,
}  # fmt: skip
FIGURES = (*_TREES, OVER)


def why_collateral(
    *, viewer: Viewer, document: Row, figure: str, as_of: date, known_on: date, today: date, facility: str | None = None,
    on: date | None = None, pledge: str | None = None, line: str | None = None, rank: str | None = None,
    chosen: Sequence[str] = (),
) -> Row:  # fmt: skip
    """{"figure", "facility", "pledge", "on", "currency", "unit", "amount", "recomputed", "rule", "how", "rounded", "lacks",
    "parts": [node]}.

    Nodes and leaves are those of `why_number`; a node whose "how" is "product" multiplies its parts, each to its "power",
    and "rounded" says to how many places and how it is rounded then. A leaf is besides a rate ({"rate", "amount"}) or
    what a curve leaves ({"curve", "since", "on", "amount"}). `on` is a day of the path, `as_of` if absent; cost and value
    are of one `pledge` too, and what is pledged beyond a `line` at a `rank` is a figure of no facility. What is not known
    is null, and "lacks" says why. Raises FilterError and UnknownCurve.
    """
    _check(figure, facility, on, pledge, line, rank)
    found = security_of(viewer=viewer, document=document, as_of=as_of, known_on=known_on, chosen=chosen)
    question = Question(viewer, min(on or as_of, as_of), today, known_on)
    if figure == OVER:
        root, missing = over_node(document, found, line, _rank(rank)), []
    else:
        one = _secured(found, facility)
        tree, line_of = Tree(question, one, on or as_of), _pledged(one, pledge, on or as_of) if pledge else None
        root = tree.pledged(figure, line_of) if line_of else _TREES[figure](tree)
        known = lacks(one, on or as_of) if line_of is None else list(line_of.charged.lacks)
        missing = known if root["amount"] is None else []
    settled(question, [root])
    return opened(root, figure=figure, facility=facility, pledge=pledge, on=(on or as_of).isoformat(), lacks=missing)


def _check(
    figure: str, facility: str | None, on: date | None, pledge: str | None, line: str | None, rank: str | None
) -> None:
    if figure not in FIGURES:
        raise FilterError("figure", f'"{figure[:40]}" is not one of: {", ".join(FIGURES)}')
    is_over = figure == OVER
    needed = ("line", line) if is_over else ("facility", facility)
    if not needed[1]:
        raise FilterError(needed[0], "is needed for this figure")
    surplus = (("facility", facility), ("on", on)) if is_over else (("line", line), ("rank", rank))
    dated = () if figure not in COSTS else (("on", on),)
    single = () if figure in PLEDGED else (("pledge", pledge),)
    for name, given in (*surplus, *dated, *single):
        if given is not None:
            raise FilterError(name, "is no part of this figure: leave it out")


def _secured(found: Security, facility: str | None) -> Secured:
    for one in found.facilities:
        if one.row["id"] == facility:
            return one
    raise FilterError("facility", f'"{str(facility)[:60]}" is no debt facility of this deal on these dates')


def _pledged(one: Secured, pledge: str, day: date) -> Pledged:
    for line in one.lines:
        if line.charged.pledge == pledge and line.charged.holds_on(day):
            return line
    raise FilterError("pledge", f'"{pledge[:60]}" pledges no hardware to this facility on that day')


def _rank(text: str | None) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 4):
        raise FilterError("rank", f'"{text[:40]}" is not a whole number')
    return int(text) if text else None
