"""Input flows, [[date, amount]]: the yearly rate of return, its nominal equivalents, the multiple."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from deals.interchange.loan_case.fields import day_of, money_of
from deals.interchange.loan_case.problems import join, wrong
from deals.interchange.loan_case.tables import row
from deals.interchange.loan_case.vectors.shape import Answer, Vector, given_name
from deals.ledger.calc.cashflows import xirr
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.yields import multiple, nominal_yield

RULES = {
    "xirr": "yield.xirr",
    "xirr_act365": "yield.xirr",
    "nominal_quarterly": "yield.nominal",
    "multiple": "yield.multiple",
}
NAMES = ("flows", "cash_flows", "lender_cash_flows")


def run(vector: Vector) -> Answer:
    name = given_name(vector.inputs, NAMES)
    flows = [_flow(item, pointer, vector.inputs.currency) for item, pointer in vector.inputs.items(name)]
    vector.inputs.done()
    try:
        rate = xirr(flows)
    except Refused as refused:
        raise wrong(vector.inputs.at(name), refused.what, refused.do) from None
    figures: dict[str, Any] = {
        "xirr": f"{rate:.10f}",
        "xirr_act365": f"{rate:.10f}",
        "nominal_quarterly": f"{nominal_yield(rate, 4):f}",
        "multiple": f"{multiple(flows):f}",
    }
    return Answer(
        figures, RULES, tables={"yields": [row({}, **{key: (text, RULES[key]) for key, text in figures.items()})]}
    )


def _flow(item: object, pointer: str, currency: str) -> tuple[date, Decimal]:
    if not isinstance(item, list) or len(item) != 2:
        raise wrong(pointer, "must be [date, amount]", 'write ["2026-01-15", "-39200000.00"]')
    return day_of(item[0], join(pointer, 0)), money_of(item[1], join(pointer, 1), currency, negative=True)
