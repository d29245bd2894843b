"""Which kind of vector a set of inputs is: the first whose inputs are all there."""

from __future__ import annotations

from collections.abc import Callable

from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.vectors import (
    amortising,
    business_days,
    currencies,
    daycounts,
    delayed_draw,
    flows,
    in_arrears,
    lenders,
    receipts,
)
from deals.interchange.loan_case.vectors.shape import Answer, Vector

# kind → (inputs it is known by: one of each group, what runs it)
KINDS: dict[str, tuple[tuple[tuple[str, ...], ...], Callable[[Vector], Answer]]] = {
    "delayed_draw": ((("commitment",), ("draws",)), delayed_draw.run),
    "lenders": ((("facility",), ("events",)), lenders.run),
    "amortising": ((("principal",), ("rate",), ("unadjusted_start",)), amortising.run),
    "in_arrears": ((("principal",), ("period",), in_arrears.FIXINGS), in_arrears.run),
    "currencies": ((("amount",), ("ccy",)), currencies.run),
    "receipts": ((receipts.AMOUNT, receipts.SHARES), receipts.run),
    "flows": ((flows.NAMES,), flows.run),
    "business_days": ((("calendars",),), business_days.run),
    "daycounts": ((("principal",), ("rate",)), daycounts.run),
}


def run_vector(vector: Vector) -> tuple[str, Answer]:
    """(kind, answer); raises CaseError where the inputs are of no known kind."""
    given = vector.inputs.values
    for kind, (needed, run) in KINDS.items():
        if all(any(name in given for name in names) for names in needed):
            return kind, run(vector)
    known = "; ".join(f"{kind}: {', '.join(names[0] for names in needed)}" for kind, (needed, _) in KINDS.items())
    names = {name for needed, _ in KINDS.values() for group in needed for name in group}
    do = f"give those of one kind ({known}){vector.inputs.misspelt(*sorted(names))}"
    raise wrong(vector.inputs.pointer, "these inputs are of no known kind", do)
