"""Trees over the ledger of one facility or hold: what its entries give on a day, and what no named hold has of it."""

from __future__ import annotations

from typing import Any

from deals.reports.balances_of import balances_of
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.stated_sums import read_amount
from deals.reports.why_leaves import Place, from_entries, underwritten
from deals.reports.why_node import worked
from deals.reports.why_row import row_at, stated_node
from dealtracker.ids import private_key

Row = dict[str, Any]
# figure → (weight of its line, the line's figure, the figure whose leaves it has)
_LINES = {
    "committed": ("committed", "committed", "point"), "outstanding": ("committed", "outstanding", "outstanding"),
    "undrawn": ("committed", "undrawn", "undrawn"), "underwritten": ("possible", "committed", "point"),
}  # fmt: skip
FIGURES = tuple(_LINES)


def held_node(question: Question, document: Row, figure: str, at: str) -> Row:
    """A figure of a facility or hold by its entries; raises FilterError where it has none on the day."""
    name, row = row_at(document, at, "facilities", "holds")
    standing = _standing(question, document, row["id"] if name == "facilities" else row["facility"])
    lines = standing["lines"] if name == "facilities" else [one for one in standing["holds"] if one["hold"] == row["id"]]
    weight, said, own = _LINES[figure]
    line = next((one for one in lines if _is_booked(one) and one["weight"] == weight and one[said] is not None), None)
    if line is None:
        raise FilterError("at", f"no entry tells what is {figure} on this day")
    return _node(question, document, standing, line, said, own)


def left_node(question: Question, document: Row, at: str) -> Row:
    """What no named hold has of a facility, where entries tell of all that is stated."""
    _, row = row_at(document, at, "facilities")
    standing = _standing(question, document, row["id"])
    left = standing["undisclosed"]
    if not isinstance(left, dict) or left["by"] != "entries":
        raise FilterError("at", "no remainder follows from entries on this day")
    whole = next(one for one in standing["lines"] if _is_booked(one) and one["weight"] == left["weight"])
    parts = [{**_node(question, document, standing, whole, "committed", "point"), "name": "The facility"}]
    held = {one["hold"]: one for one in sorted(standing["holds"], key=_is_booked) if one["weight"] == left["weight"]}
    parts += [_less(question, document, standing, one) for one in held.values()]
    rule = "the facility’s commitments by entries − its named holds"
    return worked(document["id"], row["id"], rule, left["amount"], currency=left["currency"], of=parts)


def _standing(question: Question, document: Row, facility: str) -> Row:
    deal = private_key("deal", document["id"])
    assert deal is not None
    days = {"as_of": question.as_of, "known_on": question.known_on, "today": question.today}
    told = balances_of(viewer=question.viewer, deal=deal, **days) or {"facilities": ()}
    found: Row | None = next((one for one in told["facilities"] if one["facility"] == facility), None)
    return found or {"facility": facility, "lines": [], "holds": [], "undisclosed": "not computable"}


def _less(question: Question, document: Row, standing: Row, line: Row) -> Row:
    name = f"Less {(line['party'] or {}).get('name') or 'a lender not named'}"
    if _is_booked(line):
        return {**_node(question, document, standing, line, "committed", "point"), "name": name, "times": "-1"}
    row = next(one for one in document["holds"] if one["id"] == line["hold"])
    at = f"/holds/{row['key']}/amount"
    return stated_node(document, at, read_amount(row["amount"]), name=name, times=-1, facility=standing["facility"])


def _node(question: Question, document: Row, standing: Row, line: Row, said: str, own: str) -> Row:
    deal, facility = private_key("deal", document["id"]), private_key("facility", standing["facility"])
    hold = private_key("hold", line["hold"]) if line.get("hold") else None
    assert deal is not None and facility is not None
    place = Place(deal, facility, hold, line["currency"])
    is_underwritten = line["weight"] == "possible"
    rule, leaves = underwritten(question, place) if is_underwritten else from_entries(question, place, own)
    node = worked(document["id"], standing["facility"], rule, line[said], currency=line["currency"], leaves=leaves)
    return {**node, "hold": line.get("hold")}


def _is_booked(line: Row) -> bool:
    return bool(line["rests_on"] == "entries")
