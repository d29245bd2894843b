"""Ownership by listed parties under two rules that are not one: OFAC's (sanctions) and BIS's (export controls).

Neither is legal advice. Both count ownership, not control, and both go down by layers: what a party owns counts as a
listed party's as soon as listed parties own half of it. Shares are not multiplied along the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from parties.ownership.calc.values import HALF, ONE, ZERO, Bounds
from parties.ownership.calc.view import Holding, View

OFAC_RULE = "OFAC 50 Percent Rule (sanctions)"
BIS_RULE = "BIS Affiliates Rule (export controls)"
_CITED = {
    OFAC_RULE: "OFAC, Revised Guidance on Entities Owned by Persons Whose Property Is Blocked, 13 August 2014; FAQ 401",
    BIS_RULE: "90 FR 47201, 15 CFR 744.11, 744.21 and 744.8; Red Flag 29 in Supplement No. 3 to Part 732",
}


@dataclass(frozen=True)
class Ownership:
    """What listed parties own of one party in the aggregate, and whether that reaches half.

    `reaches` is None while what is known leaves it open. `owners` are the direct owners that count, each with its share;
    `through` those of them that are not listed themselves. `below` is what the rule says of less than half.
    """

    rule: str
    party: UUID
    aggregate: Bounds
    reaches: bool | None
    owners: tuple[tuple[UUID, Bounds], ...]
    through: tuple[UUID, ...]
    words: str
    citation: str


def ofac_50_percent_rule(view: View, *, blocked: Collection[UUID], perhaps: Collection[UUID] = ()) -> dict[UUID, Ownership]:
    """Every party that blocked persons own in part, by the aggregate of their direct and indirect ownership.

    `blocked` are parties that a person judged to be blocked; `perhaps` those for whom a match is still open. Property
    is blocked at 50 per cent or more in the aggregate; control without ownership does not count.
    """
    return _walk(view, set(blocked), set(perhaps), OFAC_RULE, "below half: not blocked by ownership under this rule")


def bis_affiliates_rule(view: View, *, listed: Collection[UUID], perhaps: Collection[UUID] = ()) -> dict[UUID, Ownership]:
    """Every party that parties of the Entity List, the MEU List or 15 CFR 744.8 own in part.

    At 50 per cent or more, direct or indirect, alone or in the aggregate, the listed owner's restrictions reach it; below,
    a significant share is a red flag, and a share that is not known has to be found out. Whether the rule is in force
    on a day is said by the rule pack, not here.
    """
    return _walk(view, set(listed), set(perhaps), BIS_RULE, "below half: a red flag under this rule (Red Flag 29)")


def _walk(view: View, listed: set[UUID], perhaps: set[UUID], rule: str, below: str) -> dict[UUID, Ownership]:
    low, _ = _spread(view, listed, "low")
    high, parts = _spread(view, listed | perhaps, "high")
    return {
        party: _ownership(party, low[party], high[party], parts[party], listed | perhaps, rule, below)
        for party in sorted(parts)
        if high[party] > ZERO
    }


def _spread(view: View, listed: Iterable[UUID], side: str) -> tuple[dict[UUID, Decimal], dict[UUID, list[Holding]]]:
    """Adds up what counts, layer by layer; each party passes on once, so a ring ends."""
    total: dict[UUID, Decimal] = defaultdict(Decimal)
    parts: dict[UUID, list[Holding]] = defaultdict(list)
    counted, waiting = set(listed), sorted(listed)
    while waiting:
        for holding in view.out_of.get(waiting.pop(), ()):
            parts[holding.owned].append(holding)
            total[holding.owned] = _together(parts[holding.owned], side)
            if total[holding.owned] >= HALF and holding.owned not in counted:
                counted.add(holding.owned)
                waiting.append(holding.owned)
    return total, parts


def _together(parts: Iterable[Holding], side: str) -> Decimal:
    """What is told of only indirectly may be held through another owner that counts: surely it adds nothing to the others."""
    direct = sum((getattr(part.owns, side) for part in parts if part.direct), ZERO)
    told = [getattr(part.owns, side) for part in parts if not part.direct]
    return direct + sum(told, ZERO) if side == "high" else max(direct, *told, ZERO)


def _ownership(
    party: UUID, low: Decimal, high: Decimal, parts: list[Holding], listed: set[UUID], rule: str, below: str
) -> Ownership:
    aggregate = Bounds(min(low, ONE), min(high, ONE))
    reaches = True if aggregate.low >= HALF else False if aggregate.high < HALF else None
    owners = tuple(sorted(((h.owner, h.owns) for h in parts), key=lambda pair: (-pair[1].low, -pair[1].high, pair[0])))
    said = {True: "half or more", False: below, None: "not known well enough to say whether it is half or more"}[reaches]
    return Ownership(
        rule, party, aggregate, reaches, owners, tuple(owner for owner, _ in owners if owner not in listed),
        f"owned by listed parties in the aggregate: {aggregate.in_words()}; {said}", _CITED[rule],
    )  # fmt: skip
