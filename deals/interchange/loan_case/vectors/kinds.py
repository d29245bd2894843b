"""Which kind of vector a set of inputs is: the first whose inputs are all there."""

from __future__ import annotations

from collections.abc import Callable

from deals.interchange.loan_case.strict import wrong
from deals.interchange.loan_case.vectors import amortising, business_days, currencies, daycounts, delayed_draw, lenders
from deals.interchange.loan_case.vectors.shape import Answer, Vector

# kind → (inputs it is known by, what runs it)
KINDS: dict[str, tuple[tuple[str, ...], Callable[[Vector], Answer]]] = {
    "delayed_draw": (("commitment", "draws"), delayed_draw.run),
    "lenders": (("facility", "events"), lenders.run),
    "amortising": (("principal", "rate", "unadjusted_start"), amortising.run),
    "currencies": (("amount", "ccy"), currencies.run),
    "business_days": (("calendars",), business_days.run),
    "daycounts": (("principal", "rate"), daycounts.run),
}


def run_vector(vector: Vector) -> tuple[str, Answer]:
    """(kind, answer); raises CaseError where the inputs are of no known kind."""
    for kind, (needed, run) in KINDS.items():
        if all(key in vector.inputs.values for key in needed):
            return kind, run(vector)
    known = "; ".join(f"{kind}: {', '.join(needed)}" for kind, (needed, _) in KINDS.items())
    raise wrong(vector.inputs.pointer, "these inputs are of no known kind", f"give those of one kind ({known})")
