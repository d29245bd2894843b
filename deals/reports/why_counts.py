"""Trees over counts of hardware: chips by a policy of units, equivalents and megawatts by a table with a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deals.reports.filters import FilterError
from deals.reports.hardware_counts import Counted, HardwareCounts, LineCount, chips_of, hardware_counts, policies_named
from deals.reports.why_claims import stated_leaf
from deals.reports.why_node import worked
from deals.reports.why_row import bound_of, row_at, told_bound, told_bounds
from deals.reports.why_tables import TABLES, policy_leaves
from dealtracker.money import Amount

Row = dict[str, Any]
UNITS = {"chips": "chips", "h100_equivalents": "H100-equivalents", "megawatts": "MW"}


@dataclass(frozen=True)
class Stock:
    """The hardware of a deal, counted by the policies named."""

    document: Row
    policies: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> HardwareCounts:
        return hardware_counts(self.document, policies=self.policies)

    def line(self, key: str) -> LineCount:
        return next(one for one in self.counts.lines if one.key == key)

    def member(self, name: str, key: str) -> tuple[str, Amount, Counted, LineCount]:
        """(path, as stated, as chips, the line) of a line, or of what is pledged of one."""
        if name == "hardware":
            line = self.line(key)
            return f"/hardware/{key}/quantity", line.stated, line.chips, line
        pledge = next(one for one in self.document["pledges"] if one["key"] == key)
        line = self.line(next(one["key"] for one in self.document["hardware"] if one["id"] == pledge["line"]))
        stated = Amount.from_json(pledge["quantity"])
        return f"/pledges/{key}/quantity", stated, chips_of(stated, line.unit, line.chip, policies_named(self.policies)), line


def count_node(stock: Stock, figure: str, at: str, by: str | None, bound: str | None) -> Row:
    """One line as chips, H100-equivalents or megawatts; raises FilterError for a line or a table that there is not."""
    _, row = row_at(stock.document, at, "hardware")
    line = stock.line(row["key"])
    counted = _chosen(line, figure, by)
    if counted.value is None:
        return _unknown(stock, figure, counted)
    factors = [*policy_leaves(line.chips.by), *(TABLES[figure](counted.by, str(line.chip)) if figure in TABLES else ())]
    found = product(stock, f"{at}/quantity", line.stated, line.unit, counted.value, told_bound(counted.value, bound), factors)
    return {**found, **told_bounds(counted.value), "unit": UNITS[figure]}


def product(
    stock: Stock, at: str, stated: Amount, unit: str, value: Amount, bound: str, factors: Sequence[Row]
) -> Row:  # fmt: skip
    """One bound of a count as stated, times its factors; `value` is the figure that they give."""
    quantity = stated_leaf(at, stated, bound, name="as stated", unit="" if unit == "unsaid" else f"{unit}s", currency="")
    signs = {"1": "×", "-1": "÷"}
    rule = " ".join(["the number as stated", *(f"{signs[one['power']]} {one['name']}" for one in factors)])
    node = worked(stock.document["id"], None, rule, bound_of(value, bound), how="product", leaves=[quantity, *factors])
    return {**node, "unit": "chips", "bound": bound}


def member_node(stock: Stock, name: str, key: str, bound: str) -> Row:
    """What one line or pledge adds to a count of chips."""
    at, stated, chips, line = stock.member(name, key)
    assert chips.value is not None
    node = product(stock, at, stated, line.unit, chips.value, bound, policy_leaves(chips.by))
    return {**node, "name": f"{line.name} ({key})"}


def _chosen(line: LineCount, figure: str, by: str | None) -> Counted:
    if figure == "chips":
        return line.chips
    found = {one.by: one for one in (line.equivalents if figure == "h100_equivalents" else line.megawatts)}
    if by and by not in found:
        raise FilterError("by", f'"{by[:60]}" is not one of: {", ".join(found)}')
    return found[by] if by else next(iter(found.values()))


def _unknown(stock: Stock, figure: str, counted: Counted) -> Row:
    missing = [{"lacks": counted.why, "amount": None}]
    return {**worked(stock.document["id"], None, "not counted", None, leaves=missing), "unit": UNITS[figure]}
