"""Stored rates → rates as values: triangulated over the euro, and none older than a week."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.fx import Converted, Quote, Rates
from deals.ledger.calc.refusals import Refused
from deals.ledger.models import FxRate
from dealtracker.money import minor_units

OLDEST_DAYS = 7  # a weekend with holidays around it; what is older is no rate of the day


def rates_on(day: date, currencies: Collection[str]) -> Rates:
    """The last known rates of these currencies to the euro, from that day or the week before it."""
    rows = FxRate.rows.filter(currency__in=set(currencies), day__lte=day, day__gte=day - timedelta(days=OLDEST_DAYS))
    found = rows.order_by("currency", "-day").distinct("currency").values_list("currency", "day", "per_eur", "source")
    return Rates(Quote(at, "EUR", currency, rate, source) for currency, at, rate, source in found)


@dataclass
class Converter:
    """Converts into one currency on one day, and keeps which rates it used and which it lacked."""

    currency: str
    day: date
    rates: Rates
    used: dict[str, Converted] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    _scales: dict[str, tuple[int, int] | None] = field(default_factory=dict)

    @classmethod
    def on(cls, day: date, currency: str, others: Collection[str]) -> Converter:
        return cls(currency, day, rates_on(day, {currency, *others}))

    def convert(self, amount: Decimal | Fraction, currency: str) -> Decimal | None:
        """The amount at the dated rate, rounded once; None where there is no rate, which is then said in `missing`."""
        if currency in self.missing:
            return None
        try:
            found = self.rates.convert(amount, currency, self.currency, self.day)
        except Refused:
            self.missing.add(currency)
            return None
        if found.legs:
            self.used[currency] = found
        return found.amount

    def units(self, units: int, currency: str) -> int | None:
        """The same from whole minor units to whole minor units, for many amounts: one look at the rate a currency."""
        if currency not in self._scales:
            self._scales[currency] = self._scale(currency)
        scale = self._scales[currency]
        if scale is None:
            return None
        times, over = scale  # half up, away from zero
        found = (2 * abs(units) * times + over) // (2 * over)
        return -found if units < 0 else found

    def _scale(self, currency: str) -> tuple[int, int] | None:
        """Minor units of the converter's currency for one of this, as an exact ratio."""
        if self.convert(Decimal(1), currency) is None:
            return None
        rate = self.rates.convert(Decimal(1), currency, self.currency, self.day).rate
        return (rate * Fraction(10) ** (minor_units(self.currency) - minor_units(currency))).as_integer_ratio()

    def rate(self, currency: str) -> Fraction | None:
        """Units of the converter's currency for one of this, exact; None where unknown."""
        if self.convert(Decimal(1), currency) is None:
            return None
        return self.rates.convert(Decimal(1), currency, self.currency, self.day).rate

    def to_json(self) -> dict[str, object]:
        """{"currency", "day", "rates": [{"currency", "rate", "date", "source"}], "missing": [currency]}."""
        return {
            "currency": self.currency,
            "day": self.day.isoformat(),
            "rates": [
                {
                    "currency": code,
                    "rate": str(self.rates.cross(code, self.currency, self.day)),
                    "date": str(found.rate_date),
                    "source": ", ".join(dict.fromkeys(leg.used.source for leg in found.legs)),
                }
                for code, found in sorted(self.used.items())
            ],
            "missing": sorted(self.missing),
        }
