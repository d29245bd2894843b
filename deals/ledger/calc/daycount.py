"""Day counts as a table: name → (start, end, is the end the termination date) → (numerator, denominator) of the year.

Sources: 2006 ISDA Definitions 4.16 (a)–(h); SIA Standard Securities Calculation Methods for the 30/360 rule with end
of month (what QuantLib calls Thirty360.USA). Pairs of integers keep the fraction exact and quick.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from datetime import date
from fractions import Fraction

Ratio = tuple[int, int]


def _act_360(start: date, end: date, last: bool) -> Ratio:
    return (end - start).days, 360


def _act_365_fixed(start: date, end: date, last: bool) -> Ratio:
    return (end - start).days, 365


def _act_act_isda(start: date, end: date, last: bool) -> Ratio:
    """Days in leap years over 366 plus the other days over 365."""
    leap = sum(
        (min(end, date(year + 1, 1, 1)) - max(start, date(year, 1, 1))).days
        for year in range(start.year, end.year + 1)
        if isleap(year)
    )
    return leap * 365 + ((end - start).days - leap) * 366, 365 * 366


def _thirty(start: date, end: date, d1: int, d2: int) -> Ratio:
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + d2 - d1, 360


def _bond_basis(start: date, end: date, last: bool) -> Ratio:
    d1 = min(start.day, 30)
    return _thirty(start, end, d1, 30 if end.day == 31 and d1 == 30 else end.day)


def _sia(start: date, end: date, last: bool) -> Ratio:
    d1, d2 = start.day, end.day
    if ends_february(start):
        d1, d2 = 30, 30 if ends_february(end) else d2
    d1 = min(d1, 30)
    return _thirty(start, end, d1, 30 if d2 == 31 and d1 == 30 else d2)


def _eurobond(start: date, end: date, last: bool) -> Ratio:
    return _thirty(start, end, min(start.day, 30), min(end.day, 30))


def _eurobond_isda(start: date, end: date, last: bool) -> Ratio:
    d1 = 30 if ends_february(start) else min(start.day, 30)
    return _thirty(start, end, d1, 30 if ends_february(end) and not last else min(end.day, 30))


def ends_february(day: date) -> bool:
    return day.month == 2 and day.day == (29 if isleap(day.year) else 28)


DAY_COUNTS: dict[str, Callable[[date, date, bool], Ratio]] = {
    "ACT/360": _act_360,
    "ACT/365F": _act_365_fixed,
    "ACT/ACT_ISDA": _act_act_isda,
    "30/360_US_BOND_BASIS": _bond_basis,
    "30/360_SIA_EOM": _sia,
    "30E/360": _eurobond,
    "30E/360_ISDA": _eurobond_isda,
}


def year_ratio(day_count: str, start: date, end: date, *, termination: bool = False) -> Ratio:
    """The part of a year from `start` (counted) to `end` (not counted); KeyError for an unknown day count."""
    return DAY_COUNTS[day_count](start, end, termination)


def year_fraction(day_count: str, start: date, end: date, *, termination: bool = False) -> Fraction:
    """`year_ratio` as a Fraction."""
    return Fraction(*DAY_COUNTS[day_count](start, end, termination))
