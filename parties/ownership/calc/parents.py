"""Immediate and ultimate parents on a day: who decides, on what basis, along which path. Plain Python."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from parties.ownership.calc.rings import components, ring_path
from parties.ownership.calc.shares import held_shares
from parties.ownership.calc.values import CERTAINTIES, HALF, UNKNOWN, Bounds, rank
from parties.ownership.calc.view import Holding, View

# Why a holder is taken for a parent, the surest first.
BASES = {
    "sure": "more than half of the votes or shares, or control by other means",
    "joint": "half each: two parties decide together",
    "possible": "may hold more than half; the share or its dates are not known well enough",
}
_ORDER = tuple(BASES)


@dataclass(frozen=True)
class Parent:
    """A party that decides, or may decide, over `owned`."""

    owner: UUID
    owned: UUID
    basis: str
    holding: Holding


@dataclass(frozen=True)
class Ultimate:
    """The last known parent on a way up. `path` leads from the party to it, both included; `stakes` are its links.

    `owns` bounds its ownership of the party along all paths; `weakest` is the least certain link of the path.
    """

    party: UUID
    basis: str
    path: tuple[UUID, ...]
    stakes: tuple[UUID, ...]
    owns: Bounds
    weakest: str
    weakest_link: tuple[UUID, UUID]


@dataclass(frozen=True)
class Lineage:
    """Where a party belongs on a day. `rings` are ways up that come back to themselves, each with its path."""

    party: UUID
    immediate: tuple[Parent, ...] = ()
    ultimate: tuple[Ultimate, ...] = ()
    rings: tuple[tuple[UUID, ...], ...] = ()

    @property
    def status(self) -> str:
        """"none known", "sure", "joint", "possible" or "ring": the surest thing that can be said."""
        if self.ultimate:
            return min((u.basis for u in self.ultimate), key=_ORDER.index)
        return "ring" if self.rings else "none known"


def parents_of(view: View, party: UUID) -> tuple[Parent, ...]:
    """Those who decide or may decide over a party, surest first. A manager or holder of warrants is none of them."""
    holdings = view.into.get(party, [])
    by_votes = any(h.votes is not None for h in holdings)
    halves = sum(1 for h in holdings if _say(h, by_votes) == Bounds(HALF, HALF) and h.direct)
    found = []
    for holding in holdings:
        basis = _basis(holding, by_votes, halves)
        if basis:
            found.append(Parent(holding.owner, party, basis, holding))
    return tuple(sorted(found, key=lambda p: (_ORDER.index(p.basis), -rank(p.holding.certainty), p.owner)))


def _say(holding: Holding, by_votes: bool) -> Bounds:
    return (holding.votes or Bounds(high=holding.owns.high)) if by_votes else holding.owns


def _basis(holding: Holding, by_votes: bool, halves: int) -> str:
    if holding.decides:
        return "sure" if holding.sure else "possible"
    say = _say(holding, by_votes)
    if by_votes and holding.votes is None:
        return ""
    if say.low > HALF:
        return "sure"
    if say == Bounds(HALF, HALF):
        return "joint" if halves == 2 else "possible"
    return "possible" if say.high > HALF else ""


class Lineages:
    """The lineages of one view; what several parties need is worked out once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._parents: dict[UUID, tuple[Parent, ...]] = {}
        self._held: dict[UUID, dict[UUID, Bounds]] = {}

    def parents(self, party: UUID) -> tuple[Parent, ...]:
        if party not in self._parents:
            self._parents[party] = parents_of(self.view, party)
        return self._parents[party]

    @cached_property
    def rings(self) -> dict[UUID, tuple[UUID, ...]]:
        """Party → the ring it is in, for rings that nobody outside decides over: the way up has no end."""
        found: dict[UUID, tuple[UUID, ...]] = {}
        for members in components(sorted(self.view.into), self._up):
            inside = set(members)
            if len(members) > 1 and all(owner in inside for node in members for owner in self._up(node)):
                found |= dict.fromkeys(members, ring_path(members, self._up))
        return found

    def _up(self, party: UUID) -> list[UUID]:
        return [parent.owner for parent in self.parents(party)]

    def owns(self, owner: UUID, party: UUID) -> Bounds:
        if owner not in self._held:
            self._held[owner] = held_shares(self.view, owner)
        return self._held[owner].get(party, UNKNOWN)


def lineage(view: View, party: UUID, *, among: Lineages | None = None) -> Lineage:
    """Immediate and ultimate parents of a party on the view's day; `among` shares the work with other parties.

    Going up, each party is reached by its surest way: by basis, then with the fewest stakes told of only indirectly, then
    by certainty, then by length.
    """
    shared = among or Lineages(view)
    links, reached, known = _climb(shared, party)
    tops = [node for node in reached if node != party and not known[node]]
    ultimate = [_ultimate(party, top, links, shared.owns(top, party)) for top in tops]
    rings = tuple(dict.fromkeys(shared.rings[node] for node in reached if node in shared.rings))
    if len(ultimate) == 1 and ultimate[0].basis == "joint" and not rings and _leads_alone(party, tops[0], reached, known):
        ultimate = [replace(ultimate[0], basis="sure")]
    ordered = tuple(sorted(ultimate, key=lambda u: (_ORDER.index(u.basis), -u.owns.low, -u.owns.high, u.party)))
    return Lineage(party, known[party], ordered, rings)


_Links = Mapping[UUID, Parent]


def _leads_alone(party: UUID, top: UUID, reached: Sequence[UUID], known: Mapping[UUID, tuple[Parent, ...]]) -> bool:
    """Whether one decides over both halves of every venture on the way: then nobody decides with it."""
    led, before = {top}, 0
    while before < len(led):
        before = len(led)
        for node in reversed(reached):
            halves = [parent.owner in led for parent in known[node] if parent.basis == "joint"]
            if any(p.basis == "sure" and p.owner in led for p in known[node]) or (len(halves) > 1 and all(halves)):
                led.add(node)
    return party in led


def _climb(among: Lineages, party: UUID) -> tuple[dict[UUID, Parent], list[UUID], dict[UUID, tuple[Parent, ...]]]:
    links: dict[UUID, Parent] = {}
    reached: list[UUID] = []
    known: dict[UUID, tuple[Parent, ...]] = {}
    heap: list[tuple[tuple[int, int, int, int], UUID, int, Parent | None]] = [((0, 0, 0, 0), party, 0, None)]
    tick = 0
    while heap:
        (basis, told, doubt, length), node, _, link = heapq.heappop(heap)
        if node in known:
            continue
        if link is not None:
            links[node] = link
        reached.append(node)
        known[node] = among.parents(node)
        for parent in known[node]:
            if parent.owner not in known:
                tick += 1
                step = (
                    max(basis, _ORDER.index(parent.basis)), told + (not parent.holding.direct),
                    max(doubt, len(CERTAINTIES) - rank(parent.holding.certainty)), length + 1,
                )  # fmt: skip
                heapq.heappush(heap, (step, parent.owner, tick, parent))
    return links, reached, known


def _ultimate(party: UUID, top: UUID, links: _Links, owns: Bounds) -> Ultimate:
    way: list[Parent] = []
    node = top
    while node != party:
        way.append(links[node])
        node = links[node].owned
    way.reverse()
    weak = min(way, key=lambda p: rank(p.holding.certainty))
    return Ultimate(
        party=top, basis=max((p.basis for p in way), key=_ORDER.index), path=(party, *(p.owner for p in way)),
        stakes=tuple(p.holding.stakes[0] for p in way), owns=owns,
        weakest=weak.holding.certainty, weakest_link=(weak.owner, weak.owned),
    )  # fmt: skip
