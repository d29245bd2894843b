"""Trees over what sources state in one deal: its headline, the difference of a total to its parts, what no hold covers."""

from __future__ import annotations

from typing import Any

from deals.reports.filters import FilterError
from deals.reports.stated_sums import Part, StatedSum, difference, part_of, remainder
from deals.reports.why_node import worked
from deals.reports.why_row import row_at, stated_node, told_bound
from dealtracker.money import Amount

Row = dict[str, Any]


def headline(document: Row) -> Row:
    """The figure at the head of a deal: the claim itself, or our sum of its facilities."""
    found = document["derived"]["headline"]
    if found is None:
        return worked(document["id"], None, "no amount is stated", None)
    amount = Amount.from_json(found["amount"], money=True)
    if not found.get("sum_of"):
        return stated_node(document, found["of"], amount, name=found["measure"], bound=told_bound(amount))
    debts = (part_of("facilities", row) for row in document["facilities"] if row.get("measure", "debt") == "debt")
    parts = tuple(one for one in debts if one.amount)
    rule = f"our sum of {len(parts)} facilities, each a single figure in one currency and as firm as the others"
    return sum_node(document, rule, StatedSum(parts, amount.point, amount.currency))


def difference_node(document: Row, at: str) -> Row:
    _, row = row_at(document, at, "figures")
    found = difference(document, row)
    if found is None:
        raise FilterError("at", f'"{at[:80]}" states no parts that it includes')
    return sum_node(document, "the total as stated − the parts that it is said to include", found)


def remainder_node(document: Row, at: str) -> Row:
    _, row = row_at(document, at, "facilities")
    return sum_node(document, "the facility’s amount − its named holds", remainder(document, row))


def sum_node(document: Row, rule: str, found: StatedSum) -> Row:
    """Where it cannot be worked out its parts stand all the same, none of them counted, and the rule says what is missing."""
    is_known = found.amount is not None
    parts = [_part(document, one, one.times if is_known else 0) for one in found.parts]
    said = rule if is_known else f"{rule}: {found.why}"
    return worked(document["id"], None, said, found.amount, currency=found.currency, of=parts)


def _part(document: Row, part: Part, times: int) -> Row:
    facility = part.row["id"] if part.at.startswith("/facilities/") else part.row.get("facility")
    bound = told_bound(part.amount) if not times else "point"
    return stated_node(document, part.at, part.amount, name=_name(part), bound=bound, times=times, facility=facility)


def _name(part: Part) -> str:
    row = part.row
    party = row.get("party")
    holder = (party or {}).get("name") or "a lender not named" if part.at.startswith("/holds/") else ""
    said = holder or str(row.get("name") or row.get("measure") or row.get("kind") or row["key"])
    return f"Less {said}" if part.times < 0 else said
