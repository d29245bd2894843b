"""What every drawing measures with: round figures for an axis, the width of a line of text."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, log10


def text_width(text: str, size: float = 12.0) -> float:
    """A generous estimate of how wide a line of text sets: 0.56 em a letter, 1 em an East Asian sign."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.3 if sign in " .,:;'il|" else 0.56 for sign in text) * size


def nice_ticks(top: Decimal, *, most: int = 5) -> tuple[Decimal, ...]:
    """Round figures from 0 to at least `top`, at most `most` steps of 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return (Decimal(0),)
    rough = top / most
    power = Decimal(10) ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough)
    return tuple(step * i for i in range(ceil(top / step) + 1))
