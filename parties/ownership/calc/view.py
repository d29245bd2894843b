"""All that is held on one day: one holding per owner, owned and measure, with what does not add up. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from parties.ownership.calc.values import (
    ASIDE,
    DECIDING,
    ONE,
    OWNING,
    UNKNOWN,
    ZERO,
    Bounds,
    StakeValue,
    bounds_of,
    holds_on,
    weakest,
)

# A sum of rounded shares may pass 100 % by this much and still be rounding.
ROUNDING = Decimal("0.01")


@dataclass(frozen=True)
class Holding:
    """What one party holds in another on the day. `sure` is False where imprecise dates leave open whether it does.

    `owns` bounds the ownership, `votes` the votes where votes are stated, `decides` says control by other means,
    `kinds` are those of its stakes.
    """

    owner: UUID
    owned: UUID
    owns: Bounds
    votes: Bounds | None
    decides: bool
    direct: bool
    sure: bool
    kinds: tuple[str, ...]
    stakes: tuple[UUID, ...]
    certainty: str


@dataclass(frozen=True)
class Excess:
    """Direct shares of one party that add to more than 100 %; `rounding` when rounded shares may explain it."""

    owned: UUID
    measure: str
    total: Decimal
    owners: tuple[UUID, ...]
    rounding: bool


@dataclass(frozen=True)
class View:
    """Holdings by both ends. `aside` are warrants and management, which neither own nor decide."""

    day: date
    into: dict[UUID, list[Holding]] = field(default_factory=dict)
    out_of: dict[UUID, list[Holding]] = field(default_factory=dict)
    aside: dict[UUID, list[StakeValue]] = field(default_factory=dict)
    excesses: tuple[Excess, ...] = ()

    @property
    def parties(self) -> set[UUID]:
        return {*self.into, *self.out_of}

    @cached_property
    def has_told(self) -> bool:
        """Whether any holding is told of only indirectly, nobody saying through whom."""
        return any(not holding.direct for holdings in self.into.values() for holding in holdings)

    @cached_property
    def direct(self) -> View:
        """The same day by direct holdings alone."""
        into, out_of = _by_end(holding for holdings in self.into.values() for holding in holdings if holding.direct)
        return replace(self, into=into, out_of=out_of)


def view_on(stakes: Iterable[StakeValue], day: date) -> View:
    """What is held on that day. A withdrawn stake is not; an indirect one counts only where no direct path tells more."""
    groups: dict[tuple[UUID, UUID, bool], list[tuple[StakeValue, bool]]] = defaultdict(list)
    aside: dict[UUID, list[StakeValue]] = defaultdict(list)
    for stake in sorted(stakes, key=lambda s: s.id):
        held = holds_on(stake, day)
        if held is False or stake.certainty == "withdrawn" or stake.owner == stake.owned:
            continue
        if stake.kind in ASIDE:
            aside[stake.owned].append(stake)
        else:
            groups[stake.owner, stake.owned, stake.direct].append((stake, bool(held)))
    holdings = [_holding(*key, group) for key, group in groups.items()]
    direct = [h for h in holdings if h.direct]
    excesses = tuple(_excesses(direct, groups))
    tight = _tightened(direct, {e.owned for e in excesses if not e.rounding})
    into, out_of = _by_end(tight)
    told = [h for h in holdings if not h.direct and not _leads(out_of, h.owner, h.owned)]
    into, out_of = _by_end([*tight, *told]) if told else (into, out_of)
    return View(day, into, out_of, dict(aside), excesses)


def _holding(owner: UUID, owned: UUID, direct: bool, group: Sequence[tuple[StakeValue, bool]]) -> Holding:
    owning = [pair for pair in group if pair[0].kind in OWNING or (pair[0].kind in DECIDING and pair[0].share)]
    voting = [pair for pair in group if pair[0].kind == "voting"]
    stakes = [stake for stake, _ in group]
    return Holding(
        owner=owner, owned=owned, direct=direct,
        owns=_together(owning) if owning else UNKNOWN,
        votes=_together(voting) if voting else None,
        decides=any(stake.kind in DECIDING for stake in stakes),
        sure=any(sure for _, sure in group),
        kinds=tuple(sorted({stake.kind for stake in stakes})),
        stakes=tuple(stake.id for stake in stakes),
        certainty=weakest(stake.certainty for stake in stakes),
    )  # fmt: skip


def _together(group: Sequence[tuple[StakeValue, bool]]) -> Bounds:
    """Two stakes of one owner may be two lots or one lot stated twice: at least the larger, at most both."""
    each = [(bounds_of(stake.share), sure) for stake, sure in group]
    low = max((bounds.low if sure else ZERO for bounds, sure in each), default=ZERO)
    return Bounds(low, min(ONE, sum((bounds.high for bounds, _ in each), ZERO)))


def _by_end(holdings: Iterable[Holding]) -> tuple[dict[UUID, list[Holding]], dict[UUID, list[Holding]]]:
    into: dict[UUID, list[Holding]] = defaultdict(list)
    out_of: dict[UUID, list[Holding]] = defaultdict(list)
    for holding in holdings:
        into[holding.owned].append(holding)
        out_of[holding.owner].append(holding)
    return dict(into), dict(out_of)


def _excesses(direct: Sequence[Holding], groups: dict[tuple[UUID, UUID, bool], list[tuple[StakeValue, bool]]]) -> Iterator[Excess]:
    into, _ = _by_end(direct)
    for owned, holdings in into.items():
        for measure in ("owns", "votes"):
            parts = [(h, b) for h in holdings if (b := getattr(h, measure)) is not None and b.low > 0]
            total = sum((bounds.low for _, bounds in parts), ZERO)
            if total > ONE:
                about = any(s.share and s.share.kind == "approx" for h, _ in parts for s, _ in groups[h.owner, owned, True])
                yield Excess(owned, measure, total, tuple(h.owner for h, _ in parts), about and total - ONE <= ROUNDING)


def _tightened(direct: Sequence[Holding], beyond: set[UUID]) -> list[Holding]:
    """Nobody can hold more than what the others surely leave; not said where the shares do not add up."""
    taken: dict[UUID, Decimal] = defaultdict(Decimal)
    for holding in direct:
        taken[holding.owned] += holding.owns.low
    found = []
    for holding in direct:
        left = ONE - (taken[holding.owned] - holding.owns.low)
        if holding.owned not in beyond and holding.owns.high > max(left, holding.owns.low):
            holding = replace(holding, owns=Bounds(holding.owns.low, max(left, holding.owns.low)))
        found.append(holding)
    return found


def _leads(out_of: dict[UUID, list[Holding]], owner: UUID, owned: UUID) -> bool:
    """Whether a path of direct holdings leads from owner to owned."""
    seen, waiting = {owner}, [owner]
    while waiting:
        for holding in out_of.get(waiting.pop(), ()):
            if holding.owned == owned:
                return True
            if holding.owned not in seen:
                seen.add(holding.owned)
                waiting.append(holding.owned)
    return False
