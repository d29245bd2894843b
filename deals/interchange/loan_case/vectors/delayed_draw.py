"""Inputs commitment, draws, spread, floor, OID: a delayed-draw term loan on a term rate; lender's flows and yield."""

from __future__ import annotations

import itertools
import re
from datetime import date
from decimal import Decimal
from typing import Any

from deals.interchange.loan_case.case import Case
from deals.interchange.loan_case.compare import GIVEN
from deals.interchange.loan_case.fields import Fields, day_of, money_of, rate_of
from deals.interchange.loan_case.problems import join, wrong
from deals.interchange.loan_case.read_rates import read_day_count, read_fixings
from deals.interchange.loan_case.tables import cash, exact, rate
from deals.interchange.loan_case.vectors.shape import Answer, Vector, given_name
from deals.ledger.calc.accruals import Part
from deals.ledger.calc.cashflows import xirr
from deals.ledger.calc.rates import Fixings, Term
from deals.ledger.calc.results import Result, Row
from deals.ledger.calc.run import run as run_loan
from deals.ledger.calc.schedules import Span
from deals.ledger.calc.terms import Event, Fee, Lender, Loan

RULES = {
    "floored": "rate.term rate.floor_binds", "all_in": "rate.term", "interest_unrounded": "interest.stretch",
    "fee_unrounded": "fee.commitment", "outstanding": "position.record", "undrawn": "position.undrawn",
    "interest": "interest.period", "commitment_fee": "fee.commitment", "lender_cash_flows": "flow.sum",
    "xirr_act365": "yield.xirr", "oid": "fee.oid",
}  # fmt: skip
RATES = ("term_sofr", "term_rate", "term_euribor", "term_tona", "benchmark", "fixing")
_FLOOR_WORDS = {"benchmark": "benchmark", "all": "all_in"}


def run(vector: Vector) -> Answer:
    loan = _loan(vector)
    result = run_loan(loan)
    case = Case(vector.id, vector.title, loan, (Decimal(1),), None, None, None, (), None, 4)
    flows = result.flows()
    shaped = {
        "periods": [_period(item, result) for item in result.rows],
        "lender_cash_flows": [[str(day), cash(amount, loan.currency)] for day, amount in flows],
        "xirr_act365": f"{xirr(flows):.10f}",
    }
    return Answer(shaped, RULES, case)


def _loan(vector: Vector) -> Loan:
    inputs = vector.inputs
    commitment = inputs.money("commitment")
    spans, fixings = _periods(vector)
    fee = Fee("commitment", rate=inputs.rate("commitment_fee_rate", "0", "1", "0"))
    words = inputs.text("floor_applies_to", "benchmark").split(",")[0].split(" ")[0]
    benchmark = Term(
        fixings,
        floor=inputs.rate("floor") if inputs.has("floor") else None,
        floor_on=_FLOOR_WORDS.get(words, "benchmark"),
    )
    loan = Loan(
        inputs.currency, (Lender("lender", commitment),), spans, read_day_count(inputs),
        ((spans[0].start, inputs.rate("spread")),), benchmark=benchmark, issue_price=1 - _discount(inputs),
        fees=(fee,), events=tuple(_draws(inputs)),
    )  # fmt: skip
    inputs.text("interest_on", "")
    inputs.done()
    return loan


def _periods(vector: Vector) -> tuple[tuple[Span, ...], Fixings]:
    """Interest periods with the rate of each: from the expected rows, or `inputs.periods` and `inputs.fixings`."""
    rows = list(vector.inputs.children("periods")) or vector.rows("periods")
    bounds = [(item.day("start"), item.day("end"), item) for item in rows]
    if not bounds:
        raise wrong(
            vector.inputs.at("periods"), "no interest periods are given", 'give [{"start", "end", "term_sofr"}]'
        )
    for (_, end, _), (start, _, item) in itertools.pairwise(bounds):
        if start != end:
            raise wrong(item.at("start"), f"the period starts on {start}, the one before ends on {end}", "leave no gap")
    for start, end, item in bounds:
        if end <= start:
            raise wrong(item.at("end"), f"{end} is not after {start}", "let the period end after it starts")
    spans = tuple(Span(i + 1, start, end, end) for i, (start, end, _) in enumerate(bounds))
    return spans, _fixings(vector, bounds)


def _fixings(vector: Vector, bounds: list[tuple[date, date, Fields]]) -> Fixings:
    if vector.inputs.has("fixings"):
        return read_fixings(vector.inputs)
    rates = {}
    for start, _, item in bounds:
        name = given_name(item, RATES)
        rates[start] = rate_of(item.raw(name), item.at(name))
    return Fixings(rates, where=bounds[0][2].pointer)


def _discount(inputs: Fields) -> Decimal:
    """OID as a fraction: "0.02", or in words "0.02 of each draw (funded net)"."""
    if not inputs.has("oid"):
        return Decimal(0)
    words = inputs.text("oid")
    match = re.match(r"\s*(\d[\d.]*)(?:\s+of each draw.*)?$", words)
    if not match:
        raise wrong(
            inputs.at("oid"),
            f'"{words[:40]}" does not begin with the discount',
            'write "0.02 of each draw (funded net)"',
        )
    return rate_of(match[1], inputs.at("oid"), "0", "0.99")


def _draws(inputs: Fields) -> list[Event]:
    draws = []
    for item, pointer in inputs.items("draws"):
        if not isinstance(item, list) or len(item) != 2:
            raise wrong(pointer, "must be [date, amount]", 'write ["2026-01-15", "40000000.00"]')
        amount = money_of(item[1], join(pointer, 1), inputs.currency)
        draws.append(Event(day_of(item[0], join(pointer, 0)), "draw", amount, where=pointer))
    return draws


def _period(item: Row, result: Result) -> dict[str, Any]:
    money = result.loan.currency
    parts = [part for part in result.parts if part.period == item.number]
    return {
        **dict.fromkeys(("start", "end", *RATES), GIVEN),
        "floored": rate(item.benchmark), "all_in": rate(item.rate),
        "segments": [_segment(part, money) for part in parts],
        "interest": cash(item.interest, money), "commitment_fee": cash(item.fees, money),
    }  # fmt: skip


def _segment(part: Part, money: str) -> dict[str, Any]:
    return {
        "from": str(part.start), "to": str(part.end), "days": str(part.days),
        "outstanding": cash(part.outstanding, money), "undrawn": cash(part.undrawn, money),
        "interest_unrounded": exact(part.interest), "fee_unrounded": exact(part.fee),
    }  # fmt: skip
