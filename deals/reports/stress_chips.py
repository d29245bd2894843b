"""The chips that facilities finance, as a stress run values them: each line with all that its value comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.hardware.models import PriceCurve
from deals.ledger.calc.curves import part_left
from deals.ledger.calc.rounding import round_cash
from deals.ledger.fx import Converter
from deals.reports.collateral_cost import Factor
from deals.reports.curve_list import as_curve, curve_words
from deals.reports.stress_curves import StressCurves
from deals.stress.calc import Exact, shared
from dealtracker.money import Amount, AmountError

STATED = "stated value of its chips"
_NONE = "no chips with a value stand behind it"
_NO_VALUE = "the value of its chips is not stated"
_SHARED = "its chips stand behind several facilities, and one of these has no single figure"
_LINES = """SELECT l.id, l.key, b.facility_id, l.value, l.unit_price, l.quantity, l.deal_id, l.model_id, l.by
FROM deals_hardwareline l JOIN deals_hardwareline_financed_by b ON b.hardwareline_id = l.id
WHERE l.state <> 'removed' AND l.id IN (SELECT hardwareline_id FROM deals_hardwareline_financed_by WHERE facility_id = ANY(%s))
ORDER BY l.id, b.facility_id"""


@dataclass(frozen=True)
class Hardware:
    """A line that facilities finance: what is multiplied to its first cost, nothing where that is not stated."""

    key: str
    factors: tuple[Factor, ...]
    deal: UUID
    model: UUID | None
    delivered: str | None
    facilities: tuple[UUID, ...]

    @property
    def currency(self) -> str:
        return self.factors[0].currency if self.factors else ""


@dataclass(frozen=True)
class Chips:
    """The line with the curve by which it ages and since when, its value in the reporting currency, and how much of that
    stands behind each facility; `lacks` says why none does."""

    line: Hardware
    aged: tuple[PriceCurve, date] | None
    value: Decimal | None
    behind: Mapping[UUID, Exact]
    lacks: str

    @property
    def by(self) -> str:
        return f"value of its chips by the price curve {curve_words(self.aged[0])}" if self.aged else STATED


class StressChips:
    """What stands behind each facility, in the reporting currency; `amounts` are the facilities' in the same."""

    def __init__(
        self, lines: Iterable[Hardware], *, amounts: Mapping[UUID, Exact], converter: Converter, curves: StressCurves
    ) -> None:
        self.amounts, self.converter, self.curves = amounts, converter, curves
        self.behind: dict[UUID, list[Chips]] = defaultdict(list)
        for one in map(self._chips, lines):
            for facility in one.behind:
                self.behind[facility].append(one)

    def value(self, facility: UUID) -> tuple[Exact, str]:
        """(the value, "") or (None, why there is none): one line without a value leaves the whole without one."""
        lines = self.behind.get(facility, ())
        parts = [one.behind[facility] for one in lines]
        known = [part for part in parts if part is not None]
        if not parts or len(known) < len(parts):
            return None, next((one.lacks for one in lines if one.lacks), _NONE)
        return sum(known, Fraction(0)), ""

    def valued_by(self, facility: UUID) -> str:
        words = {one.by for one in self.behind.get(facility, ()) if one.value is not None}
        return ", ".join(sorted(words)) or STATED

    def _chips(self, line: Hardware) -> Chips:
        if not line.factors:
            return Chips(line, None, None, dict.fromkeys(line.facilities), _NO_VALUE)
        aged = self.curves.curve_of(deal=line.deal, model=line.model, delivered=line.delivered)
        value = self.converter.convert(self._worth(line, aged), line.currency)
        if value is None:
            lacks = f"no rate for {line.currency}, in which its chips are priced"
            return Chips(line, aged, None, dict.fromkeys(line.facilities), lacks)
        parts = shared(Fraction(value), [self.amounts.get(one) for one in line.facilities])
        behind = dict(zip(line.facilities, parts, strict=True))
        return Chips(line, aged, value, behind, _SHARED if None in parts else "")

    def _worth(self, line: Hardware, aged: tuple[PriceCurve, date] | None) -> Fraction:
        """In its own currency: first cost, under its curve where it has one."""
        cost = prod((Fraction(one.value) for one in line.factors), start=Fraction(1))
        if aged is None:
            return cost
        return Fraction(round_cash(cost * part_left(as_curve(aged[0]), aged[1], self.curves.as_of), line.currency))


def hardware_of(facilities: Collection[UUID]) -> list[Hardware]:
    """The lines that any of these facilities finances, each with all that finance it."""
    rows: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(facilities)])
        for line, *cells in cursor.fetchall():
            rows[line].append(tuple(cells))
    return [_hardware(found[0], tuple(facility for _, facility, *_ in found)) for found in rows.values()]


def _hardware(row: tuple[Any, ...], facilities: tuple[UUID, ...]) -> Hardware:
    key, _, value, price, quantity, deal, model, delivered = row
    return Hardware(key, _factors(f"/hardware/{key}", *map(_amount, (value, price, quantity))), deal, model, delivered, facilities)


def _factors(at: str, value: Amount | None, price: Amount | None, quantity: Amount | None) -> tuple[Factor, ...]:
    """The stated value, else price × quantity where both have single figures; money first."""
    if value and value.point is not None:
        return (Factor("Value of the line", f"{at}/value", value.point, value.currency),)
    if price and quantity and price.point is not None and quantity.point is not None:
        each = Factor("Price each", f"{at}/unit_price", price.point, price.currency)
        return each, Factor("In the line", f"{at}/quantity", quantity.point)
    return ()


def _amount(value: Any) -> Amount | None:
    data = orjson.loads(value) if isinstance(value, str) else value
    if not data or data.get("kind") == "unknown":
        return None
    try:
        return Amount.from_json(data, money=bool(data.get("currency")))
    except AmountError:
        return None
