"""Loan to value over time, and coverage of debt service by period, as small figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from deals.pages.loan_plane import BASE, LEFT, LoanFigure, Plane, Point, Tables, bar_width, day_of
from dealtracker.periods import day_words


def _path(points: Sequence[Point], plane: Plane) -> str:
    return "M" + "L".join(f"{plane.x(day)} {plane.y(value)}" for day, value in points)


def _percent(value: Decimal) -> str:
    return f"{(value * 100).normalize():f} %"


def cover(tables: Tables, currency: str) -> LoanFigure | None:
    rows = tables.get("collateral", ())
    points = [(day_of(row["date"]), Decimal(row["ltv"])) for row in rows if row["ltv"] is not None]
    if len(points) < 2:
        return None
    plane = Plane([day for day, _ in points], max(value for _, value in points), _percent)
    above = [row["date"] for row in rows if row.get("above_limit") == "yes"]
    limited = any("above_limit" in row for row in rows)
    told = (
        f"above its limit first on {day_words(day_of(above[0]))}."
        if above
        else "never above its limit."
        if limited
        else "no limit is given."
    )
    top = max(points, key=lambda point: point[1])
    desc = f"about {top[1] * 100:.0f} % at the most, on {day_words(top[0])}; {told}"
    return LoanFigure("ltv", "Loan to value", desc, plane.ticks, plane.ends, line=_path(points, plane))


def coverage(tables: Tables, currency: str) -> LoanFigure | None:
    rows = tables.get("dscr", ())
    points = [(day_of(row["date"]), Decimal(row["dscr"])) for row in rows if row["dscr"] is not None]
    if len(points) < 2:
        return None
    plane = Plane(
        [day for day, _ in points],
        max(Decimal(1), *(value for _, value in points)),
        lambda value: f"{value.normalize():f}×",
    )
    wide = bar_width(len(points))
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
