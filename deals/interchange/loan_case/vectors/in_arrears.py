"""Inputs principal, one period and overnight rates: interest compounded in arrears with lookback, margin and floor."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from deals.interchange.loan_case.fields import Fields
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.read_dates import read_calendar
from deals.interchange.loan_case.read_rates import read_day_count, read_fixings
from deals.interchange.loan_case.tables import cash, exact, rate, row
from deals.interchange.loan_case.vectors.lenders import read_period
from deals.interchange.loan_case.vectors.shape import Answer, Vector, given_name
from deals.ledger.calc.compounding import BASES, Compounded
from deals.ledger.calc.daycount import year_fraction
from deals.ledger.calc.rates import Fixings
from deals.ledger.calc.rounding import round_cash
from deals.ledger.calc.schedules import Span

RULES = {
    "compounded_rate": "rate.compounded_lookback rate.compounded_shifted rate.floor_binds",
    "all_in": "rate.compounded_lookback",
    "interest": "interest.period",
    "interest_unrounded": "interest.stretch",
    "days": "date.period",
}
FIXINGS = ("fixings", "rates", "daily_rates", "sofr", "overnight_rates")
MARGIN = ("spread", "margin")
LOOKBACK = ("lookback_days", "lookback_business_days", "lookback")
FLOOR_ON = ("floor_on", "floor_applies_to")


def run(vector: Vector) -> Answer:
    inputs = vector.inputs
    start, end = read_period(inputs)
    principal, span = inputs.money("principal"), Span(1, start, end, end)
    margin = inputs.rate(given_name(inputs, MARGIN), default="0")
    rule = _rule(inputs, start.year)
    inputs.done()
    accrual = rule.accrual(span, lambda a, b: year_fraction(rule.day_count, a, b), Fraction(margin))
    days = (end - start).days
    exact_interest = Fraction(principal) * (accrual.rate + Fraction(margin)) * days / BASES[rule.day_count]
    figures: dict[str, Any] = {
        "days": str(days),
        "compounded_rate": rate(accrual.rate),
        "all_in": rate(accrual.rate + Fraction(margin)),
        "interest_unrounded": exact(exact_interest),
        "interest": cash(round_cash(exact_interest, inputs.currency), inputs.currency),
    }
    codes = {**RULES, "compounded_rate": " ".join(accrual.rules), "all_in": " ".join(accrual.rules)}
    rows = [row({"start": start, "end": end}, **{key: (text, codes[key]) for key, text in figures.items()})]
    return Answer(figures, codes, tables={"in_arrears": rows})


def _rule(inputs: Fields, year: int) -> Compounded:
    day_count = read_day_count(inputs)
    if day_count not in BASES:
        raise wrong(inputs.at("day_count"), f"rates compound in arrears on {' or '.join(BASES)}", "change it")
    fixings: Fixings = read_fixings(inputs, given_name(inputs, FIXINGS))
    return Compounded(
        fixings,
        day_count=day_count,
        calendar=read_calendar(inputs, "calendar", (year - 1, year + 2)),
        lookback=inputs.whole(given_name(inputs, LOOKBACK), 0, 30, 5),
        shift=inputs.flag("observation_shift"),
        floor=inputs.rate("floor") if inputs.has("floor") else None,
        floor_on=inputs.choice(given_name(inputs, FLOOR_ON), ("daily", "compounded"), "daily"),
        places=inputs.whole("rate_decimals", 2, 12) if inputs.has("rate_decimals") else None,
    )
