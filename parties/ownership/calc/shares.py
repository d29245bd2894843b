"""How much of a party somebody owns along all paths, as bounds. Plain Python, no recursion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from uuid import UUID

from parties.ownership.calc.rings import components
from parties.ownership.calc.values import ONE, Bounds
from parties.ownership.calc.view import Holding, View

# How many steps are taken inside one ring before it is given up, and below which share a step no longer matters.
_STEPS = 20_000
_SETTLED = Decimal("1E-12")


def effective_shares(view: View, party: UUID) -> dict[UUID, Bounds]:
    """Owner → bounds of its ownership of `party`, direct and through others: shares multiplied along paths, paths added.

    Inside a ring the sum is the limit of going round (integrated ownership; Brioschi, Buzzacchi and Colombo 1989); where
    it does not settle, the low bound is what was reached and the high bound is 100 %.
    """
    return _walk(party, view.into, lambda holding: holding.owner)


def held_shares(view: View, owner: UUID) -> dict[UUID, Bounds]:
    """The same from above: owned → bounds of what `owner` owns of it."""
    return _walk(owner, view.out_of, lambda holding: holding.owned)


_End = Callable[[Holding], UUID]
_Sums = dict[UUID, Decimal]


def _walk(start: UUID, ahead: Mapping[UUID, Sequence[Holding]], end: _End) -> dict[UUID, Bounds]:
    order = components([start], lambda node: [end(holding) for holding in ahead.get(node, ())])
    low: _Sums = defaultdict(Decimal, {start: ONE})
    high: _Sums = defaultdict(Decimal, {start: ONE})
    with localcontext() as context:
        context.prec = 40
        for members in reversed(order):
            if len(members) > 1:
                _round_and_round(members, ahead, end, low, high)
            for node in members:
                _pass_on(node, set(members), ahead, end, low, high)
    return {node: Bounds(low[node], high[node]).rounded() for group in order for node in group if node != start}


def _pass_on(
    node: UUID, members: set[UUID], ahead: Mapping[UUID, Sequence[Holding]], end: _End, low: _Sums, high: _Sums
) -> None:
    for holding in ahead.get(node, ()):
        other = end(holding)
        if other not in members:
            low[other] += holding.owns.low * min(low[node], ONE)
            high[other] += holding.owns.high * min(high[node], ONE)


def _round_and_round(
    members: Sequence[UUID], ahead: Mapping[UUID, Sequence[Holding]], end: _End, low: _Sums, high: _Sums
) -> None:
    inside = set(members)
    edges = {node: [h for h in ahead.get(node, ()) if end(h) in inside] for node in members}
    for values, side in ((low, "low"), (high, "high")):
        adding, steps = {node: values[node] for node in members if values[node]}, 0
        while adding and steps < _STEPS:
            onward: _Sums = defaultdict(Decimal)
            for node, share in adding.items():
                steps += len(edges[node])
                for holding in edges[node]:
                    onward[end(holding)] += share * getattr(holding.owns, side)
            for node, more in onward.items():
                values[node] = min(values[node] + more, ONE)
            adding = {node: more for node, more in onward.items() if more > _SETTLED}
        if adding and side == "high":
            # What was added so far is a true low bound; nothing bounds the rest from above.
            values.update(dict.fromkeys(members, ONE))
