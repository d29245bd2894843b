"""The small figures of the calculator. Plain Python: an answer's tables in, geometry out; the tables have every number."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from deals.pages.loan_cover_figures import cover, coverage
from deals.pages.loan_plane import LEFT, Bar, LoanFigure, Plane, Tables, bar_width, day_of
from dealtracker.uikit.formats import figure_words


def figures_of(tables: Tables, currency: str) -> list[LoanFigure]:
    """Those figures that the answer has something for."""
    drawn = (draw(tables, currency) for draw in (_outstanding, _payments, cover, coverage))
    return [figure for figure in drawn if figure]


def _outstanding(tables: Tables, currency: str) -> LoanFigure | None:
    held: dict[date, Decimal] = defaultdict(Decimal)
    for row in tables.get("positions", ()):
        held[day_of(row["date"])] += Decimal(row["outstanding"])
    if len(held) < 2 or not any(held.values()):
        return None
    points = sorted(held.items())
    plane = Plane([day for day, _ in points], max(held.values()), lambda value: figure_words(value, currency))
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
            day_of(row["pays"]),
            [sum((max(Decimal(row[name]), Decimal(0)) for name in names), Decimal(0)) for _, _, names in _PARTS],
        )
        for row in rows
    ]
    most = max((sum(parts, Decimal(0)) for _, parts in stacks), default=Decimal(0))
    if len(stacks) < 2 or not most:
        return None
    plane = Plane(
        [day_of(rows[0]["start"]), *(day for day, _ in stacks)], most, lambda value: figure_words(value, currency)
    )
    wide = bar_width(len(stacks))
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
