"""Exposure by lender, borrower, arranger, end beneficiary, their parents, country, chip, currency or maturity, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from deals.exposure.counted import REMAINDER
from deals.exposure.dimensions import DIMENSIONS, LENDER, LENDERS, NAMES, kind_of, lenders, parents
from deals.ledger.calc.rounding import plain_units
from deals.ledger.fx import Converter
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.money import minor_units, parse_currency, plain

MEASURES = ("debt", "equity")
Row = dict[str, Any]
_COVERED = ("deals", "of", "holds", "of_lenders")
_COUNTS = ("facilities", "rows", "with_point", "with_low", "with_high", "with_outstanding", "with_undrawn")
_MONEY = ("point", "low", "high", "outstanding", "undrawn", "exposure", "net_point", "net_outstanding", "net_undrawn")
_LINE = ("weight", "basis", "currency", *_COUNTS, *_MONEY)
# Both as words in their order, an empty one for what is not known: read many times as fast as an array of decimals is.
_SUMS = """array_to_string(ARRAY[count(DISTINCT facility), count(*), count(point), count(low), count(high), count(outstanding),
    count(undrawn), sum(point), CASE WHEN count(low) = count(*) THEN sum(low) END,
    CASE WHEN count(high) = count(*) THEN sum(high) END,
    sum(outstanding), sum(undrawn), sum(outstanding) FILTER (WHERE undrawn IS NOT NULL)
        + %(factor)s::numeric * sum(undrawn) FILTER (WHERE outstanding IS NOT NULL),
    sum({net}point), sum({net}outstanding), sum({net}undrawn)], ',', '')"""
# One statement answers all: each part of it gives (part, key, name, weight, basis, currency, numbers).
_BY_KEY = """
, belongs AS (
    SELECT DISTINCT w.deal, w.facility, b.key, b.name FROM whole w JOIN ({belongs}) b
        ON b.deal = w.deal AND (b.facility IS NULL OR b.facility = w.facility)
), keyed AS (
    SELECT w.*, coalesce(b.key, '') COLLATE "C" AS key
    FROM whole w LEFT JOIN belongs b ON b.deal = w.deal AND b.facility = w.facility
), called_so AS (SELECT key, min(name) AS name FROM belongs GROUP BY key)"""
_BY_LENDER = """
, keyed AS NOT MATERIALIZED (SELECT d.*, d.party AS key FROM held d
), called_so AS (SELECT id AS key, name FROM parties_party)"""
_BY_OWNER = """
, keyed AS (SELECT d.*, b.key::uuid AS key FROM held d LEFT JOIN ({lenders}) b ON b.facility = d.hold
), called_so AS (SELECT id AS key, name FROM parties_party)"""
_GROUPED = f"""
SELECT 'line' AS part, key::text AS key, NULL AS name, weight, basis, currency, {_SUMS} AS numbers FROM keyed
GROUP BY key, weight, basis, currency
UNION ALL SELECT 'group', k.key::text, n.name, '', '', '', k.deals::text
FROM (SELECT key, count(*) AS deals FROM (SELECT DISTINCT key, deal FROM keyed) d GROUP BY key) k
LEFT JOIN called_so n USING (key)"""
# Who is reported to take part with money; the group that its source leaves unnamed is no name.
_TAKERS = """
, taker AS (SELECT r.deal, r.facility, r.party FROM role_seen r WHERE r."group" = 'money' AND r.status = 'active')"""
_TAKING = "SELECT t.deal, t.facility, t.party::text AS key FROM taker t"
_NAMED = """
UNION ALL SELECT 'named', p.id::text, p.name, '', '', '', concat((p.kind = 'unnamed group')::int, ',', n.deals)
FROM (SELECT key::uuid AS id, count(*) AS deals FROM (SELECT DISTINCT key, deal FROM ({takers}) t) t GROUP BY key) n
JOIN parties_party p USING (id)"""
_COVERS = """
UNION ALL SELECT 'covers', '', '', '', '', '', concat_ws(',',
    (SELECT count(DISTINCT deal) FROM whole WHERE coalesce(point, low, high, outstanding) IS NOT NULL),
    (SELECT count(*) FROM seen), count(*) FILTER (WHERE has_point), count(*))
FROM (SELECT bool_or(has_point) AS has_point FROM (SELECT deal, party, false AS has_point FROM taker
    UNION ALL SELECT deal, party, point IS NOT NULL FROM held WHERE party IS NOT NULL) t GROUP BY deal, party) t"""
_UNDISCLOSED = f"""
UNION ALL SELECT 'undisclosed', '', '', weight, '', currency, concat_ws(',', count(*), count(remainder), sum(remainder))
FROM ({REMAINDER}) r GROUP BY weight, currency"""


def exposure_groups(
    *, viewer: Viewer, dimension: str, as_of: date, known_on: date, today: date, currency: str = "USD", measure: str = "debt",
    factor: Decimal = Decimal(1), invented: bool = False,
) -> Row:  # fmt: skip
    """{"dimension", "measure", "as_of", "known_on", "groups", "covers", "conversion"} and, by lender, "undisclosed".

    A group is {"key", "name", "deals", "amounts": [line]}; a line has one weight, basis and currency, and lines are never
    added. "point" sums the rows that have one ("with_point" of "rows"), so it may be less than "low"; "low" and "high"
    are there where every row has that bound, which "about" has not ("with_low", "with_high"). "exposure" is outstanding
    + factor × undrawn of those where both are known. "in_currency" repeats the line at the dated rate, or is None where
    there is no rate. A facility may stand in several groups, so groups do not add up to a whole. Lenders come by the
    number of deals in which they are reported to take part. Raises FilterError.
    """
    _check(dimension, currency, measure)
    question = Question(viewer, as_of, today, known_on, measure, invented)
    question.prepare()
    return _answer(question, dimension, currency, factor)


def _check(dimension: str, currency: str, measure: str) -> None:
    if dimension not in NAMES:
        raise FilterError("dimension", f'"{dimension[:40]}" is not one of: {", ".join(NAMES)}')
    if measure not in MEASURES:
        raise FilterError("measure", f'"{measure[:40]}" is not one of: {", ".join(MEASURES)}')
    try:
        parse_currency(currency)
    except ValueError as error:
        raise FilterError("currency", str(error)) from None


def _answer(question: Question, dimension: str, currency: str, factor: Decimal) -> Row:
    parts: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in question.ask(_statement(dimension), factor=factor):
        parts[row[0]].append(row)
    converter = Converter.on(question.as_of, currency, codes := {row[5] for rows in parts.values() for row in rows if row[5]})
    told = {code: _Told(code, converter) for code in codes}
    kind = kind_of(dimension)
    groups = {key: _group(kind, key, name, int(deals)) for _, key, name, _, _, _, deals in parts["group"]}
    for _, key, _, weight, basis, code, numbers in sorted(parts["line"], key=_line_order):
        groups[key]["amounts"].append(_line(weight, basis, code, numbers, told[code]))
    _add_named(groups, parts["named"])
    [(*_, covers)] = parts["covers"]
    answer = {
        "dimension": dimension, "measure": question.measure, "as_of": question.as_of.isoformat(),
        "known_on": question.known_on.isoformat(), "factor": plain(factor),
        "groups": sorted(groups.values(), key=_group_order),
        "covers": dict(zip(_COVERED, map(int, covers.split(",")), strict=True)),
    }  # fmt: skip
    if dimension in LENDERS:
        rows = sorted(parts["undisclosed"], key=_line_order)
        answer["undisclosed"] = [_undisclosed(weight, code, numbers, told[code]) for _, _, _, weight, _, code, numbers in rows]
    return {**answer, "conversion": converter.to_json()}


def _statement(dimension: str) -> str:
    if dimension not in LENDERS:
        keyed = _BY_KEY.format(belongs=DIMENSIONS[dimension].sql)
        return keyed + _TAKERS + _GROUPED.format(net="") + _COVERS
    keyed = _BY_LENDER if dimension == LENDER else _BY_OWNER.format(lenders=lenders(dimension))
    named = _NAMED.format(takers=_TAKING if dimension == LENDER else parents(_TAKING))
    return keyed + _TAKERS + _GROUPED.format(net="net_") + named + _COVERS + _UNDISCLOSED


def _line_order(row: tuple[Any, ...]) -> tuple[str, str, str]:
    _, _, _, weight, basis, currency, _ = row
    return weight, currency, basis


def _group_order(group: Row) -> tuple[Any, ...]:
    return group["key"] is None, group.get("unnamed", False), -group["deals"], group["name"] or "", group["key"]


class _Told(dict[str, tuple[str | None, str | None]]):
    """Minor units of one currency, as words → (decimal string, the same in the currency asked for or None without a rate).

    Each amount is told once; a factor may leave parts of a unit, which go to the even one.
    """

    def __init__(self, currency: str, converter: Converter) -> None:
        super().__init__({"": (None, None)})
        self.currency, self.converter = currency, converter
        self.places, self.others = minor_units(currency), minor_units(converter.currency)

    def __missing__(self, words: str) -> tuple[str | None, str | None]:
        minor = round(Decimal(words)) if "." in words else int(words)
        other = self.converter.units(minor, self.currency)
        shown = None if other is None else plain_units(other, self.others)
        self[words] = found = plain_units(minor, self.places), shown
        return found


def _group(kind: str, key: str | None, name: str | None, deals: int) -> Row:
    known = key or None
    return {"key": public_id(kind, known) if kind and known else known, "name": name or None, "deals": deals, "amounts": []}


def _line(weight: str, basis: str, currency: str, numbers: str, told: _Told) -> Row:
    """Counts as they are, money as decimal strings, and all money once more in the currency asked for."""
    words = numbers.split(",")
    own, shown = zip(*[told[word] for word in words[len(_COUNTS) :]], strict=True)
    line: Row = dict(zip(_LINE, (weight, basis, currency, *map(int, words[: len(_COUNTS)]), *own), strict=True))
    line["in_currency"] = None if currency in told.converter.missing else dict(zip(_MONEY, shown, strict=True))
    return line


def _add_named(groups: dict[str, Row], rows: Iterable[tuple[Any, ...]]) -> None:
    """Those who are named without any figure stand beside the others."""
    for _, key, name, _, _, _, numbers in rows:
        unnamed, deals = map(int, numbers.split(","))
        group = groups.setdefault(key, _group("party", key, name, 0))
        group["deals"] = max(group["deals"], deals)
        group["unnamed"] = bool(unnamed)


def _undisclosed(weight: str, currency: str, numbers: str, told: _Told) -> Row:
    """What facilities have beyond their named holds, where that can be computed; never ranked as a name."""
    facilities, computable, *remainder = numbers.split(",")
    amount, other = told[remainder[0] if remainder else ""]
    return {
        "weight": weight, "currency": currency, "facilities": int(facilities), "computable": int(computable),
        "amount": amount, "in_currency": other,
    }  # fmt: skip
