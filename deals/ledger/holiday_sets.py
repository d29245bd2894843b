"""The named business calendars, filled from the `holidays` package: the only place that knows the package.

XFED is the Federal Reserve's own list (a Saturday holiday is not moved to Friday, unlike the federal offices' list);
Tokyo banks close on public and bank holidays; Hong Kong's also on general holidays that the package calls optional.
Those are asked for apart from the public ones: asked together, the package moves one substitute day past the other
(3 October 2023 would be closed, and was not). Days set by sight of the moon, or proclaimed year by year, are the
package's estimates for years whose list is not yet gazetted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

import holidays

from deals.ledger.calc.calendars import EVERY_DAY, Calendar

_Days = Iterable[date]


def _hong_kong(years: range) -> _Days:
    return {
        day
        for kind in ("public", "optional")
        for day in holidays.country_holidays("HK", categories=(kind,), years=years)
    }


def _sofr(years: range) -> _Days:
    """As SIFMA, and every Good Friday: also where SIFMA recommends only an early close, no rate is published."""
    fridays = holidays.country_holidays("US", subdiv="CT", years=years)
    good = {day for day, name in fridays.items() if "Good Friday" in name}
    return good | set(holidays.financial_holidays("XSIF", years=years))


_SOURCES: dict[str, Callable[[range], _Days]] = {
    "US_FED": lambda years: holidays.financial_holidays("XFED", years=years),
    "US_GOVT": lambda years: holidays.financial_holidays("XSIF", years=years),
    "SOFR": _sofr,
    "TARGET": lambda years: holidays.financial_holidays("XECB", years=years),
    "LONDON": lambda years: holidays.country_holidays("GB", subdiv="ENG", years=years),
    "JP": lambda years: holidays.country_holidays("JP", categories=("public", "bank"), years=years),
    "HK": _hong_kong,
    "SG": lambda years: holidays.country_holidays("SG", years=years),
}
NAMES = {
    "US_FED": "Federal Reserve",
    "US_GOVT": "US government securities (SIFMA)",
    "SOFR": "days on which SOFR is published",
    "TARGET": "TARGET of the Eurosystem",
    "LONDON": "London (England)",
    "JP": "Tokyo, public and bank holidays",
    "HK": "Hong Kong, general holidays",
    "SG": "Singapore",
}
FIRST_YEAR, LAST_YEAR = 2000, 2099


@lru_cache(maxsize=256)
def _year(name: str, year: int) -> frozenset[date]:
    return frozenset(day for day in _SOURCES[name](range(year, year + 1)) if day.year == year)


@lru_cache(maxsize=64)
def business_calendar(name: str, first_year: int, last_year: int) -> Calendar:
    """That calendar over whole years, both included; "NONE" has no closed day. KeyError for an unknown name."""
    if name == "NONE":
        return EVERY_DAY
    if name not in _SOURCES:
        raise KeyError(name)
    first, last = max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR)
    days: Iterable[date] = (day for year in range(first, last + 1) for day in _year(name, year))
    return Calendar(name, frozenset(days), first=date(first, 1, 1), last=date(last, 12, 31))
