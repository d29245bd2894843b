"""Trees over states of hardware held side by side: the chips of one state, and how many more they are than another's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deals.hardware.calc import Mismatch
from deals.reports.filters import FilterError
from deals.reports.hardware_counts import PLEDGED, Reconciled
from deals.reports.why_counts import Stock, member_node
from deals.reports.why_node import worked
from deals.reports.why_row import bound_of, row_at, told_bound, told_bounds

Row = dict[str, Any]


def state_node(stock: Stock, at: str, bound: str | None) -> Row:
    """The chips of one model at one site in the state in which the line or pledge at `at` is."""
    group, state = _group(stock, at)
    return _counted(stock, group, state, told_bound(group.counts[state], bound))


def beyond_node(stock: Stock, at: str, than: str | None) -> Row:
    """How many more chips are in the state of `at` than in the state `than`; raises FilterError where that is not said."""
    group, state = _group(stock, at)
    found = {one.limit: one for one in group.mismatches if one.count == state}
    if than not in found:
        raise FilterError("by", f'no more are {state} than "{str(than)[:40]}"; said of: {", ".join(found) or "no state"}')
    return _difference(stock, group, found[than])


def _group(stock: Stock, at: str) -> tuple[Reconciled, str]:
    name, row = row_at(stock.document, at, "hardware", "pledges")
    for group in stock.counts.reconciled:
        for state, keys in group.lines.items():
            if row["key"] in keys and (state == PLEDGED) == (name == "pledges"):
                return group, state
    raise FilterError("at", f'"{at[:80]}" is counted in no state: its number of chips is not known')


def _counted(stock: Stock, group: Reconciled, state: str, bound: str) -> Row:
    kind = "pledges" if state == PLEDGED else "hardware"
    parts = [member_node(stock, kind, key, bound) for key in group.lines[state]]
    amount = bound_of(group.counts[state], bound)
    node = worked(stock.document["id"], None, f"sum of what is {state}, of one model at one site", amount, of=parts)
    return {**node, **told_bounds(group.counts[state]), "name": state, "unit": "chips", "bound": bound}


def _difference(stock: Stock, group: Reconciled, one: Mismatch) -> Row:
    """What is certain is the least of the one over the most of the other; else what may be, the other way round."""
    bounds: Sequence[tuple[str, str]] = (("low", "high"), ("high", "low"))
    for high, low in bounds:
        count, limit = bound_of(group.counts[one.count], high), bound_of(group.counts[one.limit], low)
        if count is not None and limit is not None and count - limit == one.by:
            break
    parts = [_counted(stock, group, one.count, high), {**_counted(stock, group, one.limit, low), "times": "-1"}]
    parts[1]["name"] = f"Less {one.limit}"
    rule = f"{high} bound of what is {one.count} − {low} bound of what is {one.limit}"
    return {**worked(stock.document["id"], None, rule, one.by, of=parts), "unit": "chips"}

