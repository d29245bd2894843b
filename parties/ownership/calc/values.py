"""A stake as stated, and the bounds of a share. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from uuid import UUID

from dealtracker.money import Amount, plain
from dealtracker.periods import When

ZERO, HALF, ONE = Decimal(0), Decimal("0.5"), Decimal(1)
_PLACES = Decimal("1E-9")

# How well a stake is known, weakest first; "entered" means that nobody said who states it.
CERTAINTIES = (
    "withdrawn", "contested", "inferred", "reported", "multiple_newsrooms", "stated_by_party", "documented", "entered",
)  # fmt: skip

# What each kind of interest counts as. Votes and other control say who decides, not who owns.
KINDS = {
    "equity": "ownership; also votes, where no votes are stated apart",
    "voting": "votes; how much is owned is then not known",
    "control": "decides; how much is owned is not known unless a share is stated",
    "warrants": "neither, until exercised",
    "management": "neither: a manager runs what others own",
}
OWNING, DECIDING = frozenset({"equity"}), frozenset({"control"})
ASIDE = frozenset({"warrants", "management"})


@dataclass(frozen=True)
class StakeValue:
    """An interest as its source states it. The share is a fraction; None or unknown is never zero."""

    id: UUID
    owner: UUID
    owned: UUID
    share: Amount | None = None
    kind: str = "equity"
    direct: bool = True
    start: When | None = None
    end: When | None = None
    certainty: str = "entered"


@dataclass(frozen=True)
class Bounds:
    """The least and the most a share can be, as fractions; 0 to 1 says that nothing is known."""

    low: Decimal = ZERO
    high: Decimal = ONE

    @property
    def is_known(self) -> bool:
        return (self.low, self.high) != (ZERO, ONE)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def rounded(self) -> Bounds:
        """To nine places, inside 0 to 1."""
        low, high = (min(max(b, ZERO), ONE).quantize(_PLACES, rounding=ROUND_HALF_EVEN) for b in (self.low, self.high))
        return Bounds(low, high)

    def to_amount(self) -> Amount:
        """The same as an amount; no more is said than is known."""
        if self.is_exact:
            return Amount.exact(self.low)
        if not self.is_known:
            return Amount.unknown()
        if self.low == ZERO:
            return Amount("at most", high=self.high)
        return Amount("at least", low=self.low) if self.high == ONE else Amount("range", low=self.low, high=self.high)

    def in_words(self) -> str:
        """"50.1 %", "20 % to 30 %", "not known"."""
        if not self.is_known:
            return "not known"
        if self.is_exact:
            return percent(self.low)
        if self.low == ZERO:
            return f"at most {percent(self.high)}"
        return f"at least {percent(self.low)}" if self.high == ONE else f"{percent(self.low)} to {percent(self.high)}"


UNKNOWN = Bounds()


def percent(share: Decimal) -> str:
    """A fraction as a percentage with at most four decimals."""
    return f"{plain((share * 100).quantize(Decimal('1E-4'), rounding=ROUND_HALF_EVEN))} %"


def bounds_of(share: Amount | None) -> Bounds:
    """The bounds that an amount states; what lies outside 0 to 1 is cut off (checks.py reports it)."""
    if share is None or not share.is_known:
        return UNKNOWN
    low, _, high = share.bounds
    return Bounds(min(max(low if low is not None else ZERO, ZERO), ONE), min(max(high if high is not None else ONE, ZERO), ONE))


def holds_on(stake: StakeValue, day: date) -> bool | None:
    """Whether a stake is held on a day: None when its imprecise dates leave that open.

    Without a start it is held for as long as anybody knows. Half-open: on the day it ends it is no longer held.
    """
    if (stake.start and not stake.start.perhaps_by(day)) or (stake.end and stake.end.surely_by(day)):
        return False
    begun = stake.start is None or stake.start.surely_by(day)
    ended = stake.end is not None and stake.end.perhaps_by(day)
    return True if begun and not ended else None


def weakest(certainties: Iterable[str]) -> str:
    """The least certain of them; without any, nobody said."""
    return min(certainties, key=rank, default=CERTAINTIES[-1])


def rank(certainty: str) -> int:
    """0 for the weakest; an unheard-of certainty counts as the weakest."""
    return CERTAINTIES.index(certainty) if certainty in CERTAINTIES else 0
