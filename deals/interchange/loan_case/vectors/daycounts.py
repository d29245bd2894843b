"""Inputs principal and rate; periods in `inputs.periods` or in the expected rows: interest by each day count."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from deals.interchange.loan_case.compare import GIVEN
from deals.interchange.loan_case.fields import Fields
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.read_rates import DAY_COUNT_ALIASES
from deals.interchange.loan_case.tables import cash, exact, row
from deals.interchange.loan_case.vectors.shape import Answer, Vector
from deals.ledger.calc.daycount import DAY_COUNTS, year_fraction
from deals.ledger.calc.rounding import ROUNDINGS, round_cash

RULES = {"year_fraction": "daycount.fraction", "interest": "daycount.interest", "actual_days": "daycount.fraction"}


def run(vector: Vector) -> Answer:
    inputs = vector.inputs
    principal, rate = inputs.money("principal"), inputs.rate("rate")
    words = inputs.text("rounding", "HALF_UP").split(" ")[0]
    rounding = words if words in ROUNDINGS else "HALF_UP"
    periods = list(inputs.children("periods"))
    inputs.done()
    asked = [_asked(item) for item in (*periods, *vector.rows())]
    if not asked:
        raise wrong(inputs.at("periods"), "no periods are given", 'give [{"start", "end"}]')
    shaped = [
        _row(start, end, names, Fraction(principal) * Fraction(rate), (inputs.currency, rounding))
        for start, end, names in asked
    ]
    rows = [
        row({"start": start, "end": end, "day_count": name}, **{key: (text, RULES[key]) for key, text in found.items()})
        for (start, end, _), item in zip(asked, shaped, strict=True)
        for name, found in item["by_day_count"].items()
    ]
    return Answer(shaped, RULES, tables={"day_counts": rows})


def _asked(fields: Fields) -> tuple[Any, Any, list[str]]:
    start, end = fields.day("start"), fields.day("end")
    if end < start:
        raise wrong(fields.at("end"), f"{end} is before {start}", "let the period end after it starts")
    names = list(fields.child("by_day_count").values) if fields.has("by_day_count") else list(DAY_COUNTS)
    for name in names:
        if DAY_COUNT_ALIASES.get(name, name) not in DAY_COUNTS:
            raise wrong(
                fields.at("by_day_count"),
                f'day count "{name[:40]}" is not known',
                f"use one of {', '.join(DAY_COUNTS)}",
            )
    return start, end, names


def _row(start: Any, end: Any, names: list[str], yearly: Fraction, money: tuple[str, str]) -> dict[str, Any]:
    found = {}
    for name in names:
        fraction = year_fraction(DAY_COUNT_ALIASES.get(name, name), start, end)
        interest = cash(round_cash(yearly * fraction, *money), money[0])
        found[name] = {"year_fraction": exact(fraction, 12), "interest": interest}
    return {"start": GIVEN, "end": GIVEN, "actual_days": str((end - start).days), "by_day_count": found}
