"""Qualified counts times a factor: a bound stays a bound, unknown stays unknown."""
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dealtracker.money import Amount


class QuantityError(ValueError):
    """A quantity that cannot be turned into another; the message says which policy or figure is missing."""


def times(quantity: Amount, factor: Decimal, words: str) -> Amount:
    """Every stated bound of a count, times a positive factor; `words` say by which policy."""
    if factor <= 0:
        raise QuantityError("a factor between units must be above zero")
    if quantity.currency:
        raise QuantityError("a quantity of hardware has no currency")
    bounds = {n: v * factor for n in ("low", "point", "high") if (v := getattr(quantity, n)) is not None}
    return replace(quantity, words=words, **bounds)
