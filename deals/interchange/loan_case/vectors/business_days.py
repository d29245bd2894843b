"""Input: calendars; dates in `inputs.dates` or in the expected rows: each date adjusted by each convention."""

from __future__ import annotations

from datetime import date
from typing import Any

from deals.interchange.loan_case.compare import GIVEN
from deals.interchange.loan_case.fields import Fields, day_of
from deals.interchange.loan_case.problems import join, wrong
from deals.interchange.loan_case.read_dates import WEEKDAYS, named_calendar
from deals.interchange.loan_case.tables import row
from deals.interchange.loan_case.vectors.shape import Answer, Vector
from deals.ledger.calc.calendars import CONVENTIONS, adjust, joint
from deals.ledger.calc.refusals import Refused

RULES = {"adjusted": "date.adjust", "weekday": "date.adjust"}
USUAL = ("US_FED", "JP", "US_FED+JP", "TARGET")
USUAL_CONVENTIONS = ("FOLLOWING", "MODIFIED_FOLLOWING", "PRECEDING")
_CONVENTION_ALIASES = {"NONE": "UNADJUSTED", "MF": "MODIFIED_FOLLOWING", "MODFOLLOWING": "MODIFIED_FOLLOWING"}


def run(vector: Vector) -> Answer:
    usual = {name: list(USUAL_CONVENTIONS) for name in _named(vector.inputs)}
    asked = [(day_of(item, at), usual, at) for item, at in vector.inputs.items("dates")]
    asked += [(item.day("date"), _wanted(item), item.at("adjusted")) for item in vector.rows()]
    vector.inputs.done()
    if not asked:
        raise wrong(vector.inputs.at("dates"), "no dates are given", 'give ["2026-05-31"]')
    shaped = [_row(day, wanted, at) for day, wanted, at in asked]
    rows = [
        row({"date": day, "calendar": name, "convention": rule}, adjusted=(adjusted, "date.adjust"))
        for (day, _, _), item in zip(asked, shaped, strict=True)
        for name, by_rule in item["adjusted"].items()
        for rule, adjusted in by_rule.items()
    ]
    return Answer(shaped, RULES, tables={"business_days": rows})


def _named(inputs: Fields) -> tuple[str, ...]:
    """The calendars of a list; text only says where they come from, and then the usual ones are meant."""
    if not isinstance(inputs.raw("calendars"), list):
        return USUAL
    for name, pointer in inputs.items("calendars", 50):
        if not isinstance(name, str):
            raise wrong(pointer, "must be the name of a calendar", 'write "US_FED" or "US_FED+JP"')
    return tuple(inputs.raw("calendars")) or USUAL


def _wanted(fields: Fields) -> dict[str, list[str]]:
    if not fields.has("adjusted"):
        return {name: list(USUAL_CONVENTIONS) for name in USUAL}
    adjusted = fields.child("adjusted")
    return {name: list(adjusted.child(name).values) for name in adjusted.values}


def _row(day: date, wanted: dict[str, list[str]], pointer: str) -> dict[str, Any]:
    return {
        "date": GIVEN,
        "weekday": WEEKDAYS[day.weekday()],
        "adjusted": {name: _adjusted(day, name, rules, join(pointer, name)) for name, rules in wanted.items()},
    }


def _adjusted(day: date, name: str, rules: list[str], pointer: str) -> dict[str, str]:
    calendar = joint(*(named_calendar(part, pointer, (day.year - 1, day.year + 1)) for part in name.split("+")))
    found = {}
    for rule in rules:
        known = _CONVENTION_ALIASES.get(rule.upper(), rule.upper())
        if known not in CONVENTIONS:
            raise wrong(
                join(pointer, rule), f'convention "{rule[:40]}" is not known', f"use one of {', '.join(CONVENTIONS)}"
            )
        try:
            found[rule] = str(adjust(day, calendar, known))
        except Refused as refused:
            raise wrong(pointer, refused.what, refused.do) from None
    return found
