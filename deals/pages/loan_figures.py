"""The small figures of the calculator: outstanding, payments, loan to value, coverage. Plain Python: an answer's tables in,
geometry out; the tables below each figure have every number in it.

Lengths are user units of the SVG, rounded to a tenth, so that the same answer gives the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dealtracker.uikit.charts import nice_ticks
from dealtracker.uikit.formats import figure_words

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


class _Plane:
    """Days across, figures up from nought."""

    def __init__(self, days: Sequence[date], most: Decimal, words: Callable[[Decimal], str]) -> None:
        self.first, self.last = min(days), max(days)
        self.levels = nice_ticks(most, most=4)
        self.ticks = tuple((self.y(level), words(level)) for level in self.levels)
        self.ends = ((LEFT, "start", self.first.isoformat()), (RIGHT, "end", self.last.isoformat()))

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / span, 1)

    def y(self, value: Decimal) -> float:
        top = self.levels[-1]
        return round(BASE - float(max(value, Decimal(0)) / top) * (BASE - TOP), 1) if top else BASE


def figures_of(tables: Tables, currency: str) -> list[LoanFigure]:
    """Those figures that the answer has something for."""
    drawn = (draw(tables, currency) for draw in (_outstanding, _payments, _cover, _coverage))
    return [figure for figure in drawn if figure]


def _day(text: object) -> date:
    return date.fromisoformat(str(text))


def _outstanding(tables: Tables, currency: str) -> LoanFigure | None:
    held: dict[date, Decimal] = defaultdict(Decimal)
    for row in tables.get("positions", ()):
        held[_day(row["date"])] += Decimal(row["outstanding"])
    if len(held) < 2 or not any(held.values()):
        return None
    points = sorted(held.items())
    plane = _Plane([day for day, _ in points], max(held.values()), lambda value: figure_words(value, currency))
    path = f"M{plane.x(points[0][0])} {plane.y(points[0][1])}"
    path += "".join(f"H{plane.x(day)}V{plane.y(value)}" for day, value in points[1:])
    desc = f"{max(held.values()):,} {currency} at the most; {points[-1][1]:,} {currency} on {points[-1][0]}."
    return LoanFigure("outstanding", "Outstanding", desc, plane.ticks, plane.ends, line=path)


# class of a bar's part → its words, the columns that it adds up
_PARTS = (
    ("p0", "principal", ("principal", "sweep")),
    ("p1", "interest", ("interest", "default_interest")),
    ("p2", "fees", ("fees",)),
)


def _payments(tables: Tables, currency: str) -> LoanFigure | None:
    rows = tables.get("schedule", ())
    stacks = [
        (
            _day(row["pays"]),
            [sum((max(Decimal(row[name]), Decimal(0)) for name in names), Decimal(0)) for _, _, names in _PARTS],
        )
        for row in rows
    ]
    most = max((sum(parts, Decimal(0)) for _, parts in stacks), default=Decimal(0))
    if len(stacks) < 2 or not most:
        return None
    plane = _Plane(
        [_day(rows[0]["start"]), *(day for day, _ in stacks)], most, lambda value: figure_words(value, currency)
    )
    wide = round(min(max((RIGHT - LEFT) / len(stacks) * 0.6, 0.5), 14.0), 1)
    bars: list[Bar] = []
    for day, parts in stacks:
        below = Decimal(0)
        for (name, _, _), part in zip(_PARTS, parts, strict=True):
            if part:
                y = plane.y(below + part)
                bars.append((name, round(max(plane.x(day) - wide, LEFT), 1), y, wide, round(plane.y(below) - y, 1)))
            below += part
    key = tuple(
        (name, words) for index, (name, words, _) in enumerate(_PARTS) if any(parts[index] for _, parts in stacks)
    )
    desc = f"{len(stacks)} payments by period, {most:,} {currency} the largest."
    return LoanFigure("payments", "Paid by the borrower", desc, plane.ticks, plane.ends, bars=tuple(bars), key=key)


def _path(points: Sequence[Point], plane: _Plane) -> str:
    return "M" + "L".join(f"{plane.x(day)} {plane.y(value)}" for day, value in points)


def percent(value: Decimal) -> str:
    return f"{(value * 100).normalize():f} %"


def _cover(tables: Tables, currency: str) -> LoanFigure | None:
    rows = tables.get("collateral", ())
    points = [(_day(row["date"]), Decimal(row["ltv"])) for row in rows if row["ltv"] is not None]
    if len(points) < 2:
        return None
    plane = _Plane([day for day, _ in points], max(value for _, value in points), percent)
    above = [row["date"] for row in rows if row.get("above_limit") == "yes"]
    limited = any("above_limit" in row for row in rows)
    told = (
        f"above its limit first on {above[0]}."
        if above
        else "never above its limit."
        if limited
        else "no limit is given."
    )
    top = max(points, key=lambda point: point[1])
    desc = f"{percent(top[1].quantize(Decimal('0.0001')))} at the most, on {top[0]}; {told}"
    return LoanFigure("ltv", "Loan to value", desc, plane.ticks, plane.ends, line=_path(points, plane))


def _coverage(tables: Tables, currency: str) -> LoanFigure | None:
    rows = tables.get("dscr", ())
    points = [(_day(row["date"]), Decimal(row["dscr"])) for row in rows if row["dscr"] is not None]
    if len(points) < 2:
        return None
    plane = _Plane(
        [day for day, _ in points],
        max(Decimal(1), *(value for _, value in points)),
        lambda value: f"{value.normalize():f}×",
    )
    wide = round(min(max((RIGHT - LEFT) / len(points) * 0.6, 0.5), 14.0), 1)
    below = {row["date"] for row in rows if row.get("below_minimum") == "yes"}
    bars = tuple(
        (
            "p3" if str(day) in below else "p1",
            round(max(plane.x(day) - wide, LEFT), 1),
            plane.y(value),
            wide,
            round(BASE - plane.y(value), 1),
        )
        for day, value in points
    )
    key = (("p1", "covered"), ("p3", "below the minimum")) if below else ()
    least = min(points, key=lambda point: point[1])
    desc = f"{least[1]:.2f}× at the least, on {least[0]}; the line is once."
    once = (plane.y(Decimal(1)), "1×")
    return LoanFigure("dscr", "Debt service coverage", desc, plane.ticks, plane.ends, bars=bars, limit=once, key=key)
