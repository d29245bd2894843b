"""What accrues in one interest period, cut where holdings, margin, default or availability change; exact throughout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.book import Book
from deals.ledger.calc.rates import Accrual
from deals.ledger.calc.schedules import Span
from deals.ledger.calc.terms import Fee, Loan

ZERO = Fraction(0)


@dataclass(frozen=True)
class Part:
    """One lender of record over one stretch of a period: everything unrounded, in the loan's currency."""

    period: int
    lender: str
    start: date
    end: date
    outstanding: Decimal
    undrawn: Decimal
    rate: Fraction
    interest: Fraction
    default: Fraction
    pik: Fraction
    fee: Fraction
    passed: tuple[tuple[str, Fraction], ...]
    rules: tuple[str, ...]

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def cuts(loan: Loan, span: Span) -> list[date]:
    """The days on which a stretch of the period begins, and its end."""
    days = {event.date for event in loan.events} | {start for start, _ in loan.margins}
    if loan.default:
        windows = [*loan.default.windows, *(overdue.window for overdue in loan.default.overdue)]
        days |= {day for window in windows for day in (window.start, window.end) if day}
    if loan.available_to:
        days.add(loan.available_to + timedelta(days=1))
    days |= {day for fee in loan.fees for day in (fee.start, fee.until) if day}
    return [span.start, *sorted(day for day in days if span.start < day < span.end), span.end]


class Stretch:
    """Rates over one stretch [start, end) of a period."""

    def __init__(self, loan: Loan, span: Span, accrual: Accrual, start: date, end: date) -> None:
        self.loan, self.span, self.accrual, self.start, self.end = loan, span, accrual, start, end
        self.year = loan.year(span.start, end) - loan.year(span.start, start)
        self.margin = Fraction(loan.margin_on(start))

    @property
    def growth(self) -> Fraction:
        """Interest per unit of principal; never below zero."""
        return max(self.accrual.upto(self.end) - self.accrual.upto(self.start) + self.margin * self.year, ZERO)

    @property
    def default_growth(self) -> Fraction:
        default = self.loan.default
        if default is None or not any(window.holds(self.start) for window in default.windows):
            return ZERO
        return Fraction(default.margin) * self.year

    def overdue(self) -> Fraction:
        """Interest on overdue amounts, at the loan's rate and the default margin."""
        default = self.loan.default
        if default is None:
            return ZERO
        late = sum((Fraction(o.amount) for o in default.overdue if o.window.holds(self.start)), ZERO)
        return late * (self.growth + Fraction(default.margin) * self.year)

    def fee_growth(self) -> Fraction:
        """Commitment fee per unit undrawn."""
        fees = (fee for fee in self.loan.fees if fee.kind == "commitment" and _charged(fee, self.start))
        return sum((Fraction(fee.rate) * self._year_by(fee.day_count) for fee in fees), ZERO)

    def _year_by(self, day_count: str) -> Fraction:
        if not day_count:
            return self.year
        year = self.loan.year_by(day_count)
        return year(self.span.start, self.end) - year(self.span.start, self.start)

    def rules(self) -> tuple[str, ...]:
        negative = self.accrual.rate + self.margin < 0
        return self.accrual.rules + (("rate.below_zero",) if negative else ())


def _charged(fee: Fee, day: date) -> bool:
    return (fee.start is None or fee.start <= day) and (fee.until is None or day < fee.until)


def parts_of(stretch: Stretch, book: Book) -> Iterable[Part]:
    """One Part per lender of record, as the book stands at the start of the stretch."""
    loan, growth = stretch.loan, stretch.growth
    pik = loan.pik.on(stretch.span.start)
    pik_growth = Fraction(pik.rate) * stretch.year
    default_growth, fee_growth, overdue = stretch.default_growth, stretch.fee_growth(), stretch.overdue()
    total, rules = book.outstanding, stretch.rules()
    lapsed = loan.lapsed(stretch.start)
    for name, balance in book.held.items():
        owed = Fraction(balance.outstanding)
        undrawn = Decimal(0) if lapsed else book.undrawn_of(name)
        share = owed / Fraction(total) if total else Fraction(1, len(book.held))
        interest = owed * growth
        yield Part(
            stretch.span.number, name, stretch.start, stretch.end, balance.outstanding, undrawn,
            stretch.accrual.rate + stretch.margin, interest,
            owed * default_growth + overdue * share,
            owed * pik_growth + interest * Fraction(pik.share),
            Fraction(undrawn) * fee_growth,
            tuple(book.passed.get(name, {}).items()), rules,
        )  # fmt: skip
