"""Inputs principal, rate and unadjusted dates: a fixed-rate loan repaid by level principal, annuity or bullet."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from deals.interchange.loan_case.case import Case
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.read_dates import FREQUENCIES, read_calendar, read_roll, read_spans
from deals.interchange.loan_case.read_events import AMORTISATION_ALIASES
from deals.interchange.loan_case.read_rates import read_day_count
from deals.interchange.loan_case.tables import cash
from deals.interchange.loan_case.vectors.shape import Answer, Vector
from deals.ledger.calc.results import Result, Row
from deals.ledger.calc.rounding import ROUNDINGS
from deals.ledger.calc.run import run as run_loan
from deals.ledger.calc.terms import AMORTISATIONS, Amortisation, Event, Lender, Loan

RULES = {
    "start": "date.period", "end": "date.period", "days": "date.period", "opening": "balance.opening",
    "interest": "interest.period", "principal": "principal", "payment": "payment.sum", "closing": "balance.closing",
    "total_interest": "flow.sum", "final_balance": "balance.closing",
}  # fmt: skip
# words of a title → months of a period, kind of amortisation
_FREQUENCY_WORDS = {
    "monthly": 1,
    "quarterly": 3,
    "semi-annual": 6,
    "semiannual": 6,
    "half-yearly": 6,
    "annual": 12,
    "yearly": 12,
}
_KIND_WORDS = {"annuity": "annuity", "level payment": "annuity", "equal payment": "annuity", "bullet": "bullet"}


def run(vector: Vector) -> Answer:
    loan = _loan(vector)
    result = run_loan(loan)
    case = Case(vector.id, vector.title, loan, (Decimal(1),), None, None, None, (), None, 12 // loan.months)
    rules = {**RULES, "principal": f"principal.{loan.amortisation.kind}"}
    return Answer(_shaped(result), rules, case)


def _loan(vector: Vector) -> Loan:
    inputs = vector.inputs
    start, end = inputs.day("unadjusted_start"), inputs.day("unadjusted_end")
    if end <= start:
        raise wrong(inputs.at("unadjusted_end"), f"{end} is not after {start}", "let the loan end after it starts")
    principal, rate, day_count = inputs.money("principal"), inputs.rate("rate"), read_day_count(inputs)
    months = inputs.whole("months", 1, 12, _in_words(vector, _FREQUENCY_WORDS, 3))
    if months not in FREQUENCIES:
        raise wrong(inputs.at("months"), f"{months} months do not divide a year", "use 1, 2, 3, 4, 6 or 12")
    rule = {"months": months, "roll": "EOM" if read_roll(inputs) == 31 else read_roll(inputs)}
    spans = read_spans(_schedule(vector, rule, start.year, end.year), start, end)[1]
    kind = inputs.choice(
        "amortisation", AMORTISATIONS, _in_words(vector, _KIND_WORDS, "level_principal"), AMORTISATION_ALIASES
    )
    rounding = inputs.choice("rounding", ROUNDINGS, "HALF_UP")
    inputs.done()
    first = spans[0].start
    return Loan(
        inputs.currency, (Lender("lender", principal),), spans, day_count, ((first, rate),), months=months,
        amortisation=Amortisation(kind), events=(Event(first, "draw", principal, where=inputs.at("principal")),),
        rounding=rounding,
    )  # fmt: skip


def _schedule(vector: Vector, rule: dict[str, Any], first_year: int, last_year: int) -> Any:
    """The inputs under the names that the case format has for them."""
    inputs = vector.inputs
    read_calendar(inputs, "calendar", (first_year - 2, last_year + 1))
    names = {"calendar": "calendar", "convention": "bdc", "accrual_dates": "accrual_dates", "stub": "stub",
             "first_regular_date": "first_regular_date"}  # fmt: skip
    given = {name: inputs.raw(key) for name, key in names.items() if inputs.has(key)}
    kept = {key: value for key, value in rule.items() if value is not None}
    return type(inputs)({**kept, **given}, inputs.pointer, currency=inputs.currency)


def _in_words(vector: Vector, words: dict[str, Any], usual: Any) -> Any:
    title = vector.title.lower()
    return next((found for word, found in words.items() if re.search(rf"\b{word}\b", title)), usual)


def _shaped(result: Result) -> dict[str, Any]:
    money = result.loan.currency
    return {
        "rows": [_row(item, money) for item in result.rows],
        "total_interest": cash(sum((item.interest for item in result.rows), Decimal(0)), money),
        "total_principal": cash(sum((item.principal for item in result.rows), Decimal(0)), money),
        "total_payment": cash(sum((item.payment for item in result.rows), Decimal(0)), money),
        "payment": cash(result.rows[0].payment, money),
        "final_balance": cash(result.rows[-1].closing, money),
    }


def _row(item: Row, money: str) -> dict[str, Any]:
    amounts = ("opening", "interest", "principal", "payment", "closing")
    dates = {"start": str(item.start), "end": str(item.end), "days": str(item.days), "pays": str(item.pays)}
    return {"period": str(item.number), **dates, **{name: cash(getattr(item, name), money) for name in amounts}}
