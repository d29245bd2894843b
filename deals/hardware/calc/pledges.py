"""How much of a hardware line is pledged, against how much of it there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dealtracker.money import Amount, plain
from dealtracker.periods import When

RULE = "the same hardware is pledged once at one rank"


@dataclass(frozen=True)
class PledgeOf:
    """A pledge of a quantity out of one line, in the line's own unit; without a quantity nothing can be counted."""

    key: str
    facility: str
    line: str
    quantity: Amount | None
    rank: int | None = None
    released_on: When | None = None


@dataclass(frozen=True)
class OverPledge:
    """At least `pledged` of a line stand pledged at one rank, and it has at most `available`; `certain` is False where
    a figure is only about so much."""

    line: str
    rank: int | None
    pledges: tuple[PledgeOf, ...]
    pledged: Decimal
    available: Decimal
    certain: bool

    @property
    def by(self) -> Decimal:
        return self.pledged - self.available

    def words(self, unit: str = "") -> str:
        """ "pledged over hardware w1 by 96 GPU at rank 1: 4192 pledged (l1 of f1 4096, l2 of f2 96), 4096 in the line"."""
        of = ", ".join(f"{one.key} of {one.facility} {one.quantity}" for one in self.pledges)
        rank = f"rank {self.rank}" if self.rank else "no stated rank"
        over = " ".join(filter(None, (plain(self.by), unit)))
        held = f"{plain(self.pledged)} pledged ({of}), {plain(self.available)} in the line"
        return f"pledged over hardware {self.line} by {over} at {rank}: {held}; {RULE}"


def over_pledges(lines: dict[str, Amount | None], pledges: Iterable[PledgeOf], day: date) -> tuple[OverPledge, ...]:
    """Lines of which more is pledged at one rank, across facilities, than they hold: what is least pledged against what
    is most held. `lines` is key → quantity.

    A pledge without a stated rank counts with those that state none either; one that is surely released by `day` counts
    no more. A quantity that nobody states contradicts nothing.
    """
    ranked: dict[tuple[str, int | None], list[PledgeOf]] = defaultdict(list)
    for one in pledges:
        if (
            not (one.released_on and one.released_on.surely_by(day))
            and one.quantity
            and one.quantity.bounds[0] is not None
        ):
            ranked[one.line, one.rank].append(one)
    found = (_over(lines.get(line), line, rank, group) for (line, rank), group in ranked.items())
    return tuple(sorted((one for one in found if one), key=lambda one: (one.line, one.rank or 0)))


def _over(held: Amount | None, line: str, rank: int | None, group: list[PledgeOf]) -> OverPledge | None:
    most = held.bounds[2] if held else None
    pledged = sum((low for one in group if one.quantity and (low := one.quantity.bounds[0]) is not None), Decimal(0))
    if held is None or most is None or pledged <= most:
        return None
    certain = "approx" not in {held.kind, *(one.quantity.kind for one in group if one.quantity)}
    return OverPledge(line, rank, tuple(group), pledged, most, certain)
