"""Random loan cases, from the JSON to the answer, against schedules built from QuantLib's dates and day counters."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import QuantLib as ql
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deals.interchange.loan_case.answer import calculate

CALENDARS = {
    "US_FED": ql.UnitedStates(ql.UnitedStates.FederalReserve),
    "SOFR": ql.UnitedStates(ql.UnitedStates.SOFR),
    "TARGET": ql.TARGET(),
    "LONDON": ql.UnitedKingdom(ql.UnitedKingdom.Settlement),
    "TOKYO": ql.Japan(),
}
CONVENTIONS = {
    "unadjusted": ql.Unadjusted,
    "Following": ql.Following,
    "modified following": ql.ModifiedFollowing,
    "PRECEDING": ql.Preceding,
    "Modified-Preceding": ql.ModifiedPreceding,
}
# as written in the case → QuantLib's counter and the year it divides by (0: days of each year)
DAY_COUNTS: dict[str, tuple[Callable[[ql.Date], ql.DayCounter], int]] = {
    "Act/360": (lambda end: ql.Actual360(), 360),
    "ACT/365 Fixed": (lambda end: ql.Actual365Fixed(), 365),
    "Act/Act ISDA": (lambda end: ql.ActualActual(ql.ActualActual.ISDA), 0),
    "30/360": (lambda end: ql.Thirty360(ql.Thirty360.BondBasis), 360),
    "30E/360": (lambda end: ql.Thirty360(ql.Thirty360.European), 360),
    "30E/360 ISDA": (lambda end: ql.Thirty360(ql.Thirty360.ISDA, end), 360),
    "30/360 SIA": (lambda end: ql.Thirty360(ql.Thirty360.USA), 360),
}
PLACES = {"USD": 2, "JPY": 0, "KWD": 3, "BHD": 3}


def quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def python(day: ql.Date) -> date:
    return date(day.year(), day.month(), day.dayOfMonth())


def cents(value: Fraction, places: int) -> Fraction:
    """Half up, for values not below zero."""
    return Fraction((value * 10**places * 2 + 1).__floor__() // 2, 10**places)


class Oracle:
    """Dates by QuantLib; interest and principal as a banker's spreadsheet does them, in fractions."""

    def __init__(self, case: dict[str, Any]) -> None:
        plan, start, end = (
            case["schedule"],
            date.fromisoformat(case["signing_date"]),
            date.fromisoformat(case["maturity_date"]),
        )
        forward = plan["stub"] == "short_last"
        way = ql.DateGeneration.Forward if forward else ql.DateGeneration.Backward
        listed = ql.Schedule(
            quantlib(start), quantlib(end), ql.Period(plan["months"], ql.Months), ql.NullCalendar(), ql.Unadjusted,
            ql.Unadjusted, way, False,
        )  # fmt: skip
        names = plan["calendar"].split("+")
        joint = CALENDARS[names[0]]
        for name in names[1:]:
            joint = ql.JointCalendar(joint, CALENDARS[name])
        moved = [joint.adjust(day, CONVENTIONS[plan["convention"]]) for day in listed]
        self.pays = list(map(python, moved))[1:]
        bounds = list(listed) if plan["accrual_dates"] == "unadjusted" else moved
        self.bounds = list(map(python, bounds))
        counter, basis = DAY_COUNTS[case["interest"]["day_count"]]
        self.years = [self.year(counter(bounds[-1]), basis, *pair) for pair in pairwise(bounds)]

    def year(self, counter: ql.DayCounter, basis: int, start: ql.Date, end: ql.Date) -> Fraction:
        if basis:
            return Fraction(counter.dayCount(start, end), basis)
        return Fraction(counter.yearFraction(start, end)).limit_denominator(365 * 366)

    def rows(self, case: dict[str, Any]) -> list[tuple[Fraction, Fraction, Fraction]]:
        """(interest, principal, closing) of each period."""
        places, terms = PLACES[case["currency"]], case["amortisation"]
        rate, left, grace = (
            Fraction(case["interest"]["rate"]),
            Fraction(case["principal"]),
            terms.get("interest_only_periods", 0),
        )
        found: list[tuple[Fraction, Fraction, Fraction]] = []
        fixed = Fraction(0)
        for number, year in enumerate(self.years):
            interest = cents(left * rate * year, places)
            if number == grace:
                fixed = cents(self.level(terms["kind"], left, rate, self.years[number:]), places)
            due = fixed - interest if terms["kind"] == "annuity" else fixed
            due = Fraction(0) if number < grace or terms["kind"] == "bullet" else min(max(due, Fraction(0)), left)
            due = left if number == len(self.years) - 1 else due
            left -= due
            found.append((interest, due, left))
        return found

    @staticmethod
    def level(kind: str, left: Fraction, rate: Fraction, years: list[Fraction]) -> Fraction:
        if kind != "annuity":
            return left / len(years)
        worth, discount = Fraction(0), Fraction(1)
        for year in years:
            discount = (discount / (1 + rate * year)).limit_denominator(10**60)
            worth += discount
        return left / worth


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    currency = draw(st.sampled_from(sorted(PLACES)))
    start = draw(
        st.dates(date(2018, 1, 2), date(2034, 12, 31))
        | st.sampled_from([date(2020, 2, 29), date(2024, 1, 31), date(2023, 8, 31)])
    )
    months = draw(st.sampled_from([1, 2, 3, 4, 6, 12]))
    length = draw(st.integers(1, 40 * 365 if months > 2 else 4000) | st.integers(1, 40))
    units = draw(st.integers(1, 10**17) | st.integers(1, 5000))
    kind = draw(st.sampled_from(["bullet", "level_principal", "annuity"]))
    grace = draw(st.integers(0, 4))
    amount = f"{Decimal(units).scaleb(-PLACES[currency]):f}"
    return {
        "format": "loan_case/1", "id": "random", "currency": currency, "commitment": amount, "principal": amount,
        "signing_date": str(start), "maturity_date": str(date.fromordinal(start.toordinal() + length)),
        "schedule": {
            "months": months, "stub": draw(st.sampled_from(["short_first", "short_last"])),
            "calendar": "+".join(draw(st.lists(st.sampled_from(sorted(CALENDARS)), min_size=1, max_size=3, unique=True))),
            "convention": draw(st.sampled_from(sorted(CONVENTIONS))),
            "accrual_dates": draw(st.sampled_from(["adjusted", "unadjusted"])),
        },
        "interest": {
            "kind": "fixed", "day_count": draw(st.sampled_from(sorted(DAY_COUNTS))),
            "rate": f"{Decimal(draw(st.integers(0, 30_000))).scaleb(-5):f}",
        },
        "amortisation": {"kind": kind, **({"interest_only_periods": grace} if kind != "bullet" else {})},
    }  # fmt: skip


@given(case=cases())
@settings(max_examples=150)
def test_schedules_equal_quantlib_and_a_spreadsheet(case: dict[str, Any]) -> None:
    oracle = Oracle(case)
    assume(all(before < after for before, after in pairwise(oracle.bounds)))
    outcome = calculate(json.dumps(case))
    assert outcome.problems == []
    rows = outcome.cases[0]["tables"]["schedule"]
    assert [(row["start"], row["end"]) for row in rows] == [(str(a), str(b)) for a, b in pairwise(oracle.bounds)]
    assert [row["pays"] for row in rows] == [str(day) for day in oracle.pays]
    found = [tuple(Fraction(row[name]) for name in ("interest", "principal", "closing")) for row in rows]
    assert found == oracle.rows(case)
