"""Internal rate of return of dated flows.

The rate solves Σ flow / (1 + r)^(days / 365) = 0, days from the first flow (the XIRR of spreadsheets). Flows are exact
decimals; the search runs on binary floats by Newton, falls back to bisection, and the answer is checked, and where
needed polished, in decimals: it is a rate, never money.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from math import copysign, expm1, isfinite, log1p

from deals.ledger.calc.refusals import Refused

Flow = tuple[date, Decimal]
PLACES = Decimal("1e-12")
_WIDE = Context(prec=40)
_LOWEST, _HIGHEST = -0.9999999, 1e9


def xirr(flows: Sequence[Flow], *, guess: float = 0.1) -> Decimal:
    """The yearly rate to 12 decimals, right to at least 1e-10. Raises Refused when no rate, or no single one, solves it."""
    amounts, years = _prepared(flows)
    rate = _newton(amounts, years, guess)
    if rate is None or _sign_changes(flows) > 1:
        rate = _only_root(amounts, years)
    return Decimal(repr(rate)).quantize(PLACES, context=_WIDE)


def _prepared(flows: Sequence[Flow]) -> tuple[list[float], list[float]]:
    if not flows:
        raise Refused("there are no cash flows", do="give at least one payment out and one payment in")
    first = min(flows)[0].toordinal()
    amounts = [float(amount) for _, amount in flows]
    if not min(amounts) < 0 < max(amounts):
        raise Refused("all cash flows have one sign, so no rate solves them", do="give payments out and payments in")
    return amounts, [(day.toordinal() - first) / 365.0 for day, _ in flows]


def _newton(amounts: list[float], years: list[float], rate: float) -> float | None:
    for _ in range(40):
        base = 1.0 + rate
        value = slope = 0.0
        for amount, year in zip(amounts, years, strict=True):
            worth = amount * base**-year
            value += worth
            slope -= year * worth
        if slope == 0.0:
            return None
        step = value * base / slope
        rate -= step
        if not -0.99 < rate < 1e6:
            return None
        if -1e-13 < step < 1e-13:
            return rate
    return None


def _value(amounts: list[float], years: list[float], log_rate: float) -> float:
    """Net present value at the continuous rate `log_rate`, scaled so that no term overflows."""
    top = max(-log_rate * year for year in years)
    return sum(amount * (2.718281828459045 ** (-log_rate * year - top)) for amount, year in zip(amounts, years, strict=True))


def _only_root(amounts: list[float], years: list[float]) -> float:
    """Scans the whole range; refuses none and several, since choosing among them would be a guess."""
    grid = [log1p(_LOWEST) + i * (log1p(_HIGHEST) - log1p(_LOWEST)) / 600 for i in range(601)]
    values = [_value(amounts, years, point) for point in grid]
    roots = [
        _bisect(amounts, years, a, b)
        for a, b, u, v in zip(grid, grid[1:], values, values[1:], strict=False)
        if u == 0 or copysign(1, u) != copysign(1, v)
    ]
    if not roots:
        raise Refused("no yearly rate above −99.99999 % solves the cash flows", do="check their signs and dates")
    if len(roots) > 1:
        some = ", ".join(f"{root:.6f}" for root in roots[:4])
        raise Refused(f"several rates solve the cash flows ({some})", do="look at the flows apart: they change sign more than once")
    return roots[0]


def _bisect(amounts: list[float], years: list[float], low: float, high: float) -> float:
    sign = copysign(1, _value(amounts, years, low))
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if copysign(1, _value(amounts, years, middle)) == sign:
            low = middle
        else:
            high = middle
    root = expm1((low + high) / 2)
    polished = _newton(amounts, years, root)
    return polished if polished is not None and isfinite(polished) and abs(polished - root) < 1e-6 else root


def _sign_changes(flows: Sequence[Flow]) -> int:
    """Of the running total in order of date: with at most one the rate is single (Norstrøm's criterion)."""
    total, signs = Decimal(0), []
    for _, amount in sorted(flows):
        total += amount
        if total and (not signs or (total > 0) != signs[-1]):
            signs.append(total > 0)
    return max(len(signs) - 1, 0)


def net_present_value(flows: Sequence[Flow], rate: Decimal) -> Decimal:
    """Worth of the flows on the first date at the yearly `rate`, in decimals of 40 digits."""
    first = min(flows)[0]
    base = _WIDE.add(1, rate)
    worth = [
        _WIDE.multiply(amount, _WIDE.power(base, _WIDE.divide(-(day - first).days, 365))) for day, amount in flows
    ]
    return sum(worth, Decimal(0))
