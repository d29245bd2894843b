"""Exposure by lender, borrower, arranger, end beneficiary, their parents, country, chip, currency or maturity, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
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
_COVERED = ("deals", "of", "holds", "of_lenders")
_SUMS = """ARRAY[count(DISTINCT deal), count(DISTINCT facility), count(*), count(point), sum(point),
    CASE WHEN count(low) = count(*) THEN sum(low) END, CASE WHEN count(high) = count(*) THEN sum(high) END,
    count(outstanding), sum(outstanding), count(undrawn), sum(undrawn),
    sum(outstanding + %(factor)s::numeric * undrawn), sum({net}point), sum({net}outstanding), sum({net}undrawn)]::numeric[]"""
_FIGURES = (
    "deals", "facilities", "rows", "with_point", "point", "low", "high", "with_outstanding", "outstanding", "with_undrawn",
    "undrawn", "exposure", "net_point", "net_outstanding", "net_undrawn",
)  # fmt: skip
_MONEY = ("point", "low", "high", "outstanding", "undrawn", "exposure", "net_point", "net_outstanding", "net_undrawn")
# One statement answers all: each part of it gives (part, key, name, weight, basis, currency, numbers).
_BY_KEY = """
, belongs AS (
    SELECT DISTINCT w.deal, w.facility, b.key, b.name FROM whole w JOIN ({belongs}) b
        ON b.deal = w.deal AND (b.facility IS NULL OR b.facility = w.facility)
), keyed AS (
    SELECT w.*, coalesce(b.key, '') AS key, coalesce(b.name, '') AS name
    FROM whole w LEFT JOIN belongs b ON b.deal = w.deal AND b.facility = w.facility
)"""
_BY_LENDER = """
, keyed AS (
    SELECT d.*, coalesce(b.key, '') AS key, coalesce(b.name, '') AS name
    FROM held d LEFT JOIN ({lenders}) b ON b.facility = d.hold
)"""
_GROUPED = f"""
SELECT 'group' AS part, key, min(name) AS name, weight, basis, currency, {_SUMS} AS numbers FROM keyed
GROUP BY GROUPING SETS ((key), (key, weight, basis, currency))"""
# Who is reported to take part with money; the group that its source leaves unnamed is no name.
_TAKERS = """
, taker AS (SELECT r.deal, r.facility, r.party FROM role_seen r WHERE r."group" = 'money' AND r.status = 'active')"""
_TAKING = "SELECT t.deal, t.facility, t.party::text AS key FROM taker t"
_NAMED = """
UNION ALL SELECT 'named', p.id::text, p.name, '', '', '', ARRAY[(p.kind = 'unnamed group')::int, count(DISTINCT n.deal)]
FROM ({takers}) n JOIN parties_party p ON p.id = n.key::uuid GROUP BY p.id, p.name, p.kind"""
_COVERS = """
UNION ALL SELECT 'covers', '', '', '', '', '', ARRAY[
    (SELECT count(DISTINCT deal) FROM whole WHERE coalesce(point, low, high, outstanding) IS NOT NULL),
    (SELECT count(*) FROM seen), count(*) FILTER (WHERE EXISTS (
        SELECT FROM held h WHERE h.deal = t.deal AND h.party = t.party AND h.point IS NOT NULL)), count(*)]
FROM (SELECT deal, party FROM taker UNION SELECT deal, party FROM held WHERE party IS NOT NULL) t"""
_UNDISCLOSED = f"""
UNION ALL SELECT 'undisclosed', '', '', weight, '', currency, ARRAY[count(*), count(remainder), sum(remainder)]
FROM ({REMAINDER}) r GROUP BY weight, currency"""
_ORDER = " ORDER BY part, key, weight NULLS FIRST, currency, basis"


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
    parts: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for part, *cells in question.ask(_statement(dimension), factor=factor):
        parts[part].append(tuple(cells))
    money = _Money.of(as_of, currency, {row[4] for rows in parts.values() for row in rows if row[4]})
    groups = _groups(parts["group"], money, kind_of(dimension))
    _add_named(groups, parts["named"])
    found = sorted(
        groups.values(), key=lambda g: (g["key"] is None, g.get("unnamed", False), -g["deals"], g["name"] or "")
    )
    answer = {
        "dimension": dimension, "measure": measure, "as_of": as_of.isoformat(), "known_on": known_on.isoformat(),
        "factor": plain(factor), "groups": found, "covers": dict(zip(_COVERED, map(int, parts["covers"][0][-1]), strict=True)),
    }  # fmt: skip
    if dimension in LENDERS:
        answer["undisclosed"] = [_undisclosed(row, money) for row in parts["undisclosed"]]
    return {**answer, "conversion": money.converter.to_json()}


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
    if dimension not in LENDERS:
        keyed = _BY_KEY.format(belongs=DIMENSIONS[dimension].sql)
        return keyed + _TAKERS + _GROUPED.format(net="") + _COVERS + _ORDER
    keyed = _BY_LENDER.format(lenders=lenders(dimension))
    named = _NAMED.format(takers=_TAKING if dimension == LENDER else parents(_TAKING))
    return keyed + _TAKERS + _GROUPED.format(net="net_") + named + _COVERS + _UNDISCLOSED + _ORDER


def _key(kind: str, key: str) -> str | None:
    if key == NOT_STATED:
        return None
    return public_id(kind, key) if kind else key


@dataclass(frozen=True)
class _Money:
    """Whole minor units as decimal strings: in their own currency and in the one asked for. Equal amounts are told once."""

    converter: Converter
    told: dict[tuple[str, Any], tuple[str, str | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, day: date, currency: str, others: set[str]) -> _Money:
        return cls(Converter.on(day, currency, others))

    def words(self, minor: Decimal, currency: str) -> tuple[str, str | None]:
        """(own, converted); the second is None where there is no rate."""
        if (found := self.told.get((currency, minor))) is None:
            units = round(minor)
            other = self.converter.units(units, currency)
            shown = None if other is None else plain(from_units(other, self.converter.currency))
            found = self.told[currency, minor] = plain(from_units(units, currency)), shown
        return found


def _groups(rows: Iterable[tuple[Any, ...]], money: _Money, kind: str) -> dict[str, Row]:
    groups: dict[str, Row] = {}
    for key, name, weight, basis, currency, numbers in rows:
        if (group := groups.get(key)) is None:
            group = groups[key] = {"key": _key(kind, key), "name": name or None, "deals": 0, "amounts": []}
        line = dict(zip(_FIGURES, numbers, strict=True))
        deals = int(line.pop("deals"))
        if weight is None:
            group["deals"] = deals
        else:
            group["amounts"].append(
                {"weight": weight, "basis": basis, "currency": currency, **_line(line, currency, money)}
            )
    return groups


def _line(line: Row, currency: str, money: _Money) -> Row:
    """Counts as they are, money as decimal strings, and all money once more in the currency asked for."""
    told = {name: money.words(line[name], currency) for name in _MONEY if line[name] is not None}
    lacking = any(other is None for _, other in told.values())
    native = {name: told[name][0] if name in told else None if name in _MONEY else int(line[name]) for name in line}
    shown = {name: told[name][1] if name in told else None for name in _MONEY}
    return {**native, "in_currency": None if lacking else shown}


def _add_named(groups: dict[str, Row], rows: Iterable[tuple[Any, ...]]) -> None:
    """Those who are named without any figure stand beside the others."""
    for key, name, _, _, _, (unnamed, deals) in rows:
        group = groups.setdefault(key, {"key": public_id("party", key), "name": name, "deals": 0, "amounts": []})
        group["deals"] = max(group["deals"], int(deals))
        group["unnamed"] = bool(unnamed)


def _undisclosed(row: tuple[Any, ...], money: _Money) -> Row:
    """What facilities have beyond their named holds, where that can be computed; never ranked as a name."""
    _, _, weight, _, currency, (facilities, computable, remainder) = row
    amount, other = (None, None) if remainder is None else money.words(remainder, currency)
    return {
        "weight": weight, "currency": currency, "facilities": int(facilities), "computable": int(computable),
        "amount": amount, "in_currency": other,
    }  # fmt: skip
