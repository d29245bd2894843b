"""What a run gives, as rows. Money is rounded where it is paid; what only accrues stays exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from deals.ledger.calc.accruals import Part
from deals.ledger.calc.balances import Entry
from deals.ledger.calc.fees import Charge
from deals.ledger.calc.schedules import Span
from deals.ledger.calc.terms import Loan

ZERO = Decimal(0)
AGENCY = "agency fee"  # the one payment that no lender gets
Parts3 = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class Row:
    """One interest period. `fixing` is the published rate, `benchmark` after the floor, `rate` with the margin."""

    number: int
    start: date
    end: date
    pays: date
    days: int
    opening: Decimal
    drawn: Decimal
    prepaid: Decimal
    fixing: Fraction | None
    benchmark: Fraction
    rate: Fraction
    interest: Decimal
    default: Decimal
    pik: Decimal
    fees: Decimal
    principal: Decimal
    sweep: Decimal
    payment: Decimal
    closing: Decimal
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Paid:
    """Cash to (or, below zero, from) `holder`, by way of the lender of record."""

    date: date
    what: str
    lender: str
    holder: str
    amount: Decimal


@dataclass(frozen=True)
class Settled:
    """A transfer or participation as it was settled; `price` is what the taker pays the giver."""

    date: date
    kind: str
    giver: str
    taker: str
    amount: Decimal
    outstanding: Decimal
    undrawn: Decimal
    price: Decimal


@dataclass(frozen=True)
class Position:
    """From `date` on: lender of record → (committed, outstanding, undrawn), and the same net of participations.

    `passed`: grantor → participant → share of the grantor's hold."""

    date: date
    held: Mapping[str, Parts3]
    net: Mapping[str, tuple[Fraction, ...]]
    passed: Mapping[str, Mapping[str, Fraction]]


@dataclass
class Tally:
    """What happened to one period so far."""

    opening: Decimal = ZERO
    drawn: Decimal = ZERO
    prepaid: Decimal = ZERO
    exit_fees: Decimal = ZERO


@dataclass
class Result:
    """All rows of one run, in order of time."""

    loan: Loan
    entries: list[Entry]
    rows: list[Row] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)

    def cash_for(self, span: Span) -> Decimal:
        """Cash of the borrower that counts for one period: after the previous payment date, up to this one."""
        first = span.number == 1
        after = self.loan.start if first else self.loan.spans[span.number - 2].pays
        days = self.loan.cash.items()
        return sum((a for day, a in days if after < day <= span.pays or (first and day == after)), ZERO)

    def flows(self, holder: str = "") -> list[tuple[date, Decimal]]:
        """Cash by date, of one holder with what it paid or got for transfers, or of all lenders together."""
        return sorted((day, amount) for day, amount in self._by_holder.get(holder, {}).items() if amount)

    @cached_property
    def _by_holder(self) -> dict[str, dict[date, Decimal]]:
        """Holder → date → cash; the empty name stands for all lenders, among whom transfers cancel out."""
        found: dict[str, dict[date, Decimal]] = {"": {}}
        cash = [(name, p.date, p.amount) for p in self.paid if p.what != AGENCY for name in ("", p.holder)]
        cash += [(s.giver, s.date, s.price) for s in self.settled] + [(s.taker, s.date, -s.price) for s in self.settled]
        for name, day, amount in cash:
            days = found.setdefault(name, {})
            days[day] = days.get(day, ZERO) + amount
        return found

    def repayments(self) -> list[tuple[date, Decimal]]:
        """Principal repaid, by date."""
        kinds = ("principal", "sweep", "prepayment")
        by_day: dict[date, Decimal] = {}
        for paid in self.paid:
            if paid.what in kinds:
                by_day[paid.date] = by_day.get(paid.date, ZERO) + paid.amount
        return sorted(by_day.items())

    def holders(self) -> list[str]:
        """Everybody who holds or held a part: lenders of record first, then participants."""
        names = dict.fromkeys(name for position in self.positions for name in [*position.held, *position.net])
        return list(names)
