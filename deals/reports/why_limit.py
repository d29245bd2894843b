"""Why this number? What is used of a limit, as a tree: its bases and currencies, down to entries and claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.ledger.fx import Converter
from deals.limits.calc import Part, used
from deals.limits.models import Limit
from deals.reports.exposure_question import Question
from deals.reports.limit_uses import Days, least_of, limit_parts, team_question
from deals.reports.why_claims import settled
from deals.reports.why_factors import at_rates
from deals.reports.why_node import opened, parts_rule, worked
from deals.reports.why_rows import Line, line_nodes
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id

Row = dict[str, Any]


def why_limit(*, viewer: Viewer, limit: UUID, days: Days) -> Row | None:
    """{"limit", "name", "dimension", "figure", "currency", "amount", "recomputed", "rule", "how", "rounded", "lacks", "parts":
    [node]} for what is at least used; None where the limit is not seen.

    Nodes and leaves are those of `why_number`. A part is one basis and currency, converted as `limit_uses` does: its deals
    are those that the limit's own compartment sees.
    """
    one = Limit.objects.visible_to(viewer).filter(pk=limit).first()
    if one is None:
        return None
    question = team_question(one, days)
    question.prepare()
    parts = list(limit_parts(question, one.dimension, one.figure, [one])[one.pk])
    use, converter = used(parts), Converter.on(days.as_of, one.currency, {part.currency for part in parts})
    nodes = [_part(question, one, part, converter) for part in parts if part.known]
    rule = parts_rule(use.known, use.parts)
    root = worked("", None, rule, use.least, currency=one.currency, of=nodes)
    settled(question, [root])
    lacks = [f"no rate of the day for {code}: left out of the sum" for code in use.unconverted]
    return opened(root, limit=public_id("limit", one.pk), name=one.name, dimension=one.dimension, figure=one.figure, lacks=lacks)


def _part(question: Question, limit: Limit, part: Part, converter: Converter) -> Row:
    """The deals of one basis and currency; in another currency than the limit's, their sum times the rates of the day."""
    line = Line(limit.dimension, limit.key, "committed", part.basis, part.currency)
    nodes, _ = line_nodes(question, line, least_of(limit.dimension, limit.figure))
    named = [{**node, "name": node["title"]} for node in nodes]
    whole = sum((Decimal(node["amount"]) for node in nodes), Decimal(0))
    name, rule = f"{part.basis}, {part.currency}", parts_rule(part.known, part.parts)
    added = worked("", None, rule, whole, currency=part.currency, of=named)
    if converter.rate(part.currency) is None:
        return {**added, "name": f"{name}: no rate of the day, left out", "times": "0"}
    node = added if part.currency == limit.currency else at_rates(added, converter, part.least)
    return {**node, "name": name}
