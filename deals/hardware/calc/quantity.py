"""Qualified counts times a factor: a bound stays a bound, unknown stays unknown."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dealtracker.money import Amount


class QuantityError(ValueError):
    """A quantity that cannot be turned into another; the message says which policy or figure is missing."""


def together(counts: Sequence[Amount]) -> Amount:
    """Counts of different things as one: bounds that every count has are added, others are not known."""
    if len(counts) == 1:
        return counts[0]
    bounds = [count.bounds for count in counts]
    low, point, high = (_sum([each[i] for each in bounds]) for i in range(3))
    if point is not None:
        return Amount("exact" if all(count.kind == "exact" for count in counts) else "approx", point=point)
    if low is not None and high is not None:
        return Amount("range", low=low, high=high)
    if low is not None:
        return Amount("at least", low=low)
    return Amount("at most", high=high) if high is not None else Amount.unknown()


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if values and len(known) == len(values) else None


def times(quantity: Amount, factor: Decimal, words: str) -> Amount:
    """Every stated bound of a count, times a positive factor; `words` say by which policy."""
    if factor <= 0:
        raise QuantityError("a factor between units must be above zero")
    if quantity.currency:
        raise QuantityError("a quantity of hardware has no currency")
    bounds = {n: v * factor for n in ("low", "point", "high") if (v := getattr(quantity, n)) is not None}
    return replace(quantity, words=words, **bounds)
