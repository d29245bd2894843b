"""Fees that are not accrued day by day: upfront, agency, exit; and the discount at which a draw is funded (OID)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.allocation import apportion_by_name
from deals.ledger.calc.rounding import round_cash
from deals.ledger.calc.schedules import add_months
from deals.ledger.calc.terms import Fee, Loan

UPFRONT_ON = ("commitment", "draw")
EXIT_ON = ("all", "prepayment", "final")


@dataclass(frozen=True)
class Charge:
    """One fee on one date. `parts` by lender; empty for the agent's own fee, which no lender gets."""

    date: date
    kind: str
    amount: Decimal
    parts: Mapping[str, Decimal]
    rule: str


def _rated(loan: Loan, fee: Fee, day: date, base: Mapping[str, Decimal], rule: str) -> Charge:
    whole = sum(base.values(), Decimal(0))
    amount = round_cash(Fraction(whole) * Fraction(fee.rate), loan.currency, loan.rounding)
    return Charge(day, fee.kind, amount, apportion_by_name(amount, base, loan.currency), rule)


def signing_charges(loan: Loan) -> list[Charge]:
    """Upfront fees on commitments, paid on the first day of the loan; and the agent's fees on their dates."""
    held = {lender.name: lender.commitment for lender in loan.lenders}
    upfront = [
        _rated(loan, fee, loan.signing or loan.start, held, "fee.upfront_commitment")
        for fee in loan.fees
        if fee.kind == "upfront" and fee.on == "commitment"
    ]
    agency = [
        Charge(day, "agency", fee.amount, {}, "fee.agency")
        for fee in loan.fees
        if fee.kind == "agency"
        for day in _agency_dates(loan, fee)
    ]
    return upfront + agency


def _agency_dates(loan: Loan, fee: Fee) -> list[date]:
    first, last = fee.start or loan.start, fee.until or loan.maturity
    dates, index = [], 0
    while (day := add_months(first, index * fee.months)) < last:
        dates.append(day)
        index += 1
    return dates


def draw_charges(loan: Loan, day: date, parts: Mapping[str, Decimal]) -> list[Charge]:
    """Upfront fees on the draw, and the discount when it is funded below par."""
    charges = [
        _rated(loan, fee, day, parts, "fee.upfront_draw")
        for fee in loan.fees
        if fee.kind == "upfront" and fee.on == "draw"
    ]
    if loan.issue_price != 1:
        discount = Fee("oid", rate=1 - loan.issue_price)
        charges.append(_rated(loan, discount, day, parts, "fee.oid"))
    return charges


def exit_charges(loan: Loan, day: date, parts: Mapping[str, Decimal], how: str) -> list[Charge]:
    """Exit fees on principal repaid; `how` is scheduled, prepayment, sweep or final."""
    return [
        _rated(loan, fee, day, parts, "fee.exit")
        for fee in loan.fees
        if fee.kind == "exit" and _catches(fee, how) and (fee.until is None or day < fee.until)
    ]


def _catches(fee: Fee, how: str) -> bool:
    return fee.on in ("", "all", how) or (fee.on == "prepayment" and how == "sweep")
