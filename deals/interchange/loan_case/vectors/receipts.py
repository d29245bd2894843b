"""Inputs receipt and shares (or amounts owed) by name: the receipt split to the smallest unit by largest remainder."""

from __future__ import annotations

from typing import Any

from deals.interchange.loan_case.fields import decimal_of
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.tables import cash, row
from deals.interchange.loan_case.vectors.shape import Answer, Vector, given_name
from deals.ledger.calc.allocation import apportion_by_name
from deals.ledger.calc.refusals import Refused

RULES = {"allocated": "split.held", "total": "flow.sum"}
AMOUNT = ("receipt", "amount", "cash")
SHARES = ("shares", "weights", "lenders", "holdings", "outstanding")


def run(vector: Vector) -> Answer:
    inputs = vector.inputs
    amount = inputs.money(given_name(inputs, AMOUNT))
    part = inputs.child(given_name(inputs, SHARES))
    weights = {name: decimal_of(part.raw(name), part.at(name)) for name in part.values}
    inputs.done()
    if not weights or min(weights.values()) < 0:
        raise wrong(part.pointer, "the shares are missing or below zero", 'give {"A": "0.60", "B": "0.40"}')
    try:
        parts = apportion_by_name(amount, weights, inputs.currency)
    except Refused as refused:
        raise wrong(part.pointer, refused.what, refused.do) from None
    allocated = {name: cash(value, inputs.currency) for name, value in parts.items()}
    rows = [row({"name": name}, allocated=(text, RULES["allocated"])) for name, text in allocated.items()]
    shaped: dict[str, Any] = {"allocated": allocated, "total": cash(amount, inputs.currency)}
    return Answer(shaped, RULES, tables={"receipts": rows})
