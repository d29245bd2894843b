"""Exposure by lender, borrower, arranger, end beneficiary, their parents, country, chip, currency or maturity, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from deals.exposure.counted import REMAINDER
from deals.exposure.dimensions import DIMENSIONS, LENDER, LENDERS, NAMES, kind_of, lenders, parents
from deals.ledger.calc.rounding import from_units
from deals.ledger.fx import Converter
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.money import parse_currency, plain

MEASURES = ("debt", "equity")
NOT_STATED = ""
Row = dict[str, Any]
_SUMS = """count(DISTINCT deal), count(DISTINCT facility), count(*), count(point), sum(point),
    CASE WHEN count(low) = count(*) THEN sum(low) END, CASE WHEN count(high) = count(*) THEN sum(high) END,
    count(outstanding), sum(outstanding), count(undrawn), sum(undrawn),
    sum(outstanding + %(factor)s::numeric * undrawn), sum({net}point), sum({net}outstanding), sum({net}undrawn)"""
_FIGURES = (
    "deals", "facilities", "rows", "with_point", "point", "low", "high", "with_outstanding", "outstanding", "with_undrawn",
    "undrawn", "exposure", "net_point", "net_outstanding", "net_undrawn",
)  # fmt: skip
_MONEY = ("point", "low", "high", "outstanding", "undrawn", "exposure", "net_point", "net_outstanding", "net_undrawn")
_BY_KEY = f"""
, belongs AS (
    SELECT DISTINCT w.deal, w.facility, b.key, b.name FROM whole w JOIN ({{belongs}}) b
        ON b.deal = w.deal AND (b.facility IS NULL OR b.facility = w.facility)
), keyed AS (
    SELECT w.*, coalesce(b.key, '') AS key, coalesce(b.name, '') AS name
    FROM whole w LEFT JOIN belongs b ON b.deal = w.deal AND b.facility = w.facility
)
SELECT key, min(name), weight, basis, currency, {_SUMS.format(net="")} FROM keyed
GROUP BY GROUPING SETS ((key), (key, weight, basis, currency)) ORDER BY key, weight NULLS FIRST, currency, basis
"""
_BY_LENDER = f"""
, keyed AS (
    SELECT d.*, coalesce(b.key, '') AS key, coalesce(b.name, '') AS name
    FROM held d LEFT JOIN ({{lenders}}) b ON b.facility = d.hold
)
SELECT key, min(name), weight, basis, currency, {_SUMS.format(net="net_")} FROM keyed
GROUP BY GROUPING SETS ((key), (key, weight, basis, currency)) ORDER BY key, weight NULLS FIRST, currency, basis
"""
# Who is reported to take part with money; the group that its source leaves unnamed is no name.
_TAKERS = """SELECT r.deal, r.facility, r.party::text AS key FROM role_seen r
    WHERE r."group" = 'money' AND r.status = 'active'"""
_NAMED = """
SELECT p.id::text, p.name, p.kind = 'unnamed group', count(DISTINCT n.deal)
FROM ({takers}) n JOIN parties_party p ON p.id = n.key::uuid GROUP BY 1, 2, 3
"""
_COVERS = """
, takers AS (
    SELECT r.deal, r.party FROM role_seen r WHERE r."group" = 'money' AND r.status = 'active'
    UNION SELECT deal, party FROM held WHERE party IS NOT NULL
)
SELECT (SELECT count(*) FROM seen),
    (SELECT count(DISTINCT deal) FROM whole WHERE coalesce(point, low, high, outstanding) IS NOT NULL),
    (SELECT count(*) FROM takers), (SELECT count(*) FROM takers t WHERE EXISTS (
        SELECT FROM held h WHERE h.deal = t.deal AND h.party = t.party AND h.point IS NOT NULL))
"""
_UNDISCLOSED = f"""
SELECT weight, currency, count(*), count(remainder), sum(remainder) FROM ({REMAINDER}) r GROUP BY 1, 2 ORDER BY 1, 2
"""


def exposure_groups(
    *, viewer: Viewer, dimension: str, as_of: date, known_on: date, today: date, currency: str = "USD", measure: str = "debt",
    factor: Decimal = Decimal(1), invented: bool = False,
) -> Row:  # fmt: skip
    """{"dimension", "measure", "as_of", "known_on", "groups", "covers", "conversion"} and, by lender, "undisclosed".

    A group is {"key", "name", "deals", "amounts": [line]}; a line has one weight, basis and currency, and lines are never
    added. "point" sums the facilities that have one ("with_point" of "facilities"); "low" and "high" are there where all
    have one. "exposure" is outstanding + factor × undrawn of those where both are known. "in_currency" repeats the line
    at the dated rate, or is None where there is no rate. A facility may stand in several groups, so groups do not add up
    to a whole. Lenders come by the number of deals in which they are reported to take part. Raises FilterError.
    """
    _check(dimension, currency, measure)
    question = Question(viewer, as_of, today, known_on, measure, invented)
    question.prepare()
    rows = question.ask(_statement(dimension), factor=factor)
    converter = Converter.on(as_of, currency, {row[4] for row in rows if row[4]})
    groups = _groups(rows, converter, kind_of(dimension))
    if dimension in LENDERS:
        _add_named(groups, question, dimension)
    found = sorted(groups.values(), key=lambda g: (g["key"] is None, g.get("unnamed", False), -g["deals"], g["name"] or ""))
    answer = {
        "dimension": dimension, "measure": measure, "as_of": as_of.isoformat(), "known_on": known_on.isoformat(),
        "factor": plain(factor), "groups": found, "covers": _covers(question),
    }  # fmt: skip
    if dimension in LENDERS:
        answer["undisclosed"] = _undisclosed(question, converter)
    return {**answer, "conversion": converter.to_json()}


def _check(dimension: str, currency: str, measure: str) -> None:
    if dimension not in NAMES:
        raise FilterError("dimension", f'"{dimension[:40]}" is not one of: {", ".join(NAMES)}')
    if measure not in MEASURES:
        raise FilterError("measure", f'"{measure[:40]}" is not one of: {", ".join(MEASURES)}')
    try:
        parse_currency(currency)
    except ValueError as error:
        raise FilterError("currency", str(error)) from None


def _statement(dimension: str) -> str:
    if dimension in LENDERS:
        return _BY_LENDER.format(lenders=lenders(dimension))
    return _BY_KEY.format(belongs=DIMENSIONS[dimension].sql)


def _key(kind: str, key: str) -> str | None:
    if key == NOT_STATED:
        return None
    return public_id(kind, key) if kind else key


def _groups(rows: Iterable[tuple[Any, ...]], converter: Converter, kind: str) -> dict[str, Row]:
    groups: dict[str, Row] = {}
    for key, name, weight, basis, currency, *figures in rows:
        group = groups.setdefault(key, {"key": _key(kind, key), "name": name or None, "deals": 0, "amounts": []})
        line = {"weight": weight, "basis": basis, "currency": currency, **dict(zip(_FIGURES, figures, strict=True))}
        deals = line.pop("deals")
        if weight is None:
            group["deals"] = deals
        else:
            group["amounts"].append(_line(line, converter))
    return groups


def _line(line: Row, converter: Converter) -> Row:
    """Whole minor units as decimal strings, and once more in the currency asked for."""
    currency = line["currency"]
    native = {name: None if line[name] is None else _major(line[name], currency) for name in _MONEY}
    other = {name: value if value is None else converter.convert(value, currency) for name, value in native.items()}
    lacking = any(native[name] is not None and other[name] is None for name in _MONEY)
    shown = {name: None if value is None else plain(value) for name, value in other.items()}
    return {
        **line,
        **{name: None if value is None else plain(value) for name, value in native.items()},
        "in_currency": None if lacking else shown,
    }


def _major(minor: Any, currency: str) -> Decimal:
    return from_units(round(Decimal(minor)), currency)


def _add_named(groups: dict[str, Row], question: Question, dimension: str) -> None:
    """Those who are named without any figure stand beside the others."""
    takers = _TAKERS if dimension == LENDER else parents(_TAKERS)
    for key, name, unnamed, deals in question.ask(_NAMED.format(takers=takers)):
        group = groups.setdefault(key, {"key": public_id("party", key), "name": name, "deals": 0, "amounts": []})
        group["deals"] = max(group["deals"], deals)
        group["unnamed"] = bool(unnamed)


def _covers(question: Question) -> Row:
    [(deals, with_figures, takers, with_hold)] = question.ask(_COVERS)
    return {"deals": with_figures, "of": deals, "holds": with_hold, "of_lenders": takers}


def _undisclosed(question: Question, converter: Converter) -> list[Row]:
    """What facilities have beyond their named holds, where that can be computed; never ranked as a name."""
    found = []
    for weight, currency, facilities, computable, remainder in question.ask(_UNDISCLOSED):
        amount = None if remainder is None else _major(remainder, currency)
        other = None if amount is None else converter.convert(amount, currency)
        found.append(
            {
                "weight": weight, "currency": currency, "facilities": facilities, "computable": computable,
                "amount": None if amount is None else plain(amount), "in_currency": None if other is None else plain(other),
            }
        )  # fmt: skip
    return found
