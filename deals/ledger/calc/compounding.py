"""Overnight rates compounded in arrears, with lookback.

Sources: ARRC SOFR "In Arrears" Conventions for Syndicated Business Loans; LMA multicurrency rate switch agreement
(cumulative compounded rate); 2021 ISDA Definitions 6.9. The margin is added to the compounded rate, uncompounded.

Without observation shift each day's rate is that of `lookback` business days before (a closed day has the rate of the
business day before it), weighted by the days of the interest period; with the shift rates and weights both come from
the period moved back by `lookback` business days. Products are taken in decimals of 50 digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction

from deals.ledger.calc.calendars import EVERY_DAY, Calendar, adjust, business_days_before
from deals.ledger.calc.rates import Accrual, Fixings, Year
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import rounded
from deals.ledger.calc.schedules import Span

_WIDE = Context(prec=50)
BASES = {"ACT/360": 360, "ACT/365F": 365}


@dataclass(frozen=True)
class Compounded:
    """`floor_on` daily (each day's rate) or compounded (the yearly rate of the period); `places` rounds that rate."""

    fixings: Fixings
    day_count: str = "ACT/360"
    calendar: Calendar = EVERY_DAY
    lookback: int = 5
    shift: bool = False
    floor: Decimal | None = None
    floor_on: str = "daily"
    places: int | None = None

    def accrual(self, span: Span, year: Year, margin: Fraction) -> Accrual:
        if self.day_count not in BASES:
            raise Refused(
                f"compounding in arrears needs ACT/360 or ACT/365F, not {self.day_count}", do="change the day count"
            )
        path = _Path(self, span, BASES[self.day_count])
        rate, bound = path.rate(span.end)
        rules = ("rate.compounded_shifted" if self.shift else "rate.compounded_lookback",)
        bound = bound or path.floored_daily
        return Accrual(rate, path.upto, rules + (("rate.floor_binds",) if bound else ()))


class _Path:
    """Growth of one unit through one period, known at every boundary between business days."""

    def __init__(self, rule: Compounded, span: Span, base: int) -> None:
        self.rule, self.span, self.base = rule, span, base
        self.floored_daily = False
        self.first = self._seen_from(span.start) if rule.shift else span.start
        last = self._seen_from(span.end) if rule.shift else span.end
        self._growth = {self.first: Decimal(1)}
        self._rates: dict[date, Decimal] = {}
        self._bounds = self._business_days(self.first, last)
        self._grow()

    def _seen_from(self, day: date) -> date:
        return business_days_before(day, self.rule.lookback, self.rule.calendar)

    def _business_days(self, start: date, end: date) -> list[date]:
        """The start, every business day after it, the end."""
        between = (start + timedelta(days=n) for n in range(1, (end - start).days))
        return [start, *(day for day in between if self.rule.calendar.is_open(day)), end]

    def _daily(self, day: date) -> Decimal:
        seen = day if self.rule.shift else self._seen_from(adjust(day, self.rule.calendar, "PRECEDING"))
        fixing = self.rule.fixings.on(seen)
        rate = _WIDE.divide(fixing.numerator, fixing.denominator)
        if self.rule.floor is not None and self.rule.floor_on == "daily" and rate < self.rule.floor:
            self.floored_daily = True
            return self.rule.floor
        return rate

    def _grow(self) -> None:
        value = Decimal(1)
        for day, after in zip(self._bounds, self._bounds[1:], strict=False):
            if after > day:
                self._rates[day] = self._daily(day)
                value = _WIDE.multiply(value, self._step(day, after))
                self._growth[after] = value

    def _step(self, day: date, after: date) -> Decimal:
        weighted = _WIDE.multiply(self._rates[day], Decimal((after - day).days))
        return _WIDE.add(1, _WIDE.divide(weighted, self.base))

    def _grown(self, day: date) -> Decimal:
        """Growth to any day: between two boundaries the last rate accrues simply."""
        if day in self._growth:
            return self._growth[day]
        before = max(bound for bound in self._rates if bound < day)
        return _WIDE.multiply(self._growth[before], self._step(before, day))

    def rate(self, day: date) -> tuple[Fraction, bool]:
        """The yearly rate compounded up to `day`, rounded where the rule says so; and whether the floor set it."""
        seen = self._seen_from(day) if self.rule.shift else day
        days = (seen - self.first).days
        if days <= 0:  # a cut before the first business day of the window: that day's rate stands
            return Fraction(self._daily(self.first)), self.floored_daily
        rate = (Fraction(self._grown(seen)) - 1) * self.base / days
        if self.rule.places is not None:
            rate = Fraction(rounded(rate, self.rule.places))
        if self.rule.floor is not None and self.rule.floor_on == "compounded" and rate < Fraction(self.rule.floor):
            return Fraction(self.rule.floor), True
        return rate, False

    def upto(self, day: date) -> Fraction:
        """Interest per unit from the start of the period to `day`: the yearly rate so far over the days so far."""
        return self.rate(day)[0] * (day - self.span.start).days / self.base
