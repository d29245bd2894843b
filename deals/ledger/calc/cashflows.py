"""Internal rate of return of dated flows.

The rate solves Σ flow / (1 + r)^(days / 365) = 0, days from the first flow (the XIRR of spreadsheets). Flows are exact
decimals; the search runs on binary floats by Halley's method, else by a scan with bisection: it finds a
rate, never money.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from functools import reduce
from itertools import accumulate
from math import copysign, exp, expm1, fsum, isfinite, log1p
from operator import mul, ne

from deals.ledger.calc.refusals import Refused

Flow = tuple[date, Decimal]
_WIDE = Context(prec=60)
_FLOAT_ENOUGH = 10.0
_LOWEST, _HIGHEST = -0.999999999999, 1e9


def xirr(flows: Sequence[Flow], *, guess: float = 0.1) -> Decimal:
    """The yearly rate to 12 decimals, right to 1e-10. Raises Refused when no rate, or no single one, solves it."""
    amounts, years = _prepared(flows)
    rate = _halley(amounts, years, guess)
    if rate is None or _sign_changes(amounts) > 1:
        rate = _only_root(amounts, years)
    return Decimal(f"{rate:.12f}") if rate < _FLOAT_ENOUGH else _polished(flows, Decimal(rate))


def _prepared(flows: Sequence[Flow]) -> tuple[list[float], list[float]]:
    """Amounts and years since the first flow, in order of date."""
    if not flows:
        raise Refused("there are no cash flows", do="give at least one payment out and one payment in")
    ordered = sorted(flows)
    first = ordered[0][0].toordinal()
    amounts, years = [], []
    for day, amount in ordered:
        amounts.append(float(amount))
        years.append((day.toordinal() - first) / 365.0)
    if not min(amounts) < 0 < max(amounts):
        raise Refused("all cash flows have one sign, so no rate solves them", do="give payments out and payments in")
    return amounts, years


def _halley(amounts: list[float], years: list[float], rate: float) -> float | None:
    """Newton's step with Halley's correction, cubic near the root: after a step below 1e-5 the error is below 1e-12."""
    powers = [-year for year in years]
    first = list(map(mul, amounts, powers))
    second = [amount * (power - 1.0) for amount, power in zip(first, powers)]  # noqa: B905 - hot
    for _ in range(40):
        base = 1.0 + rate
        worth = [base**power for power in powers]
        slope = sum(map(mul, first, worth))
        if slope == 0.0:
            return None
        newton = sum(map(mul, amounts, worth)) * base / slope
        bend = 1.0 - newton * sum(map(mul, second, worth)) / (2.0 * base * slope)
        step = newton / bend if 0.5 < bend < 2.0 else newton
        rate -= step
        if not -0.99 < rate < 1e6:
            return None
        if -1e-5 < step < 1e-5 and (-1e-9 < step < 1e-9 or 0.99 < bend < 1.01):
            return rate
    return None


def _value(amounts: list[float], years: list[float], log_rate: float) -> float:
    """Net present value at the continuous rate `log_rate`, scaled so that no term overflows."""
    top = max(-log_rate * year for year in years)
    return fsum(amount * exp(-log_rate * year - top) for amount, year in zip(amounts, years, strict=True))


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
        what = f"no yearly rate from {_LOWEST:.12f} to {_HIGHEST:.0f} solves the cash flows"
        raise Refused(what, do="check their signs and dates")
    if len(roots) > 1:
        some = ", ".join(f"{root:.6f}" for root in roots[:4])
        raise Refused(
            f"several rates solve the cash flows ({some})",
            do="look at the flows apart: they change sign more than once",
        )
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
    polished = _halley(amounts, years, root)
    return polished if polished is not None and isfinite(polished) and abs(polished - root) < 1e-6 else root


def _polished(flows: Sequence[Flow], rate: Decimal) -> Decimal:
    """Two of Newton's steps in decimals: above 1,000 % a float no longer holds a rate to 1e-10."""
    for _ in range(2):
        nudge = _WIDE.multiply(rate, Decimal("1e-12"))
        value = net_present_value(flows, rate)
        rise = _WIDE.subtract(net_present_value(flows, _WIDE.add(rate, nudge)), value)
        rate = _WIDE.subtract(rate, _WIDE.divide(_WIDE.multiply(value, nudge), rise))
    return rate.quantize(Decimal("1e-12"), context=_WIDE)


def _sign_changes(amounts: list[float]) -> int:
    """Of the running total in order of date: with at most one the rate is single (Norstrøm's criterion)."""
    signs = [total > 0 for total in accumulate(amounts) if total]
    return sum(map(ne, signs, signs[1:]))


def net_present_value(flows: Sequence[Flow], rate: Decimal) -> Decimal:
    """Worth of the flows on the first date at the yearly `rate`, in decimals of 60 digits."""
    first = min(flows)[0]
    base = _WIDE.add(1, rate)
    worth = [_WIDE.multiply(amount, _WIDE.power(base, _WIDE.divide(-(day - first).days, 365))) for day, amount in flows]
    return reduce(_WIDE.add, worth)
