"""How much of a party somebody owns along all paths, as bounds. Plain Python, no recursion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from uuid import UUID

from parties.ownership.calc.rings import components
from parties.ownership.calc.values import ONE, ZERO, Bounds
from parties.ownership.calc.view import Holding, View

# How many steps are taken inside one ring before it is given up, and below which share a step no longer matters.
_STEPS = 20_000
# The same for all members of one ring together, each asked what it owns without its own holdings in itself.
_OWN_STEPS = 100_000
_SETTLED = Decimal("1E-12")
_ENDLESS = Decimal("1E9")


def effective_shares(view: View, party: UUID) -> dict[UUID, Bounds]:
    """Owner → bounds of its ownership of `party`, direct and through others: shares multiplied along paths, paths added.

    Inside a ring the sum is the limit of going round (integrated ownership; Brioschi, Buzzacchi and Colombo 1989), but
    what an owner holds in itself through the ring is not counted as its own (Baldone, Brioschi and Paleari 1998); where
    the sum does not settle, the low bound is one round and the high bound is 100 %. What is told of only indirectly may go
    through another path that is known: it adds to the high bound alone, and the low bound is the larger of the two.
    """
    return _with_told(view, party, _effective, view.into, lambda told: told.owner)


def held_shares(view: View, owner: UUID) -> dict[UUID, Bounds]:
    """The same from above: owned → bounds of what `owner` owns of it."""
    return _with_told(view, owner, _held, view.out_of, lambda told: told.owned)


_Shares = Callable[[View, UUID], dict[UUID, Bounds]]


def _with_told(view: View, start: UUID, shares: _Shares, ahead: _Ahead, end: _End) -> dict[UUID, Bounds]:
    """Shares whose low bounds count direct holdings together, and each way over one told of only indirectly by itself."""
    found = shares(view, start)
    if not view.has_told:
        return found
    sure = _lows(view.direct, start, shares)
    beyond: dict[UUID, _Sums] = {}
    waiting = list(sure)
    while waiting:
        node = waiting.pop()
        for told in (holding for holding in ahead.get(node, ()) if not holding.direct):
            far, onward = end(told), sure[node] * told.owns.low
            beyond[far] = beyond.get(far) or _lows(view.direct, far, shares)
            more = {other: onward * low for other, low in beyond[far].items() if onward * low > sure.get(other, ZERO)}
            sure |= more
            waiting.extend(more)
    return {node: Bounds(min(sure.get(node, ZERO), b.high), b.high).rounded() for node, b in found.items()}


def _lows(view: View, start: UUID, shares: _Shares) -> _Sums:
    return {start: ONE, **{node: bounds.low for node, bounds in shares(view, start).items()}}


def _effective(view: View, party: UUID) -> dict[UUID, Bounds]:
    with localcontext() as context:
        context.prec = 40
        order, low, high = _walk(party, view.into, lambda holding: holding.owner, comes_back=True)
        found = {node: Bounds(low[node], high[node]).rounded() for group in order for node in group if node != party}
        for members in (group for group in order if len(group) > 1):
            found |= _Ring(view, set(members), party, low, high).shares()
    return found


def _held(view: View, owner: UUID) -> dict[UUID, Bounds]:
    with localcontext() as context:
        context.prec = 40
        order, low, high = _walk(owner, view.out_of, lambda holding: holding.owned, comes_back=False)
        return {node: Bounds(low[node], high[node]).rounded() for group in order for node in group if node != owner}


_End = Callable[[Holding], UUID]
_Sums = dict[UUID, Decimal]
_Ahead = Mapping[UUID, Sequence[Holding]]


def _walk(start: UUID, ahead: _Ahead, end: _End, *, comes_back: bool) -> tuple[list[list[UUID]], _Sums, _Sums]:
    """Components in the order in which they are reached, and the sums over all walks from the start to each party.

    A sum within a ring may pass 1: it counts every round. `comes_back` says whether walks through the start again count.
    """
    order = components([start], lambda node: [end(holding) for holding in ahead.get(node, ())])
    low: _Sums = defaultdict(Decimal, {start: ONE})
    high: _Sums = defaultdict(Decimal, {start: ONE})
    for members in reversed(order):
        if len(members) > 1:
            inside = set(members)
            edges = {node: [h for h in ahead.get(node, ()) if end(h) in inside] for node in members}
            _round_and_round(edges, end, low, high, dropped=None if comes_back else start)
        else:
            [node] = members
            low[node], high[node] = min(low[node], ONE), min(high[node], ONE)
        for node in members:
            _pass_on(node, set(members), ahead, end, low, high)
    return order, low, high


def _pass_on(node: UUID, members: set[UUID], ahead: _Ahead, end: _End, low: _Sums, high: _Sums) -> None:
    for holding in ahead.get(node, ()):
        other = end(holding)
        if other not in members:
            low[other] += holding.owns.low * low[node]
            high[other] += holding.owns.high * high[node]


def _round_and_round(edges: _Ahead, end: _End, low: _Sums, high: _Sums, *, dropped: UUID | None) -> None:
    for values, side in ((low, "low"), (high, "high")):
        first = {node: values[node] for node in edges if values[node]}
        added, _, is_settled = _rounds(first, edges, end, side, _STEPS, dropped=dropped)
        if is_settled:
            values.update(added)
        else:
            # What was added so far is more than one round; nothing bounds the rest from above.
            values.update({node: min(added[node], ONE) if side == "low" else _ENDLESS for node in added})


def _rounds(
    first: _Sums, edges: _Ahead, end: _End, side: str, most: int, *, dropped: UUID | None = None
) -> tuple[_Sums, int, bool]:
    """Sums over all walks along the edges from what is there at first, but for those that come to `dropped`; the steps
    taken, and whether it settled."""
    values: _Sums = defaultdict(Decimal, first)
    adding, steps = first, 0
    while adding and steps < most:
        onward: _Sums = defaultdict(Decimal)
        for node, share in adding.items():
            steps += len(edges[node])
            for holding in edges[node]:
                if (other := end(holding)) != dropped:
                    onward[other] += share * getattr(holding.owns, side)
        for node, more in onward.items():
            values[node] += more
        adding = {node: more for node, more in onward.items() if more > _SETTLED}
    return values, steps, not adding


class _Ring:
    """What each member of a ring owns of a party that the ring leads to, walks back to the member itself left out."""

    def __init__(self, view: View, inside: set[UUID], party: UUID, low: _Sums, high: _Sums) -> None:
        self.party, self.left, self.sums = party, _OWN_STEPS, {"low": low, "high": high}
        held = {node: view.out_of.get(node, []) for node in inside}
        self.edges = {node: [h for h in holdings if h.owned in inside] for node, holdings in held.items()}
        beyond = {node: [h for h in holdings if h.owned not in inside] for node, holdings in held.items()}
        self.leads = {side: {node: self._out(node, beyond[node], side) for node in inside} for side in ("low", "high")}
        in_ring = (h.owns.is_exact for holdings in self.edges.values() for h in holdings)
        self.is_exact = self.leads["low"] == self.leads["high"] and all(in_ring)

    def shares(self) -> dict[UUID, Bounds]:
        """Member → its bounds, those who own most first: when the steps are used up, the low bound of the others is 0."""
        high = self.sums["high"]
        return {
            node: self._owns(node).rounded()
            for node in sorted(self.edges, key=lambda node: (-high[node], node))
            if node != self.party
        }

    def _out(self, node: UUID, beyond: Sequence[Holding], side: str) -> Decimal:
        """What leaves the ring at this member for the party; the party itself, where it is a member, is where one stops."""
        sums = self.sums[side]
        onward = sum((getattr(h.owns, side) * sums[h.owned] for h in beyond if h.owned in sums), ZERO)
        return onward + (ONE if node == self.party else ZERO)

    def _owns(self, owner: UUID) -> Bounds:
        low = self._side(owner, "low")
        high = low if self.is_exact else self._side(owner, "high")
        # With every round counted, one owns at least what one owns without one's own.
        return Bounds(ZERO if low is None else low, self.sums["high"][owner] if high is None else high)

    def _side(self, owner: UUID, side: str) -> Decimal | None:
        """None where the walks do not settle within the steps that are left."""
        if self.left <= 0:
            return None
        most = min(_STEPS, self.left)
        values, steps, is_settled = _rounds({owner: ONE}, self.edges, lambda h: h.owned, side, most, dropped=owner)
        self.left -= steps
        leads = self.leads[side]
        return sum((values[node] * leads[node] for node in values), ZERO) if is_settled else None
