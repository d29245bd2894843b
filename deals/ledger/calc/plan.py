"""Scheduled principal of each period: a table of ways to amortise, kept up to date by draws and prepayments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.allocation import apportion
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import round_cash
from deals.ledger.calc.terms import Amortisation

ZERO = Decimal(0)


@dataclass(frozen=True)
class Due:
    """What the plan needs to know at the end of one period. `growths` are interest per unit, this period's first."""

    outstanding: Decimal
    interest: Decimal
    growths: Callable[[], Sequence[Fraction]]
    rate: Fraction


class Plan:
    """Instalments still to come; the last period pays whatever is left (not for kind none)."""

    def __init__(self, terms: Amortisation, count: int, currency: str, rounding: str) -> None:
        self.terms, self.count, self.currency, self.rounding = terms, count, currency, rounding
        self._left: list[Decimal] | None = None
        self._payment: Decimal | None = terms.payment
        self._rate: Fraction | None = None

    def principal(self, number: int, due: Due) -> Decimal:
        """The principal due at the end of period `number` (from 1)."""
        if self.terms.kind == "none" or due.outstanding == 0:
            return ZERO
        if number == self.count:
            return due.outstanding
        if number <= self.terms.grace:
            return ZERO
        return min(_KINDS[self.terms.kind](self, number, due), due.outstanding)

    def _bullet(self, number: int, due: Due) -> Decimal:
        return ZERO

    def _listed(self, number: int, due: Due) -> Decimal:
        if self._left is None:
            self._left = self._instalments(due.outstanding, self.count - number + 1)
        return self._left.pop(0) if self._left else ZERO

    def _instalments(self, outstanding: Decimal, remaining: int) -> list[Decimal]:
        """Level: equal rounded parts, the last takes the rest. Custom: as given."""
        if self.terms.kind == "level_principal":
            spread = Fraction(max(outstanding - (self.terms.balloon or ZERO), ZERO)) / remaining
            level = self.terms.amount or round_cash(spread, self.currency, self.rounding)
            part = min(level, outstanding)
            return [part] * (remaining - 1) + [max(outstanding - part * (remaining - 1), ZERO)]
        if self.terms.amounts:
            return list(self.terms.amounts)
        return [
            round_cash(Fraction(outstanding) * Fraction(s), self.currency, self.rounding) for s in self.terms.shares
        ]

    def _annuity(self, number: int, due: Due) -> Decimal:
        if self.terms.payment is None and (self._payment is None or due.rate != self._rate):
            self._payment, self._rate = self._solve(due), due.rate
        assert self._payment is not None
        return max(self._payment - due.interest, ZERO)

    def _solve(self, due: Due) -> Decimal:
        """The level payment that leaves the balloon: (outstanding − balloon ÷ Π(1 + growth)) ÷ Σ 1/Π(1 + growth)."""
        worth, discount = Fraction(0), Fraction(1)
        for growth in due.growths():
            discount = (discount / (1 + growth)).limit_denominator(10**40)
            worth += discount
        spread = Fraction(due.outstanding) - Fraction(self.terms.balloon or 0) * discount
        return round_cash(max(spread, Fraction(0)) / worth, self.currency, self.rounding)

    def drawn(self) -> None:
        """A draw after repayment began: level principal and annuity spread anew; custom leaves it to the end."""
        if self.terms.kind == "level_principal":
            self._left = None
        self._rate = None

    def prepaid(self, amount: Decimal, apply: str) -> None:
        """Takes a prepayment off the instalments to come: last ones first, next ones first, or all in proportion.

        An annuity keeps its payment (and ends sooner) under `last`, is solved anew otherwise.
        """
        if apply != "last":
            self._rate = None
        if self._left:
            cut = min(amount, sum(self._left, ZERO))
            self._left = _APPLY[apply](self._left, cut, self.currency)


def _in_order(left: list[Decimal], cut: Decimal, currency: str) -> list[Decimal]:
    kept = []
    for instalment in left:
        off = min(instalment, cut)
        kept.append(instalment - off)
        cut -= off
    return kept


def _from_the_last(left: list[Decimal], cut: Decimal, currency: str) -> list[Decimal]:
    return _in_order(left[::-1], cut, currency)[::-1]


def _in_proportion(left: list[Decimal], cut: Decimal, currency: str) -> list[Decimal]:
    parts = apportion(cut, left, currency)
    return [instalment - part for instalment, part in zip(left, parts, strict=True)]


_APPLY = {"first": _in_order, "last": _from_the_last, "pro_rata": _in_proportion}
_KINDS: dict[str, Callable[[Plan, int, Due], Decimal]] = {
    "bullet": Plan._bullet,
    "level_principal": Plan._listed,
    "custom": Plan._listed,
    "annuity": Plan._annuity,
}


def check_custom(terms: Amortisation, count: int) -> None:
    """Refuses a custom plan with more figures than periods."""
    given = len(terms.amounts or terms.shares)
    if terms.kind == "custom" and given > count - terms.grace:
        raise Refused(f"{given} instalments for {count - terms.grace} periods", do="give one per period, or fewer")
