"""Measures of a stream of flows: yield by compounding frequency, multiple, average life, coverage of debt service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from deals.ledger.calc.cashflows import Flow
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import rounded

RATIO_PLACES = 6
_WIDE = Context(prec=40)


def nominal_yield(effective: Decimal, times_a_year: int) -> Decimal:
    """The rate compounded `times_a_year` that is worth the effective one: m × ((1 + r)^(1/m) − 1), 10 decimals."""
    root = _WIDE.power(_WIDE.add(1, effective), _WIDE.divide(1, times_a_year))
    return _WIDE.multiply(times_a_year, root - 1).quantize(Decimal("1e-10"), context=_WIDE)


def multiple(flows: Sequence[Flow]) -> Decimal:
    """All money in over all money out, 6 decimals."""
    paid = -sum((amount for _, amount in flows if amount < 0), Decimal(0))
    if not paid:
        raise Refused("nothing was paid out, so there is no multiple", do="give the payments out")
    return rounded(Fraction(sum((a for _, a in flows if a > 0), Decimal(0))) / Fraction(paid), RATIO_PLACES)


def average_life(repayments: Sequence[Flow], since: date) -> Decimal:
    """Years to the average unit of principal: Σ principal × days ⁄ 365 over Σ principal, 6 decimals."""
    whole = sum((Fraction(amount) for _, amount in repayments), Fraction(0))
    if whole <= 0:
        raise Refused("no principal is repaid, so there is no average life", do="let the loan repay principal")
    weighted = sum((Fraction(amount) * (day - since).days for day, amount in repayments), Fraction(0))
    return rounded(weighted / whole / 365, RATIO_PLACES)


@dataclass(frozen=True)
class Coverage:
    """Debt service coverage on one payment date; `ratio` is None where there is nothing to service."""

    date: date
    cash: Decimal
    service: Decimal
    ratio: Decimal | None


def coverage_path(service: Sequence[tuple[date, date, Decimal]], cash: Mapping[date, Decimal]) -> list[Coverage]:
    """Cash of each period over its debt service.

    `service` is (period start, payment date, cash interest + scheduled principal); cash dated after the previous
    payment date and up to this one counts; the first period takes all cash from its start on.
    """
    rows: list[Coverage] = []
    for index, (start, pays, due) in enumerate(service):
        after = service[index - 1][1] if index else start
        available = sum(
            (amount for day, amount in cash.items() if (after < day <= pays) or (not index and day == start)),
            Decimal(0),
        )
        ratio = rounded(Fraction(available) / Fraction(due), RATIO_PLACES) if due else None
        rows.append(Coverage(pays, available, due, ratio))
    return rows
