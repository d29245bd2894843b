"""First cost of what is pledged of a line: a product of stated figures and dated rates, rounded once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deals.ledger.calc.fx import Leg
from deals.ledger.calc.rounding import round_cash
from deals.ledger.fx import Converter
from dealtracker.money import plain

Row = dict[str, Any]


@dataclass(frozen=True)
class Factor:
    """A stated figure, where it stands, and its power in the product: −1 where it divides."""

    name: str
    at: str
    value: Decimal
    currency: str = ""
    unit: str = ""
    power: int = 1


@dataclass(frozen=True)
class Cost:
    """In the facility's currency, with all that it was worked out from; None where `lacks` says why there is none."""

    amount: Decimal | None = None
    by: str = ""
    lacks: str = ""
    factors: tuple[Factor, ...] = ()
    legs: tuple[Leg, ...] = ()


def converter_of(document: Row, currency: str, as_of: date) -> Converter | None:
    """Converts prices of hardware into the facility's currency on the day; None where all are in it."""
    given = (line.get(name) or {} for line in document["hardware"] for name in ("unit_price", "value"))
    others = {code for price in given if (code := price.get("currency")) and code != currency}
    return Converter.on(as_of, currency, others) if currency and others else None


def cost_of(pledge: Row, line: Row, currency: str, converter: Converter | None) -> Cost:
    """Quantity × price each, else its share of the line's value; multiplied first, so that a third of a line is not cut
    off before it is priced, and rounded once, half up, in the facility's currency."""
    factors, said = _factors(pledge, line)
    if not factors:
        return Cost(lacks=said)
    exact = Fraction(1)
    for one in factors:
        exact *= Fraction(one.value) ** one.power
    code = factors[1].currency
    if code == currency:
        return Cost(round_cash(exact, currency), said, factors=factors)
    return _converted(exact, code, said, currency, converter, factors)


def _factors(pledge: Row, line: Row) -> tuple[tuple[Factor, ...], str]:
    """(what is multiplied, how the cost comes), or nothing and why there is none."""
    quantity, unit = point(pledge.get("quantity")), line.get("unit") or ""
    if quantity is None:
        return (), "how many of the line are pledged is not stated as one figure"
    count = Factor("Pledged", f"/pledges/{pledge['key']}/quantity", quantity, unit=unit)
    place, held = f"/hardware/{line['key']}", point(line.get("quantity"))
    price, value = point(line.get("unit_price")), point(line.get("value"))
    if price is not None:
        each = Factor("Price each", f"{place}/unit_price", price, line["unit_price"]["currency"])
        return (count, each), "quantity × price each"
    if value is not None and held:
        whole = Factor("Value of the line", f"{place}/value", value, line["value"]["currency"])
        return (count, whole, Factor("In the line", f"{place}/quantity", held, unit=unit, power=-1)), "share of the line’s value"
    return (), "no single price or value of it is stated"


def _converted(
    exact: Fraction, code: str, said: str, currency: str, converter: Converter | None, factors: tuple[Factor, ...]
) -> Cost:
    found = converter.convert(exact, code) if converter else None
    if converter is None or found is None:
        day = f" a week old or less on {converter.day.isoformat()}" if converter else ""
        return Cost(lacks=f"its price is in {code}, and no rate to {currency or 'the facility’s currency'}{day} is known")
    used = converter.used[code]
    rate = converter.rates.cross(code, currency, converter.day)
    by = f"{said}, {plain(round_cash(exact, code))} {code} at {plain(rate)} {currency} of {used.rate_date}"
    return Cost(found, by, factors=factors, legs=used.legs)


def point(value: Any) -> Decimal | None:
    """The single figure of a stated amount."""
    return Decimal(value["point"]) if isinstance(value, dict) and value.get("point") is not None else None
