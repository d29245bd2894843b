"""How much of a party somebody owns along all paths, as bounds. Plain Python, no recursion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal, localcontext
from uuid import UUID

from parties.ownership.calc.rings import components
from parties.ownership.calc.values import ONE, Bounds
from parties.ownership.calc.view import View

# How many steps are taken inside one ring before it is given up, and below which share a step no longer matters.
_STEPS = 60_000
_SETTLED = Decimal("1E-12")


def effective_shares(view: View, party: UUID) -> dict[UUID, Bounds]:
    """Owner → bounds of its ownership of `party`, direct and through others: shares multiplied along paths, paths added.

    Inside a ring the sum is the limit of going round (integrated ownership; Brioschi, Buzzacchi and Colombo 1989); where
    it does not settle, the low bound is what was reached and the high bound is 100 %.
    """
    order = components([party], lambda node: [h.owner for h in view.into.get(node, ())])
    low: dict[UUID, Decimal] = defaultdict(Decimal, {party: ONE})
    high: dict[UUID, Decimal] = defaultdict(Decimal, {party: ONE})
    with localcontext() as context:
        context.prec = 40
        for members in reversed(order):
            if len(members) > 1:
                _round_and_round(view, members, low, high)
            for node in members:
                _pass_on(view, node, set(members), low, high)
    return {node: Bounds(low[node], high[node]).rounded() for group in order for node in group if node != party}


def _pass_on(view: View, node: UUID, members: set[UUID], low: dict[UUID, Decimal], high: dict[UUID, Decimal]) -> None:
    for holding in view.into.get(node, ()):
        if holding.owner not in members:
            low[holding.owner] += holding.owns.low * min(low[node], ONE)
            high[holding.owner] += holding.owns.high * min(high[node], ONE)


def _round_and_round(view: View, members: Sequence[UUID], low: dict[UUID, Decimal], high: dict[UUID, Decimal]) -> None:
    inside = set(members)
    edges = {node: [h for h in view.into.get(node, ()) if h.owner in inside] for node in members}
    for values, side in ((low, "low"), (high, "high")):
        adding, steps = {node: values[node] for node in members if values[node]}, 0
        while adding and steps < _STEPS:
            onward: dict[UUID, Decimal] = defaultdict(Decimal)
            for node, share in adding.items():
                steps += len(edges[node])
                for holding in edges[node]:
                    onward[holding.owner] += share * getattr(holding.owns, side)
            for node, more in onward.items():
                values[node] = min(values[node] + more, ONE)
            adding = {node: more for node, more in onward.items() if more > _SETTLED}
        if adding and side == "high":
            # What was added so far is a true low bound; nothing bounds the rest from above.
            values.update(dict.fromkeys(members, ONE))
