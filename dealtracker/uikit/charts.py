"""Geometry of the small and the large figures. Plain Python: values in, frozen shapes out; templates draw them.

All lengths are user units of the SVG (1 unit = 1 CSS px at natural size). Horizontal positions are rounded to a tenth
so that the same data gives the same bytes. The amount scale is logarithmic, base 10, from 100m to 100bn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import Any

from dealtracker.uikit.formats import STAGES, decimal_or_none
from dealtracker.uikit.scales import nice_ticks, text_width

BAND_LEFT, BAND_RIGHT = 4.0, 104.0
_DECADES = (8, 11)  # 10^8 = 100m to 10^11 = 100bn


@dataclass(frozen=True)
class Band:
    """An amount on the scale. `shape` is none, dot, ring, range, upto, atleast; `beyond` is -1 or 1 off the scale."""

    shape: str
    x1: float = 0.0
    x2: float = 0.0
    beyond: int = 0

    @property
    def width(self) -> float:
        return round(self.x2 - self.x1, 1)


def band_x(value: Decimal) -> float:
    """Where a figure stands on the amount scale, kept within its ends."""
    if value <= 0:
        return BAND_LEFT
    low, high = _DECADES
    share = (log10(value) - low) / (high - low)
    return round(BAND_LEFT + min(max(share, 0.0), 1.0) * (BAND_RIGHT - BAND_LEFT), 1)


def amount_band(amount: Mapping[str, Any] | None) -> Band:
    """The mark of an amount: a point, an open point for "about", a bar for a range, a bar open at one end."""
    data = amount or {}
    low, point, high = (decimal_or_none(data.get(name)) for name in ("low", "point", "high"))
    if point is not None:
        return Band(
            "ring" if data.get("kind") == "approx" else "dot", band_x(point), band_x(point), _beyond(point, point)
        )
    if low is not None and high is not None:
        return Band("range", band_x(low), max(band_x(high), band_x(low) + 2), _beyond(low, high))
    if high is not None:
        return Band("upto", BAND_LEFT, band_x(high), _beyond(None, high))
    if low is not None:
        return Band("atleast", band_x(low), BAND_RIGHT, _beyond(low, None))
    return Band("none")


def _beyond(low: Decimal | None, high: Decimal | None) -> int:
    """-1 or 1 where the whole amount lies below or above the scale."""
    first, last = (Decimal(10) ** power for power in _DECADES)
    return -1 if high is not None and high < first else 1 if low is not None and low > last else 0


@dataclass(frozen=True)
class Pip:
    """One step of the stage row: `state` is reached, skipped (no source states it) or ahead."""

    x: float
    state: str
    stage: str


def stage_pips(stage: str | None, reached: Sequence[str] | None = None) -> tuple[Pip, ...]:
    """Five steps from talks to closed; `reached` are the stages that a source states, those passed over are skipped.

    Without `reached` only `stage` itself is known. A stage outside the row (ended) needs `reached` to show a step.
    """
    known = {code for code in (*(reached or ()), stage) if code in STAGES}
    last = max((STAGES.index(code) for code in known), default=-1)
    return tuple(
        Pip(round(0.5 + 11 * i, 1), "reached" if code in known else "skipped" if i < last else "ahead", code)
        for i, code in enumerate(STAGES)
    )


@dataclass(frozen=True)
class Whisker:
    """One row of the exposure figure: low to high as a thin line, the point as a bar; lengths may be absent."""

    label: str
    y: float
    bar: float | None
    low: float | None
    high: float | None
    open_end: bool
    limit: float | None
    over: bool
    basis: str
    words: str
    href: str
    left: float = 0.0

    @property
    def short(self) -> str:
        """The label as far as it fits before the axis; the table has it whole."""
        text = self.label
        while text_width(text) > self.left - 16.0:
            text = text[:-2].rstrip() + "…"
        return text

    @property
    def bar_width(self) -> float:
        return max(round((self.bar or self.left) - self.left, 1), 1.0)

    @property
    def bar_y(self) -> float:
        return self.y - 6

    @property
    def text_y(self) -> float:
        return self.y + 4

    @property
    def limit_y(self) -> float:
        return self.y - 10

    @property
    def whisker(self) -> str:
        """A line from low to high with caps; open to the right where no source bounds the figure."""
        if self.low is None and self.high is None:
            return ""
        start = self.low if self.low is not None else self.left
        if self.open_end:
            return f"M{start} {self.y - 5}v10M{start} {self.y}h36m-5 -4l5 4-5 4"
        low_cap = f"M{self.low} {self.y - 5}v10" if self.low is not None else ""
        return f"{low_cap}M{start} {self.y}H{self.high}M{self.high} {self.y - 5}v10"

    @property
    def words_x(self) -> float:
        """Beside the furthest mark of the row."""
        ends = [
            self.bar or 0.0,
            self.high or 0.0,
            (self.low or 0.0) + (36.0 if self.open_end else 0.0),
            self.limit or 0.0,
        ]
        return round(max(*ends, self.left) + 8, 1)


@dataclass(frozen=True)
class Bars:
    width: float
    height: float
    left: float
    right: float
    ticks: tuple[tuple[float, Decimal], ...]
    rows: tuple[Whisker, ...]

    @property
    def foot(self) -> float:
        return self.height - 24

    @property
    def text_y(self) -> float:
        return self.height - 8

    @property
    def label_x(self) -> float:
        return self.left - 10


def exposure_bars(rows: Sequence[Mapping[str, Any]], *, width: float = 680.0, left: float = 176.0) -> Bars:
    """Bars with whiskers, one for each row.

    A row is `{"label", "amount": {low, point, high as decimal strings}, "limit": decimal string or None, "basis":
    certainty code, "words", "href"}`; amounts are in one currency. A row without any figure keeps its place and has no
    bar: unknown is not zero. With only a lower bound the whisker stays open to the right.
    """
    read = [_row_figures(row) for row in rows]
    top = max((v for figures in read for v in figures.values() if v is not None), default=Decimal(0))
    ticks = nice_ticks(top)
    room = width - left - 150.0

    def x(value: Decimal | None) -> float | None:
        return None if value is None or not ticks[-1] else round(left + float(value / ticks[-1]) * room, 1)

    drawn = tuple(
        _whisker(row, figures, 22.0 + 30.0 * i, x, left)
        for i, (row, figures) in enumerate(zip(rows, read, strict=True))
    )
    marks = tuple((x(tick) or left, tick) for tick in ticks)
    return Bars(width, 34.0 + 30.0 * len(rows), left, left + room, marks, drawn)


def _row_figures(row: Mapping[str, Any]) -> dict[str, Decimal | None]:
    amount = row.get("amount") or {}
    figures = {name: decimal_or_none(amount.get(name)) for name in ("low", "point", "high")}
    return {**figures, "limit": decimal_or_none(row.get("limit"))}


def _whisker(row: Mapping[str, Any], figures: Mapping[str, Decimal | None], y: float, x: Any, left: float) -> Whisker:
    low, point, high, limit = (figures[name] for name in ("low", "point", "high", "limit"))
    largest = max((v for v in (low, point, high) if v is not None), default=None)
    return Whisker(
        label=str(row.get("label") or ""),
        y=y,
        bar=x(point if point is not None else low),
        low=x(low),
        high=x(high),
        open_end=high is None and point is None and low is not None,
        limit=x(limit),
        over=limit is not None and largest is not None and largest > limit,
        basis=str(row.get("basis") or "reported"),
        words=str(row.get("words") or ""),
        href=str(row.get("href") or ""),
        left=left,
    )
