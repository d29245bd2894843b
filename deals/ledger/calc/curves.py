"""Value of hardware over time under a named curve, and the loan to value path. A curve is the user's data, never truth.

Each curve gives the part of the first cost that remains after a span of time, as an exact fraction.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import round_cash, rounded
from deals.ledger.calc.schedules import add_months

LTV_PLACES = 6
_WIDE = Context(prec=50)


@dataclass(frozen=True)
class Curve:
    """kind straight_line (life_months, residual), declining (yearly_rate) or table (points of month and factor).

    `between` says what a table does between two points: linear, or step (the earlier factor holds).
    """

    kind: str
    name: str = ""
    life_months: int = 0
    residual: Decimal = Decimal(0)
    yearly_rate: Decimal = Decimal(0)
    points: tuple[tuple[int, Decimal], ...] = ()
    between: str = "linear"


def _straight_line(curve: Curve, since: date, day: date) -> Fraction:
    """Equal parts a day down to the residual at the end of life, and flat from there."""
    life = (add_months(since, curve.life_months) - since).days
    passed = min((day - since).days, life)
    return 1 - (1 - Fraction(curve.residual)) * Fraction(passed, life)


def _declining(curve: Curve, since: date, day: date) -> Fraction:
    """(1 − yearly rate)^(days / 365), not below the residual."""
    years = _WIDE.divide(Decimal((day - since).days), Decimal(365))
    factor = Fraction(_WIDE.power(1 - curve.yearly_rate, years)) if curve.yearly_rate < 1 else Fraction(day == since)
    return max(factor, Fraction(curve.residual))


def _table(curve: Curve, since: date, day: date) -> Fraction:
    dated = [(add_months(since, month), Fraction(factor)) for month, factor in curve.points]
    if day >= dated[-1][0]:
        return dated[-1][1]
    for (start, high), (end, low) in itertools.pairwise(dated):
        if start <= day < end:
            passed = Fraction((day - start).days, (end - start).days) if curve.between == "linear" else Fraction(0)
            return high + (low - high) * passed
    raise Refused(f"the curve says nothing for {day}", do="let its first point be month 0")


CURVES: dict[str, Callable[[Curve, date, date], Fraction]] = {
    "straight_line": _straight_line,
    "declining": _declining,
    "table": _table,
}


def part_left(curve: Curve, since: date, day: date) -> Fraction:
    """The part of the first cost that remains on a day; nothing before the day from which it ages."""
    return Fraction(0) if day < since else CURVES[curve.kind](curve, since, day)


@dataclass(frozen=True)
class Asset:
    """Hardware pledged from `since` on: its first cost (quantity × unit cost) and its curve."""

    name: str
    cost: Decimal
    since: date
    curve: Curve


def asset_value(asset: Asset, day: date, currency: str) -> Decimal:
    """Cost × remaining factor, half up to the minor unit; zero before it is pledged."""
    return round_cash(Fraction(asset.cost) * part_left(asset.curve, asset.since, day), currency)


@dataclass(frozen=True)
class Cover:
    """Value against loan on one date; `ltv` is None where there is no value to divide by."""

    date: date
    value: Decimal
    outstanding: Decimal
    ltv: Decimal | None
    borrowing_base: Decimal | None
    headroom: Decimal | None


def cover_path(
    assets: Sequence[Asset], outstanding: Sequence[tuple[date, Decimal]], *, advance_rate: Decimal | None, currency: str
) -> list[Cover]:
    """Loan to value on each date; with an advance rate also the borrowing base and what it leaves over the loan."""
    return [_cover(assets, day, loan, advance_rate, currency) for day, loan in outstanding]


def _cover(assets: Sequence[Asset], day: date, loan: Decimal, advance_rate: Decimal | None, currency: str) -> Cover:
    value = sum((asset_value(asset, day, currency) for asset in assets), Decimal(0))
    ltv = rounded(Fraction(loan) / Fraction(value), LTV_PLACES) if value else None
    base = round_cash(Fraction(value) * Fraction(advance_rate), currency, "DOWN") if advance_rate is not None else None
    return Cover(day, value, loan, ltv, base, base - loan if base is not None else None)
