"""Dated exchange rates as values: direct, inverse, or through one middle currency; the last known on or before.

A missing rate is an error that names the pair and the date. Nothing is guessed and no amount is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import round_cash, rounded

CROSS_PLACES = 6


@dataclass(frozen=True)
class Quote:
    """1 `base` = `rate` `quote` on `day`, as `source` published it."""

    day: date
    base: str
    quote: str
    rate: Decimal
    source: str


@dataclass(frozen=True)
class Leg:
    """One quote as it was used: multiplied, or divided by when `inverse`."""

    used: Quote
    inverse: bool

    @property
    def factor(self) -> Fraction:
        rate = Fraction(self.used.rate)
        return 1 / rate if self.inverse else rate


@dataclass(frozen=True)
class Converted:
    """An amount in another currency, with every quote it rests on."""

    amount: Decimal
    currency: str
    rate: Fraction
    legs: tuple[Leg, ...]

    @property
    def rate_date(self) -> date | None:
        """The oldest quote used; None when no conversion was needed."""
        return min((leg.used.day for leg in self.legs), default=None)


class Rates:
    """All quotes at hand. `through` is the middle currency of triangulation (EUR for ECB reference rates).

    `oldest_days`: a quote that is older on the day asked for is no rate of that day; None takes any.
    """

    def __init__(self, quotes: Iterable[Quote], *, through: str = "EUR", oldest_days: int | None = None) -> None:
        self.through, self.oldest_days = through, oldest_days
        self._by_pair: dict[tuple[str, str], list[Quote]] = defaultdict(list)
        self._paths: dict[tuple[str, str, date], tuple[Leg, ...]] = {}
        for quote in sorted(quotes, key=lambda q: q.day):
            if quote.rate <= 0:
                raise Refused(
                    f"the rate {quote.base}/{quote.quote} of {quote.day} is not positive", do="give a rate above 0"
                )
            self._by_pair[quote.base, quote.quote].append(quote)

    def _leg(self, base: str, quote: str, day: date) -> Leg | None:
        """The last quote on or before `day`, either way round; the later of the two, direct first on one day."""
        found = [(self._last(base, quote, day), False), (self._last(quote, base, day), True)]
        legs = [Leg(used, inverse) for used, inverse in found if used]
        return max(legs, key=lambda leg: (leg.used.day, not leg.inverse), default=None)

    def _last(self, base: str, quote: str, day: date) -> Quote | None:
        last = self._known(base, quote, day)
        stale = last is not None and self.oldest_days is not None and (day - last.day).days > self.oldest_days
        return None if stale else last

    def _known(self, base: str, quote: str, day: date) -> Quote | None:
        quotes = self._by_pair.get((base, quote), [])
        index = bisect_right(quotes, day, key=lambda q: q.day)
        return quotes[index - 1] if index else None

    def path(self, base: str, quote: str, day: date) -> tuple[Leg, ...]:
        """The quotes from `base` to `quote`: none for the same currency, one, or two by way of the middle currency."""
        if (found := self._paths.get((base, quote, day))) is None:
            found = self._paths[base, quote, day] = self._path(base, quote, day)
        return found

    def _path(self, base: str, quote: str, day: date) -> tuple[Leg, ...]:
        if base == quote:
            return ()
        if leg := self._leg(base, quote, day):
            return (leg,)
        first, second = self._leg(base, self.through, day), self._leg(self.through, quote, day)
        if first and second:
            return (first, second)
        lacking = (base, self.through) if not first else (self.through, quote)
        raise Refused(
            f"no rate {base}/{quote} on or before {day} (missing: {'/'.join(lacking)}{self._too_old(*lacking, day)})",
            do="add a dated rate with its source",
        )

    def _too_old(self, base: str, quote: str, day: date) -> str:
        """Of a rate that is there and too old, its day."""
        known = [q.day for q in (self._known(base, quote, day), self._known(quote, base, day)) if q]
        return f", last known on {max(known)}, more than {self.oldest_days} days before" if known else ""

    def convert(
        self, amount: Decimal | Fraction, base: str, quote: str, day: date, *, rounding: str = "HALF_UP"
    ) -> Converted:
        """`amount` at the last known rates, exact until one rounding to the minor unit of `quote`. Raises Refused."""
        legs = self.path(base, quote, day)
        rate = Fraction(1)
        for leg in legs:
            rate *= leg.factor
        return Converted(round_cash(Fraction(amount) * rate, quote, rounding), quote, rate, legs)

    def cross(self, base: str, quote: str, day: date) -> Decimal:
        """The rate itself to 6 decimals, for display."""
        return rounded(self.convert(Decimal(1), base, quote, day).rate, CROSS_PLACES)
