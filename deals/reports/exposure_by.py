"""Totals of stated amounts on a day: by measure, weight, basis and currency, each apart; what has no figure is counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.filters import visible
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.money import minor_units, plain

# A deal that is part of another one counted here is left to it.
_ONCE = """NOT EXISTS (SELECT 1 FROM deals_dealrelation x JOIN deals_sheet o ON o.deal = x.to_id
    WHERE x.deal_id = s.deal AND x.kind = 'part of' AND o.valid_to > %s)"""
_TOTALS = """
SELECT e.measure, e.weight, e.basis, e.currency, count(*), count(DISTINCT e.deal), count(e.committed),
    sum(e.committed), sum(coalesce(e.low, e.committed)), sum(coalesce(e.high, e.committed)), count(e.low), count(e.high)
FROM deals_exposureperiod e JOIN deals_sheet s ON s.deal = e.deal
WHERE e.hold IS NULL AND e.start <= %s AND e."end" > %s AND {where} AND {once}
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4, 3
"""
_LARGEST = """
SELECT s.deal, s.title, f.id, f.name, f.kind, e.basis, e.weight, f.amount
FROM deals_exposureperiod e JOIN deals_sheet s ON s.deal = e.deal JOIN deals_facility f ON f.id = e.facility
WHERE e.hold IS NULL AND e.measure = 'debt' AND e.currency = %s AND e.start <= %s AND e."end" > %s AND {where} AND {once}
ORDER BY coalesce(e.committed, e.high, e.low) DESC NULLS LAST, f.id LIMIT %s
"""
_APART = """
SELECT 'contingent support', c.cap #>> '{{amount,currency}}', count(*), count(c.cap #>> '{{amount,point}}'),
    sum((c.cap #>> '{{amount,point}}')::numeric)
FROM deals_support u JOIN deals_sheet s ON s.deal = u.deal_id CROSS JOIN LATERAL jsonb_array_elements(u.caps) AS c(cap)
WHERE {where} AND coalesce(c.cap ->> 'from', '0001-01-01') <= %s::text AND coalesce(c.cap ->> 'to', '9999-12-31') >= %s::text
    AND c.cap #>> '{{amount,kind}}' <> 'unknown'
GROUP BY 2
UNION ALL
SELECT 'contract value', k.value ->> 'currency', count(*), count(k.value ->> 'point'), sum((k.value ->> 'point')::numeric)
FROM deals_contract k JOIN deals_sheet s ON s.deal = k.deal_id
WHERE {where} AND k.value ->> 'kind' <> 'unknown' GROUP BY 2
ORDER BY 1, 2
"""
_NOTHING = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM deals_exposureperiod e WHERE e.facility = f.id
    AND e.start <= %s AND e."end" > %s))
FROM deals_facility f JOIN deals_sheet s ON s.deal = f.deal_id WHERE {where}
"""


def exposure_by(
    *, viewer: Viewer, as_of: date, today: date, currency: str = "USD", largest: int = 16
) -> dict[str, Any]:
    """{"totals", "apart", "largest", "facilities", "without"}; money as decimal strings, unknown is None, never zero.

    totals [{"measure", "weight", "basis", "currency", "facilities", "deals", "with_point", "point", "low", "high"}] ·
    apart [{"measure", "currency", "rows", "with_point", "point"}]: support and contracts, never added to debt.
    """
    where, values = joined([visible(viewer, today)])
    day, once = [as_of, as_of], [today]
    totals = _ask(_TOTALS.format(where=where, once=_ONCE), [*day, *values, *once])
    rows = _ask(_LARGEST.format(where=where, once=_ONCE), [currency, *day, *values, *once, largest])
    apart = _ask(_APART.format(where=where), [*values, *day, *values])
    [(facilities, without)] = _ask(_NOTHING.format(where=where), [*day, *values])
    return {
        "totals": [_total(row) for row in totals], "apart": [_apart(row) for row in apart],
        "largest": [_one(row) for row in rows], "facilities": facilities, "without": without,
    }  # fmt: skip


def _ask(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _total(row: tuple[Any, ...]) -> dict[str, Any]:
    measure, weight, basis, currency, facilities, deals, with_point, point, low, high, lows, highs = row
    bounds = {"low": low if lows == facilities else None, "high": high if highs == facilities else None}
    return {
        "measure": measure, "weight": weight, "basis": basis, "currency": currency, "facilities": facilities,
        "deals": deals, "with_point": with_point, "point": _major(point, currency),
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
