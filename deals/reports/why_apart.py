"""What is neither debt nor equity: a total of caps in force, of contracts' values or of project costs, by its stated amounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.why_claims import settled, stated_leaf
from deals.reports.why_node import opened, parts_rule, worked
from deals.reports.why_rows import titled
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.money import Amount

Row = dict[str, Any]
_ROWS = """
SELECT deal, at, amount FROM apart_seen WHERE measure = %(apart)s AND amount ->> 'kind' <> 'unknown'
    AND amount ->> 'currency' = %(currency)s ORDER BY deal, at, amount ->> 'point'
"""
# measure → what one part of it is
RULES: Mapping[str, str] = {
    "contingent support": "a cap in force on the day, as stated", "contract value": "as stated, of a contract under no other",
    "project cost": "the last that is stated of the project",
}  # fmt: skip
APART = tuple(RULES)


def why_apart(*, viewer: Viewer, measure: str, currency: str, as_of: date, known_on: date, today: date) -> Row:
    """{"figure", "measure", "currency", "amount", "recomputed", "rule", "how", "rounded", "unit", "parts": [node]} for one line
    that `exposure_by` tells apart; what has no single figure is counted in the rule. Raises FilterError."""
    if measure not in RULES:
        raise FilterError("measure", f'"{measure[:40]}" is not one of: {", ".join(APART)}')
    question = Question(viewer, as_of, today, known_on)
    question.prepare()
    rows = question.ask(_ROWS, apart=measure, currency=currency)
    told = ((deal, at, Amount.from_json(_read(amount), money=True)) for deal, at, amount in rows)
    known = [(deal, at, amount) for deal, at, amount in told if amount.point is not None]
    nodes = [
        worked(public_id("deal", deal), None, RULES[measure], amount.point, currency=currency, leaves=[stated_leaf(at, amount)])
        for deal, at, amount in known
    ]  # fmt: skip
    whole = sum((amount.point or Decimal(0) for *_, amount in known), Decimal(0)) if known else None
    root = worked("", None, parts_rule(len(known), len(rows)), whole, currency=currency, of=titled(question, nodes))
    settled(question, [root])
    return opened(root, figure="point", measure=measure)


def _read(amount: Any) -> Any:
    return orjson.loads(amount) if isinstance(amount, str) else amount
