"""The plane on which the calculator's small figures stand: days across, figures up from nought.

Lengths are user units of the SVG, rounded to a tenth, so that the same answer gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dealtracker.periods import day_words
from dealtracker.uikit.scales import nice_ticks

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BASE = 360.0, 156.0, 64.0, 352.0, 14.0, 132.0
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Point = tuple[date, Decimal]
Bar = tuple[str, float, float, float, float]


@dataclass(frozen=True)
class LoanFigure:
    """One figure: a line or bars over time. `bars` are (class, x, y, width, height); `limit` is a level with its words."""

    name: str
    title: str
    desc: str
    ticks: tuple[tuple[float, str], ...]
    ends: tuple[tuple[float, str, str], ...]
    line: str = ""
    bars: tuple[Bar, ...] = ()
    limit: tuple[float, str] | None = None
    key: tuple[tuple[str, str], ...] = ()
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    base: float = BASE


class Plane:
    """Days across, figures up from nought."""

    def __init__(self, days: Sequence[date], most: Decimal, words: Callable[[Decimal], str]) -> None:
        self.first, self.last = min(days), max(days)
        self.levels = nice_ticks(most, most=4)
        self.ticks = tuple((self.y(level), words(level)) for level in self.levels)
        self.ends = ((LEFT, "start", day_words(self.first)), (RIGHT, "end", day_words(self.last)))

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / span, 1)

    def y(self, value: Decimal) -> float:
        top = self.levels[-1]
        return round(BASE - float(max(value, Decimal(0)) / top) * (BASE - TOP), 1) if top else BASE


def day_of(text: object) -> date:
    return date.fromisoformat(str(text))


def bar_width(count: int) -> float:
    """As wide as fits beside one another, between half a unit and fourteen."""
    return round(min(max((RIGHT - LEFT) / count * 0.6, 0.5), 14.0), 1)
