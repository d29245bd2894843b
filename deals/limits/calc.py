"""Against a limit: how much is used at least and at most, what is left, and whether it is over. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# What a limit can be set on; all are of what is committed. A net figure puts participants in their grantors' place.
FIGURES = ("committed", "outstanding", "exposure", "net committed", "net outstanding", "net exposure")
# Where a sum stands: `incomplete` is within by what is known of it, which is not all; `may be over` only if what is
# open-ended comes high; `not known` has no figure at all.
STATES = ("within", "incomplete", "may be over", "over", "not known")


@dataclass(frozen=True)
class Part:
    """The parts of one basis and currency, in the limit's currency; None where there is no rate for them.

    `least` sums what is at least known, `most` what it can be at most (None: one part has no upper bound); `parts` of
    which `known` have any figure.
    """

    basis: str
    currency: str
    parts: int
    known: int
    least: Decimal | None
    most: Decimal | None


@dataclass(frozen=True)
class Use:
    """A limit's sum over its bases. `least` never says more than is known; `most` is None where it has no bound."""

    least: Decimal | None
    most: Decimal | None
    parts: int
    known: int
    unconverted: tuple[str, ...]

    def headroom(self, amount: Decimal) -> Decimal | None:
        """Left by what is known; below zero when over; None where nothing is known."""
        return None if self.least is None else amount - self.least

    def state(self, amount: Decimal) -> str:
        """One of STATES. Exactly at the limit is within, where all parts are known, bounded and converted."""
        if self.least is not None and self.least > amount:
            return "over"
        if self.most is not None and self.most <= amount and self.known == self.parts and not self.unconverted:
            return "within" if self.parts else "not known"
        if self.least is None:
            return "not known"
        return "may be over" if self.most is not None and self.most > amount else "incomplete"


def used(parts: Iterable[Part]) -> Use:
    """The sum over bases and currencies: a limit asks for the whole, so here bases are added, and the page says so.

    Unknown is never zero: a part without a figure is counted in `parts` and missing from `known`; a currency without a
    rate is named and left out of both sums.
    """
    found = list(parts)
    least = [part.least for part in found if part.least is not None]
    unconverted = {part.currency for part in found if part.known and part.least is None and part.most is None}
    is_bounded = all(part.most is not None for part in found if part.known) and not unconverted
    most = [part.most for part in found if part.most is not None]
    return Use(
        sum(least, Decimal(0)) if least else None, sum(most, Decimal(0)) if most and is_bounded else None,
        sum(part.parts for part in found), sum(part.known for part in found), tuple(sorted(unconverted)),
    )  # fmt: skip
