"""The benchmark of one interest period: none (fixed), a term rate with floor, or overnight rates compounded in arrears.

All are read through one value, `Accrual`: its yearly rate for display and `upto(day)`, the interest per unit of
principal from the start of the period to `day`, which is additive over parts of the period.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.calendars import EVERY_DAY, Calendar, business_days_before
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.schedules import Span

Year = Callable[[date, date], Fraction]  # the loan's day count from the start of a period to a day in it


@dataclass(frozen=True)
class Fixings:
    """Published rates by date. `previous`: a day without one takes the last one before, instead of being an error."""

    rates: Mapping[date, Decimal]
    previous: bool = False
    where: str = ""
    _days: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._days.extend(sorted(self.rates))

    def on(self, day: date, why: str = "") -> Fraction:
        """The rate of `day`; Refused, with `why` that day is asked for, where there is none."""
        if day in self.rates:
            return Fraction(self.rates[day])
        index = bisect_left(self._days, day) if self.previous else 0
        if not index:
            raise Refused(f"no rate is given for {day}{why}", do=f'add "{day}" to the fixings', where=self.where)
        return Fraction(self.rates[self._days[index - 1]])


@dataclass(frozen=True)
class Accrual:
    """A benchmark over one period: yearly `rate`, `upto(day)` per unit of principal, and the rules it came by."""

    rate: Fraction
    upto: Callable[[date], Fraction]
    rules: tuple[str, ...]
    fixing: Fraction | None = None


@dataclass(frozen=True)
class Fixed:
    """No benchmark: the margin is the whole rate."""

    def accrual(self, span: Span, year: Year, margin: Fraction) -> Accrual:
        return Accrual(Fraction(0), lambda day: Fraction(0), ("rate.fixed",))


@dataclass(frozen=True)
class Term:
    """A rate set once per period, `lag` business days before it starts; the floor is before the margin, or with it."""

    fixings: Fixings
    floor: Decimal | None = None
    floor_on: str = "benchmark"
    lag: int = 0
    calendar: Calendar = EVERY_DAY

    def accrual(self, span: Span, year: Year, margin: Fraction) -> Accrual:
        day = business_days_before(span.start, self.lag, self.calendar) if self.lag else span.start
        why = f", {self.lag} business days before the period from {span.start}" if self.lag else ""
        fixing = self.fixings.on(day, why)
        rate = fixing
        if self.floor is not None:
            least = Fraction(self.floor) - (margin if self.floor_on == "all_in" else 0)
            rate = max(fixing, least)
        rules = ("rate.term", "rate.floor_binds") if rate != fixing else ("rate.term",)
        return Accrual(rate, lambda day: rate * year(span.start, day), rules, fixing)
