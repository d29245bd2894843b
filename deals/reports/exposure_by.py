"""Totals of stated amounts on a day: by measure, weight, basis and currency, each apart; what has no figure is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from deals.exposure.counted import known
from deals.reports.exposure_question import Question
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.money import minor_units, plain

MEASURES = ("debt", "equity")

_TOTALS = """
SELECT weight, basis, currency, count(*), count(DISTINCT deal), count(point), sum(point), sum(low), sum(high), count(low),
    count(high)
FROM whole WHERE coalesce(point, low, high) IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
"""
_LARGEST = """
SELECT w.deal, s.title, f.id, f.name, f.kind, w.basis, w.weight, coalesce(t.value, f.amount)
FROM whole w JOIN seen s ON s.deal = w.deal JOIN deals_facility f ON f.id = w.facility
LEFT JOIN evidence_standing t ON t.target = f.id AND t.field = 'amount'
    AND t.known_from <= %(known_on)s AND t.known_to > %(known_on)s
WHERE w.currency = %(currency)s AND coalesce(w.point, w.high, w.low) IS NOT NULL AND coalesce(t.value, f.amount) IS NOT NULL
ORDER BY coalesce(w.point, w.high, w.low) DESC, f.id LIMIT %(largest)s
"""
# A lease under another one, and one project's later figure beside its earlier one, are told once.
_APART = """
SELECT measure, amount ->> 'currency', count(*), count(amount ->> 'point'), sum((amount ->> 'point')::numeric)
FROM apart_seen WHERE amount ->> 'kind' <> 'unknown' GROUP BY 1, 2 ORDER BY 1, 2
"""
_NOTHING = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM {table} e WHERE e.deal = f.deal_id
    AND e.facility = f.id AND e.rests_on <> 'unstated' AND e.start <= %(as_of)s AND e."end" > %(as_of)s))
FROM deals_facility f JOIN seen ON seen.deal = f.deal_id WHERE {known}
"""


def exposure_by(
    *, viewer: Viewer, as_of: date, known_on: date, today: date, currency: str = "USD", largest: int = 16
) -> dict[str, Any]:
    """{"totals", "apart", "largest", "facilities", "without"}; money as decimal strings, unknown is None, never zero.

    totals [{"measure", "weight", "basis", "currency", "facilities", "deals", "with_point", "with_low", "with_high",
    "point", "low", "high"}]; `point` adds those that have one, `low` and `high` are there where every facility has that bound ·
    apart [{"measure", "currency", "rows", "with_point", "point"}]: support, contracts and project cost, never
    added to debt. Nothing is counted twice (deals/exposure/counted.py), and no invented example is counted at all.
    """
    question = Question(viewer, as_of, today, known_on)
    question.prepare()
    totals = [(m, *row) for m in MEASURES for row in replace(question, measure=m).ask(_TOTALS)]
    rows = question.ask(_LARGEST, currency=currency, largest=largest)
    apart = question.ask(_APART)
    [(facilities, without)] = question.ask(_NOTHING.format(table=question.table, known=known("f")))
    return {
        "totals": [_total(row) for row in totals], "apart": [_apart(row) for row in apart],
        "largest": [_one(row) for row in rows], "facilities": facilities, "without": without,
    }  # fmt: skip


def _total(row: tuple[Any, ...]) -> dict[str, Any]:
    measure, weight, basis, currency, facilities, deals, with_point, point, low, high, with_low, with_high = row
    bounds = {"low": low if with_low == facilities else None, "high": high if with_high == facilities else None}
    return {
        "measure": measure, "weight": weight, "basis": basis, "currency": currency, "facilities": facilities,
        "deals": deals, "with_point": with_point, "with_low": with_low, "with_high": with_high, "point": _major(point, currency),
        **{name: _major(value, currency) for name, value in bounds.items()},
    }  # fmt: skip


def _major(minor: Any, currency: str) -> str | None:
    return None if minor is None else plain(Decimal(minor).scaleb(-minor_units(currency)))


def _apart(row: tuple[Any, ...]) -> dict[str, Any]:
    measure, currency, number, with_point, point = row
    return {
        "measure": measure, "currency": currency, "rows": number, "with_point": with_point,
        "point": plain(point) if point is not None else None,
    }  # fmt: skip


def _one(row: tuple[Any, ...]) -> dict[str, Any]:
    deal, title, facility, name, kind, basis, weight, amount = row
    stated = orjson.loads(amount) if isinstance(amount, str) else amount
    return {
        "deal": public_id("deal", deal), "title": title, "facility": public_id("facility", facility), "name": name or kind,
        "basis": basis, "weight": weight, "amount": stated,
    }  # fmt: skip
