"""Inputs amount and currency; dated rates in the expected rows or `inputs.quotes`: the amount translated."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from deals.interchange.loan_case.compare import GIVEN
from deals.interchange.loan_case.fields import Fields
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.read_extras import (
    SHIPPED_OLDEST,
    positive_rate,
    read_currency,
    shipped_quotes,
)
from deals.interchange.loan_case.tables import cash, row
from deals.interchange.loan_case.vectors.shape import Answer, Vector
from deals.ledger.calc.fx import Quote, Rates
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import rounded
from dealtracker.money import minor_units

RULES = {"in": "fx.convert", "cross": "fx.convert", "value": "fx.convert"}
_RATE = re.compile(r"(?:[a-z]+_)?([A-Z]{3})([A-Z]{3})")
_TRANSLATED = re.compile(r"([A-Z]{3})_(\w+)_in_([A-Z]{3})")
_CROSS = re.compile(r"([A-Z]{3})([A-Z]{3})_cross")


def run(vector: Vector) -> Answer:
    inputs = vector.inputs
    currency = inputs.currency = read_currency(inputs, "ccy")
    amount = inputs.money("amount")
    source = inputs.text("rates", "rates of the case")
    asked = [*inputs.children("quotes"), *vector.rows()]
    inputs.done()
    if not asked:
        raise wrong(inputs.at("quotes"), "no dated rates are given", 'give [{"date", "ecb_EURUSD", "ecb_EURJPY"}]')
    given = [quote for item in asked for quote in _quotes(item, source)]
    rates = Rates(given, through=_middle(asked)) if given else _shipped(asked, currency)
    shaped = [_row(item, rates, amount, currency) for item in asked]
    rows = [
        row({"date": item.day("date")}, **{k: (v, "fx.convert") for k, v in found.items() if isinstance(v, str)})
        for item, found in zip(asked, shaped, strict=True)
    ]
    return Answer(shaped, RULES, tables={"fx": rows})


def _shipped(asked: list[Fields], currency: str) -> Rates:
    """The reference rates that ship, where the vector names none of its own."""
    keys = [key for item in asked for key in item.values]
    named = [found for key in keys if (found := _TRANSLATED.fullmatch(key) or _CROSS.fullmatch(key))]
    codes = {code for found in named for code in (found[1], found[found.re.groups])}
    return Rates(shipped_quotes({currency, "USD", *codes}), oldest_days=SHIPPED_OLDEST)


def _quotes(fields: Fields, source: str) -> list[Quote]:
    day = fields.day("date")
    found = []
    for key in fields.values:
        if match := _RATE.fullmatch(key):
            found.append(Quote(day, match[1], match[2], positive_rate(fields.raw(key), fields.at(key)), source))
    return found


def _middle(asked: list[Fields]) -> str:
    """The currency that the quoted pairs have in common as their base."""
    bases = [match[1] for item in asked for key in item.values if (match := _RATE.fullmatch(key))]
    return max(set(bases), key=bases.count, default="EUR")


def _row(fields: Fields, rates: Rates, amount: Decimal, currency: str) -> dict[str, Any]:
    found: dict[str, Any] = {"date": GIVEN}
    for key in _wanted(fields, currency):
        if _RATE.fullmatch(key):
            found[key] = GIVEN
        elif text := _figure(key, fields, rates, amount, currency):
            found[key] = text
    return found


def _wanted(fields: Fields, currency: str) -> list[str]:
    """The figures that the row expects; without any, the amount in every currency quoted."""
    keys = [key for key in fields.values if key != "date"]
    if any(_TRANSLATED.fullmatch(key) for key in keys):
        return keys
    quoted = {code for key in keys if (match := _RATE.fullmatch(key)) for code in match.groups()}
    return keys + [f"{currency}_amount_in_{code}" for code in sorted(quoted - {currency})]


def _figure(key: str, fields: Fields, rates: Rates, amount: Decimal, currency: str) -> str | None:
    day = fields.day("date")
    try:
        if match := _CROSS.fullmatch(key):
            return f"{rates.cross(match[1], match[2], day):f}"
        if (match := _TRANSLATED.fullmatch(key)) and match[1] == currency:
            return cash(rates.convert(amount, currency, match[3], day).amount, match[3])
        if key == "currencyconverter_value":
            exact = rates.convert(amount, currency, "USD", day).rate * int(amount * 100) / 100
            return f"{rounded(exact, 10 + minor_units('USD')):f}"
    except Refused as refused:
        raise wrong(fields.at(key), refused.what, refused.do) from None
    return None
