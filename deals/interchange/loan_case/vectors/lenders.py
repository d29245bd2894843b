"""Inputs facility, rate, period and events in phrases: positions by lender, interest by holder, transfer prices."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deals.interchange.loan_case.case import Case
from deals.interchange.loan_case.fields import Fields, day_of
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.read_rates import read_day_count
from deals.interchange.loan_case.tables import cash, exact
from deals.interchange.loan_case.vectors.phrases import read_phrase, read_shares
from deals.interchange.loan_case.vectors.shape import Answer, Vector
from deals.ledger.calc.allocation import apportion
from deals.ledger.calc.results import Position, Result
from deals.ledger.calc.run import run as run_loan
from deals.ledger.calc.schedules import Span
from deals.ledger.calc.terms import Amortisation, Lender, Loan
from dealtracker.money import plain

RULES = {
    "outstanding": "position.record", "undrawn": "position.undrawn", "exposure_ccf_100": "position.exposure",
    "exposure_ccf_40": "position.exposure", "period_interest_total": "interest.period",
    "period_interest_by_lender_unrounded": "interest.stretch",
    "period_interest_by_lender_allocated": "split.accrued", "assignment_consideration_buyer_pays": "transfer.price",
}  # fmt: skip
_FACTORS = (Decimal(1), Decimal("0.4"))
_TEXTS = ("assignment_price", "settlement")


def run(vector: Vector) -> Answer:
    loan = _loan(vector)
    result = run_loan(loan)
    factors = _factors(vector)
    case = Case(vector.id, vector.title, loan, factors, None, None, None, (), None, 4)
    return Answer(_shaped(result, factors), {**RULES, **{_label(f): "position.exposure" for f in factors}}, case)


def _loan(vector: Vector) -> Loan:
    inputs = vector.inputs
    facility, rate, day_count = inputs.money("facility"), inputs.rate("all_in_rate"), read_day_count(inputs)
    start, end = read_period(inputs)
    lenders = _lenders(vector, facility)
    events = tuple(read_phrase(item, pointer, inputs.currency) for item, pointer in inputs.items("events"))
    for key in _TEXTS:
        inputs.text(key, "")
    inputs.done()
    for event in events:
        if not start <= event.date < end:
            raise wrong(event.where, f"{event.date} is outside the period {start} to {end}", "move it inside")
    return Loan(
        inputs.currency, lenders, (Span(1, start, end, end),), day_count, ((start, rate),),
        amortisation=Amortisation("none"), events=events,
    )  # fmt: skip


def read_period(inputs: Fields) -> tuple[date, date]:
    """`period`: [first day, first day not counted]."""
    days = [day_of(item, pointer) for item, pointer in inputs.items("period", 2)]
    if len(days) != 2 or days[1] <= days[0]:
        what = "must be [first day, first day not counted]"
        raise wrong(inputs.at("period"), what, 'write ["2026-07-15", "2026-10-15"]')
    return days[0], days[1]


def _lenders(vector: Vector, facility: Decimal) -> tuple[Lender, ...]:
    """From `inputs.lenders` ({name: share}), else from the title."""
    shares = read_shares(vector.title)
    if vector.inputs.has("lenders"):
        part = vector.inputs.child("lenders")
        shares = {name: part.rate(name, "0", "1") for name in part.values}
    if not shares or sum(shares.values()) != 1:
        place, total = vector.inputs.at("lenders"), plain(sum(shares.values(), Decimal(0)))
        raise wrong(place, f"the lenders' shares add to {total}, not 1", 'give {"A": "0.60", "B": "0.40"}')
    parts = apportion(facility, list(shares.values()), vector.inputs.currency)
    return tuple(Lender(name, amount) for name, amount in zip(shares, parts, strict=True))


def _factors(vector: Vector) -> tuple[Decimal, ...]:
    """The conversion factors that the expected figures name, else 100 % and 40 %."""
    named = sorted(set(re.findall(r"exposure_ccf_(\d{1,3})\b", str(vector.expected))), key=int, reverse=True)
    return tuple(Decimal(percent) / 100 for percent in named if int(percent) <= 100) or _FACTORS


def _label(factor: Decimal) -> str:
    return f"exposure_ccf_{plain(factor * 100)}"


def _shaped(result: Result, factors: tuple[Decimal, ...]) -> dict[str, Any]:
    money = result.loan.currency
    by_lender: dict[str, Fraction] = {}
    for part in result.parts:
        by_lender[part.lender] = by_lender.get(part.lender, Fraction(0)) + part.interest
    paid = {item.lender: Decimal(0) for item in result.paid if item.what == "interest"}
    for item in result.paid:
        if item.what == "interest":
            paid[item.lender] += item.amount
    prices = [item.price for item in result.settled]
    return {
        "positions": [_position(item, money, factors) for item in result.positions if item.date < result.loan.maturity],
        "period_interest_total": cash(result.rows[0].interest, money),
        "period_interest_by_lender_unrounded": {name: exact(value) for name, value in by_lender.items()},
        "period_interest_by_lender_allocated": {name: cash(value, money) for name, value in paid.items()},
        "assignment_consideration_buyer_pays": cash(sum(prices, Decimal(0)), money) if prices else None,
    }


def _position(item: Position, money: str, factors: tuple[Decimal, ...]) -> dict[str, Any]:
    outstanding = sum((parts[1] for parts in item.held.values()), Decimal(0))
    undrawn = sum((parts[2] for parts in item.held.values()), Decimal(0))
    return {
        "as_of": f"{item.date} (from this date, inclusive)",
        "outstanding": cash(outstanding, money),
        "undrawn": cash(undrawn, money),
        "by_lender": {name: _lender(parts, money, factors) for name, parts in item.held.items()},
    }


def _lender(parts: tuple[Decimal, Decimal, Decimal], money: str, factors: tuple[Decimal, ...]) -> dict[str, Any]:
    _, outstanding, undrawn = parts
    exposures = {_label(f): cash(outstanding + f * undrawn, money) for f in factors}
    return {"outstanding": cash(outstanding, money), "undrawn": cash(undrawn, money), **exposures}
