"""Rounding of exact fractions to a number of decimal places, as a table of named rules.

Interest, fees and prices of a loan are rounded half up (away from zero), as credit agreements and the published
vectors do; `dealtracker.money.round_money` (half even) stays the rounding of the book's own converted totals.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

from dealtracker.money import minor_units

_WIDE = Context(prec=80)


def _half_up(whole: int, rest: int, base: int) -> int:
    return whole + (2 * rest >= base)


def _half_even(whole: int, rest: int, base: int) -> int:
    return whole + (2 * rest > base or (2 * rest == base and whole % 2))


def _down(whole: int, rest: int, base: int) -> int:
    return whole


def _up(whole: int, rest: int, base: int) -> int:
    return whole + (rest > 0)


# name → rule on the absolute value: (whole units, remainder, base) → whole units
ROUNDINGS: dict[str, Callable[[int, int, int], int]] = {
    "HALF_UP": _half_up,
    "HALF_EVEN": _half_even,
    "DOWN": _down,
    "UP": _up,
}


def rounded(value: Fraction | Decimal | int, places: int, rounding: str = "HALF_UP") -> Decimal:
    """`value` with exactly `places` decimals by the named rule; symmetric about zero; never by way of floats."""
    if isinstance(value, Decimal) and -int(value.as_tuple().exponent) <= places:
        return value.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    exact = value if isinstance(value, Fraction) else Fraction(value)
    base = exact.denominator
    whole, rest = divmod(abs(exact.numerator) * 10**places, base)
    units = ROUNDINGS[rounding](whole, rest, base)
    return _WIDE.scaleb(Decimal(-units if exact < 0 else units), -places)


def round_cash(value: Fraction | Decimal | int, currency: str, rounding: str = "HALF_UP") -> Decimal:
    """`value` in whole minor units of the currency (ISO 4217)."""
    return rounded(value, minor_units(currency), rounding)


def from_units(units: int, currency: str) -> Decimal:
    """A count of minor units as a decimal: (12345, "USD") → 123.45."""
    return _WIDE.scaleb(Decimal(units), -minor_units(currency))


def plain_units(units: int, places: int) -> str:
    """Units of so many decimal places as a plain decimal string, with no Decimal in between: (12340, 2) → "123.4"."""
    scale = 10**places
    if not units % scale:
        return str(units // scale)
    digits = str(units)
    if units < scale:  # also below zero
        digits = f"-{str(-units).zfill(places + 1)}" if units < 0 else digits.zfill(places + 1)
    whole, rest = digits[:-places], digits[-places:].rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def to_units(value: Decimal, currency: str) -> int:
    """A decimal as a count of minor units; raises ValueError when it is finer than one unit."""
    top, bottom = value.as_integer_ratio()
    scale: int = 10 ** minor_units(currency)
    units, rest = divmod(top * scale, bottom)
    if rest:
        raise ValueError(f"{value} is finer than the smallest unit of {currency}")
    return units
