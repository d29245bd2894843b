"""The parts of the book that a stress run works on: facilities or holds, with what stands behind them, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.exposure.dimensions import DIMENSIONS, LENDERS, kind_of, lenders
from deals.ledger.calc.rounding import from_units
from deals.ledger.fx import Converter
from deals.reports.exposure_question import Question
from deals.reports.stress_curves import STATED, StressCurves
from deals.stress.calc import FIXED, FLOATS, MIXED, RATE_NOT_STATED, Part, Scenario, shared
from dealtracker.ids import public_id
from dealtracker.money import Amount, AmountError

_WHOLE = """SELECT w.deal, w.facility, w.facility AS part, w.weight, w.basis, w.currency, w.point, w.outstanding, w.point
FROM whole w"""
_HELD = """SELECT d.deal, d.facility, d.hold, d.weight, d.basis, d.currency, d.point, d.outstanding, w.point
FROM held d LEFT JOIN whole w ON w.facility = d.facility AND w.weight = d.weight AND w.currency = d.currency"""
_BELONGS = "SELECT b.deal, b.facility, b.key, b.name FROM ({}) b"
_BARRED = "SELECT b.deal, b.facility FROM ({}) b WHERE b.key = %(barred)s"
_PRICING = """SELECT facility_id, base, rate FROM deals_pricingterm
WHERE facility_id = ANY(%s) AND measure = 'contractual' ORDER BY facility_id, key"""
_LINES = """SELECT l.id, b.facility_id, l.value, l.unit_price, l.quantity, l.deal_id, l.model_id, l.by FROM deals_hardwareline l
JOIN deals_hardwareline_financed_by b ON b.hardwareline_id = l.id
WHERE l.state <> 'removed' AND l.id IN (SELECT hardwareline_id FROM deals_hardwareline_financed_by WHERE facility_id = ANY(%s))
ORDER BY l.id, b.facility_id"""
_SHARED = "its chips stand behind several facilities, and one of these has no single figure"
Rows = list[tuple[Any, ...]]
_Valued = tuple[Decimal | None, str]


class StressBook:
    """One day's parts, asked once; each dimension then only says under which keys they stand."""

    def __init__(self, question: Question, scenario: Scenario) -> None:
        self.question, self.scenario = question, scenario
        self.rows = {True: question.ask(_HELD), False: question.ask(_WHOLE)}
        self.facilities = sorted({row[1] for found in self.rows.values() for row in found})
        currencies = {row[5] for found in self.rows.values() for row in found}
        self.converter = Converter.on(question.as_of, scenario.currency, currencies)
        self.rates = {code: self.converter.rate(code) for code in currencies}
        self.interest = _interest(self._fetch(_PRICING))
        self.curves = StressCurves(viewer=question.viewer, as_of=question.as_of, known_on=question.known_on)
        self.valued_by: dict[UUID, list[str]] = defaultdict(list)
        self.collateral = self._collateral()
        self.barred = self._barred()

    def _fetch(self, sql: str) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, [self.facilities])
            return list(cursor.fetchall())

    def parts(self, dimension: str) -> tuple[list[Part], dict[str, tuple[str | None, str]]]:
        """(parts, key → (public key, name)) under one dimension."""
        is_held = dimension in LENDERS
        belongs = self.question.ask(_BELONGS.format(lenders(dimension) if is_held else DIMENSIONS[dimension].sql))
        keys: dict[tuple[UUID, UUID | None], list[str]] = defaultdict(list)
        for deal, place, key, _ in belongs:
            keys[deal, place].append(key)
        names: dict[str, tuple[str | None, str]] = {key: (_public(dimension, key), name) for *_, key, name in belongs}
        return [self._part(row, keys) for row in self.rows[is_held]], names

    def _part(self, row: tuple[Any, ...], keys: Mapping[tuple[UUID, UUID | None], list[str]]) -> Part:
        deal, facility, part, weight, basis, code, point, outstanding, whole = row
        value, reason = self.collateral.get(facility, (None, "no chips with a value stand behind it"))
        if part != facility and value is not None:
            value, reason = (
                (value * point / whole, "") if point is not None and whole else (None, "its share is not known")
            )
        return Part(
            id=str(part), keys=tuple(sorted({*keys.get((deal, part), ()), *keys.get((deal, None), ())})), weight=weight,
            basis=basis, currency=code, amount=_cash(point, code), outstanding=_cash(outstanding, code), rate=self.rates[code],
            interest=self.interest.get(facility, RATE_NOT_STATED), collateral=value, no_collateral=reason,
            valued_by=self._valued_by(facility),
            rests_on_barred=(deal, facility) in self.barred or (deal, None) in self.barred,
        )  # fmt: skip

    def _valued_by(self, facility: UUID) -> str:
        return ", ".join(sorted(dict.fromkeys(self.valued_by[facility]))) or STATED

    def _barred(self) -> set[tuple[UUID, UUID | None]]:
        if self.scenario.barred is None:
            return set()
        both = " UNION ".join(_BARRED.format(DIMENSIONS[name].sql) for name in ("beneficiary", "beneficiary.parent"))
        return set(self.question.ask(both, barred=self.scenario.barred))

    def _collateral(self) -> dict[UUID, tuple[Decimal | None, str]]:
        """Facility → the value of the chips it finances, in the reporting currency, or why there is none."""
        points = {row[1]: _cash(row[6], row[5]) for row in self.rows[False]}
        lines: dict[UUID, Rows] = defaultdict(list)
        for line, *cells in self._fetch(_LINES):
            lines[line].append(tuple(cells))
        found: dict[UUID, tuple[Decimal | None, str]] = {}
        for rows in lines.values():
            value, by = self._value(*rows[0][1:])
            parts = (
                shared(value, [points.get(facility) for facility, *_ in rows])
                if value is not None
                else [None] * len(rows)
            )
            for (facility, *_), part in zip(rows, parts, strict=True):
                self.valued_by[facility] += [by] if by else []
                found[facility] = _sum(
                    found.get(facility), part, _SHARED if value is not None else "the value of its chips is not stated"
                )
        return found

    def _value(self, value: Any, price: Any, quantity: Any, deal: UUID, model: UUID | None, by: Any) -> _Valued:
        """(value, what it is by): as stated, else price × quantity where both have single figures; under a price curve
        of the chip where there is one; at the day's rate."""
        said, each, count = (_amount(one) for one in (value, price, quantity))
        whole, code = (said.point, said.currency) if said else (None, "")
        if whole is None and each and count and each.point is not None and count.point is not None:
            whole, code = each.point * count.point, each.currency
        if whole is None:
            return None, ""
        left, words = self.curves.valued(whole, code, deal=deal, model=model, delivered=by)
        return self.converter.convert(left, code), words


def _sum(before: tuple[Decimal | None, str] | None, part: Decimal | None, lacking: str) -> tuple[Decimal | None, str]:
    """One line without a value leaves the whole without one: the rest would be told as all."""
    if part is None or (before and before[0] is None):
        return None, (before[1] if before and before[0] is None else lacking)
    return ((before[0] or Decimal(0)) if before else Decimal(0)) + part, ""


def _interest(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, str]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for facility, base, rate in rows:
        if base and base.lower() != "fixed":
            found[facility].add(FLOATS)
        elif base or _amount(rate):
            found[facility].add(FIXED)
    return {facility: kinds.pop() if len(kinds) == 1 else MIXED for facility, kinds in found.items()}


def _cash(units: Any, code: str) -> Decimal | None:
    return None if units is None else from_units(int(units), code)


def _amount(value: Any) -> Amount | None:
    data = orjson.loads(value) if isinstance(value, str) else value
    if not data or data.get("kind") == "unknown":
        return None
    try:
        return Amount.from_json(data, money=bool(data.get("currency")))
    except AmountError:
        return None


def _public(dimension: str, key: str) -> str:
    kind = kind_of(dimension)
    return public_id(kind, key) if kind else key
