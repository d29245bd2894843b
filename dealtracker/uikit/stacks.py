"""Geometry of stacked steps, as charts.py has it of the other figures: values in, frozen shapes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealtracker.uikit.formats import decimal_or_none
from dealtracker.uikit.scales import nice_ticks


@dataclass(frozen=True)
class Stack:
    """One column of stacked steps: its parts from the ground up, each (series, y, height)."""

    x: float
    width: float
    label: str
    parts: tuple[tuple[str, float, float], ...]
    total: Decimal | None
    unknown: int
    top: float = 0.0

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Stacks:
    width: float
    height: float
    base: float
    left: float
    ticks: tuple[tuple[float, Decimal], ...]
    columns: tuple[Stack, ...]
    series: tuple[str, ...]


def stacked_steps(
    columns: Sequence[Mapping[str, Any]], *, series: Sequence[str], width: float = 680.0, height: float = 240.0
) -> Stacks:
    """Columns side by side, their parts stacked in the order of `series`: a maturity wall, a site's capacity over time.

    A column is `{"label", "parts": {series: decimal string or None}, "unknown": how many have no figure}`. A part that
    is None is not drawn; a column of which nothing is known has no total.
    """
    read = [{s: decimal_or_none((c.get("parts") or {}).get(s)) for s in series} for c in columns]
    totals = [sum(known, Decimal(0)) if (known := [v for v in r.values() if v is not None]) else None for r in read]
    ticks = nice_ticks(max((t for t in totals if t is not None), default=Decimal(0)), most=4)
    left, base, ceiling = 68.0, height - 40.0, 24.0
    pitch = (width - left) / max(len(columns), 1)

    def rise(value: Decimal) -> float:
        return round(float(value / ticks[-1]) * (base - ceiling), 1) if ticks[-1] else 0.0

    drawn = []
    for i, (column, figures, total) in enumerate(zip(columns, read, totals, strict=True)):
        y, parts = base, []
        for name, value in figures.items():
            if value:
                y -= rise(value)
                parts.append((name, round(y, 1), rise(value)))
        drawn.append(
            Stack(
                round(left + pitch * i + pitch * 0.15, 1),
                round(min(pitch * 0.7, 72.0), 1),
                str(column["label"]),
                tuple(parts),
                total,
                int(column.get("unknown") or 0),
                round(y, 1),
            )
        )
    return Stacks(
        width, height, base, left, tuple((round(base - rise(t), 1), t) for t in ticks), tuple(drawn), tuple(series)
    )
