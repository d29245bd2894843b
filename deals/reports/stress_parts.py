"""The parts of the book that a stress run works on: facilities or holds, with what stands behind them, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from deals.exposure.dimensions import DIMENSIONS, LENDERS, kind_of, lenders
from deals.ledger.calc.rounding import from_units
from deals.ledger.fx import Converter
from deals.reports.exposure_question import Question
from deals.reports.stress_chips import StressChips, hardware_of
from deals.reports.stress_curves import StressCurves
from deals.stress.calc import FIXED, FLOATS, MIXED, RATE_NOT_STATED, Exact, Part, Scenario
from dealtracker.ids import public_id

_AMONG = " WHERE %(deals)s::uuid[] IS NULL OR w.deal = ANY(%(deals)s::uuid[])"
_WHOLE = f"""SELECT w.deal, w.facility, w.facility AS place, w.weight, w.basis, w.currency, w.point, w.outstanding,
    w.outstanding_basis, w.point, w.basis FROM whole w{_AMONG} ORDER BY w.facility, w.point IS NULL, w.weight"""
_HELD = f"""SELECT w.deal, w.facility, w.hold, w.weight, w.basis, w.currency, w.point, w.outstanding, w.basis, f.point, f.basis
FROM held w LEFT JOIN whole f ON f.facility = w.facility AND f.weight = w.weight AND f.currency = w.currency{_AMONG}"""
_BELONGS = "SELECT b.deal, b.facility, b.key, b.name FROM ({}) b"
_UNDER = "SELECT DISTINCT b.deal FROM ({}) b WHERE b.key = %(key)s"
_BARRED = "SELECT b.deal, b.facility FROM ({}) b WHERE b.key = %(barred)s"
_PRICING = """SELECT facility_id, key, base, rate FROM deals_pricingterm
WHERE facility_id = ANY(%s) AND measure = 'contractual' ORDER BY facility_id, key"""


class Position(NamedTuple):
    """A facility, or a hold in it, as the book has it: figures in minor units, each with what it rests on."""

    deal: UUID
    facility: UUID
    place: UUID
    weight: str
    basis: str
    currency: str
    point: Any
    outstanding: Any
    outstanding_basis: str | None
    whole: Any
    whole_basis: str | None


class Pricing(NamedTuple):
    """One stated term: where its base or rate stands, and whether it floats."""

    at: str
    kind: str


class StressBook:
    """One day's parts, asked once, of all deals or of these; each dimension then only says under which keys they stand."""

    def __init__(self, question: Question, scenario: Scenario, deals: Sequence[UUID] | None = None) -> None:
        self.question, self.scenario = question, scenario
        among = None if deals is None else list(deals)
        asked = ((held, question.ask(sql, deals=among)) for held, sql in ((True, _HELD), (False, _WHOLE)))
        self.rows = {held: [Position(*row) for row in found] for held, found in asked}
        self.wholes: dict[UUID, Position] = {}  # of a facility that stands twice, where its amount is known
        for row in self.rows[False]:
            self.wholes.setdefault(row.facility, row)
        facilities = sorted({row.facility for found in self.rows.values() for row in found})
        hardware = hardware_of(facilities)
        currencies = {row.currency for found in self.rows.values() for row in found}
        self.converter = Converter.on(question.as_of, scenario.currency, currencies | {line.currency for line in hardware})
        self.rates = {code: self.converter.rate(code) for code in currencies}
        self.pricing = _pricing(facilities)
        curves = StressCurves(viewer=question.viewer, as_of=question.as_of, known_on=question.known_on)
        self.chips = StressChips(hardware, amounts=self._amounts(), converter=self.converter, curves=curves)
        self.barred = self._barred()

    def positions(self, dimension: str) -> list[Position]:
        return self.rows[dimension in LENDERS]

    def parts(self, dimension: str) -> tuple[list[Part], dict[str, tuple[str | None, str]]]:
        """(parts in the order of `positions`, key → (public key, name)) under one dimension."""
        keys: dict[tuple[UUID, UUID | None], list[str]] = defaultdict(list)
        names: dict[str, tuple[str | None, str]] = {}
        for deal, place, key, name in self.question.ask(_BELONGS.format(_sql(dimension))):
            keys[deal, place].append(key)
            names[key] = _public(dimension, key), name
        return [self._part(row, keys) for row in self.positions(dimension)], names

    def _part(self, row: Position, keys: Mapping[tuple[UUID, UUID | None], list[str]]) -> Part:
        value, reason = self.chips.value(row.facility)
        if row.place != row.facility and value is not None:
            is_known = row.point is not None and row.whole
            value, reason = (value * int(row.point) / int(row.whole), "") if is_known else (None, "its share is not known")
        return Part(
            id=str(row.place), keys=tuple(sorted({*keys.get((row.deal, row.place), ()), *keys.get((row.deal, None), ())})),
            weight=row.weight, basis=row.basis, currency=row.currency, amount=_cash(row.point, row.currency),
            outstanding=_cash(row.outstanding, row.currency), rate=self.rates[row.currency],
            interest=_interest(self.pricing.get(row.facility, ())), collateral=value, no_collateral=reason,
            valued_by=self.chips.valued_by(row.facility), rests_on_barred=self.rests_on_barred(row),
        )  # fmt: skip

    def rests_on_barred(self, row: Position) -> bool:
        return not self.barred.isdisjoint({(row.deal, row.facility), (row.deal, None)})

    def _amounts(self) -> dict[UUID, Exact]:
        """Each facility's amount in the reporting currency."""
        cash = ((row.facility, _cash(row.point, row.currency), self.rates[row.currency]) for row in self.wholes.values())
        return {one: None if rate is None or amount is None else Fraction(amount) * rate for one, amount, rate in cash}

    def _barred(self) -> set[tuple[UUID, UUID | None]]:
        if self.scenario.barred is None:
            return set()
        both = " UNION ".join(_BARRED.format(DIMENSIONS[name].sql) for name in ("beneficiary", "beneficiary.parent"))
        return set(self.question.ask(both, barred=self.scenario.barred))


def deals_under(question: Question, dimension: str, key: str) -> list[UUID]:
    """The deals of which something stands under a key."""
    return [deal for (deal,) in question.ask(_UNDER.format(_sql(dimension)), key=key)]


def _sql(dimension: str) -> str:
    return lenders(dimension) if dimension in LENDERS else DIMENSIONS[dimension].sql


def _pricing(facilities: list[UUID]) -> dict[UUID, list[Pricing]]:
    """Facility → the terms of which it is known whether they float."""
    found: dict[UUID, list[Pricing]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PRICING, [facilities])
        for facility, key, base, rate in cursor.fetchall():
            if base or _is_stated(rate):
                kind = FLOATS if base and base.lower() != "fixed" else FIXED
                found[facility].append(Pricing(f"/pricing/{key}/{'base' if base else 'rate'}", kind))
    return found


def _is_stated(rate: Any) -> bool:
    data = orjson.loads(rate) if isinstance(rate, str) else rate
    return bool(data) and data.get("kind") != "unknown"


def _interest(terms: Iterable[Pricing]) -> str:
    kinds = {one.kind for one in terms}
    return MIXED if len(kinds) > 1 else next(iter(kinds), RATE_NOT_STATED)


def _cash(units: Any, code: str) -> Decimal | None:
    return None if units is None else from_units(int(units), code)


def _public(dimension: str, key: str) -> str:
    kind = kind_of(dimension)
    return public_id(kind, key) if kind else key
