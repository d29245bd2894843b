"""What in the stakes does not add up, each with its path. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from parties.ownership.calc.rings import components, ring_path
from parties.ownership.calc.values import ONE, ZERO, StakeValue, percent
from parties.ownership.calc.view import View

# Every problem that can be reported, and what it means.
PROBLEMS = {
    "ring": "parties own each other in a ring; the path is shown",
    "over 100 %": "direct shares of one party add to more than the whole",
    "over 100 % by rounding": "the same, by no more than rounded shares explain",
    "outside 0 to 1": "a share is a fraction; this one was cut to what is possible",
}


@dataclass(frozen=True)
class Problem:
    """One of PROBLEMS, the parties it concerns in order of its path, and it in words."""

    kind: str
    parties: tuple[UUID, ...]
    words: str


def problems(view: View, stakes: Iterable[StakeValue] = ()) -> list[Problem]:
    """Rings, sums over 100 % and impossible shares, in a steady order. Rings of any length, without recursion."""
    return [*_rings(view), *_sums(view), *_shares(stakes)]


def _rings(view: View) -> Iterable[Problem]:
    def owned(node: UUID) -> list[UUID]:
        return [holding.owned for holding in view.out_of.get(node, ())]

    found = (members for members in components(sorted(view.parties), owned) if len(members) > 1)
    for path in sorted(ring_path(members, owned) for members in found):
        yield Problem("ring", path, f"{len(path) - 1} parties own each other in a ring")


def _sums(view: View) -> Iterable[Problem]:
    for excess in sorted(view.excesses, key=lambda e: (e.owned, e.measure)):
        what = "shares" if excess.measure == "owns" else "votes"
        kind = "over 100 % by rounding" if excess.rounding else "over 100 %"
        yield Problem(kind, (excess.owned, *excess.owners), f"stated {what} add to at least {percent(excess.total)}")


def _shares(stakes: Iterable[StakeValue]) -> Iterable[Problem]:
    for stake in stakes:
        stated = [bound for bound in (stake.share.bounds if stake.share else ()) if bound is not None]
        if any(not ZERO <= bound <= ONE for bound in stated):
            yield Problem("outside 0 to 1", (stake.owner, stake.owned), f"a share of {percent(max(stated))} was stated")
