"""What is pledged of a line beyond what it holds, as a tree: the pledges at one rank, less the line."""

from __future__ import annotations

from typing import Any

from deals.hardware.calc.pledges import OverPledge
from deals.reports.filters import FilterError
from deals.reports.secured import Security
from deals.reports.why_claims import stated_leaf
from deals.reports.why_node import worked
from dealtracker.money import Amount

Row = dict[str, Any]


def over_node(document: Row, found: Security, line: str | None, rank: int | None) -> Row:
    """Raises FilterError where no more is pledged of the line at that rank than it holds."""
    one = next((one for one in found.over if (one.line, one.rank) == (line, rank)), None)
    if one is None:
        at = f"rank {rank}" if rank else "no stated rank"
        raise FilterError("line", f'nothing is pledged beyond "{str(line)[:60]}" at {at}')
    return _node(document, one)


def _node(document: Row, one: OverPledge) -> Row:
    held = next(row for row in document["hardware"] if row["key"] == one.line)
    unit = "" if held.get("unit", "unsaid") == "unsaid" else held["unit"]
    ids = {row["key"]: row.get("facility") for row in document["pledges"]}

    def part(name: str, at: str, amount: Amount | None, bound: str, times: int, facility: str | None) -> Row:
        leaf = stated_leaf(f"{at}/quantity", amount, bound, unit=unit)
        told = {"name": name, "times": str(times), "unit": unit, "currency": ""}
        return {**worked(document["id"], facility, "as stated", leaf["amount"], leaves=[leaf]), **told}

    parts = [
        part(f"Pledge {p.key} of {p.facility}", f"/pledges/{p.key}", p.quantity, "low", 1, ids[p.key]) for p in one.pledges
    ]
    parts.append(part("Less what the line holds", f"/hardware/{one.line}", Amount.from_json(held["quantity"]), "high", -1, None))
    rule = "the least that is pledged − the most that the line holds"
    return {**worked(document["id"], None, rule, one.by, of=parts), "unit": unit}
