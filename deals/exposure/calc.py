"""What a facility's stated amount counts as, over time. Plain Python; unknown stays None, weights never add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deals.timeline.calc import Stage
from dealtracker.money import Amount, minor_units

# (stage, commitment) → weight. A deal only talked about has proposed amounts, never commitments.
_EARLY, _LATE = ("talks", "marketing"), ("committed", "signed", "closed")
WEIGHT = {
    **{(stage, words): "proposed" for stage in _EARLY for words in ("proposed", "unknown")},
    ("talks", "committed"): "proposed",
    # Underwritten and now being placed with others: whoever underwrote it is bound.
    ("marketing", "committed"): "committed",
    **{(stage, words): "possible" for stage in (*_EARLY, *_LATE) for words in ("conditional", "uncommitted option")},
    **{(stage, words): "committed" for stage in _LATE for words in ("committed", "unknown", "proposed")},
}


@dataclass(frozen=True)
class Position:
    """A facility's stated amount on [start, end) in minor units, with its weight."""

    weight: str
    currency: str
    start: date
    end: date
    low: int | None
    point: int | None
    high: int | None


def minor(value: Decimal | None, currency: str) -> int | None:
    """Whole minor units of a decimal; None stays None."""
    return None if value is None else int(value.scaleb(minor_units(currency)))


def positions(*, amount: Amount | None, commitment: str, stages: Sequence[Stage]) -> list[Position]:
    """Periods in which the stated amount stands, from its facility's stages; none while the stage is not known."""
    if amount is None or not amount.is_known:
        return []
    low, point, high = (minor(bound, amount.currency) for bound in amount.bounds)
    found: list[Position] = []
    for stage in stages:
        weight = WEIGHT.get((stage.stage, commitment))
        if weight is None:
            continue
        if found and found[-1].weight == weight and found[-1].end == stage.start:
            found[-1] = Position(weight, amount.currency, found[-1].start, stage.end, low, point, high)
        else:
            found.append(Position(weight, amount.currency, stage.start, stage.end, low, point, high))
    return found
