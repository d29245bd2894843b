"""What a facility's stated amount counts as, over time. Plain Python; unknown stays None, weights never add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deals.timeline.calc import Stage
from dealtracker.money import Amount, minor_units
from dealtracker.periods import OPEN_END

# (stage, commitment) → weight. A deal only talked about has proposed amounts, never commitments.
_EARLY, _LATE = ("talks", "marketing"), ("committed", "signed", "closed")
# Where no source tells of a stage, what is stated of the commitment tells alone.
UNSTAGED = "not stated"
WEIGHT = {
    **{(stage, words): "proposed" for stage in _EARLY for words in ("proposed", "unknown")},
    ("talks", "committed"): "proposed",
    # Underwritten and now being placed with others: whoever underwrote it is bound.
    ("marketing", "committed"): "committed",
    (UNSTAGED, "committed"): "committed",
    **{(UNSTAGED, words): "proposed" for words in ("proposed", "unknown")},
    **{(stage, words): "possible" for stage in (UNSTAGED, *_EARLY, *_LATE) for words in ("conditional", "uncommitted option")},
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


def bounds(amount: Amount) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """(low, point, high) as far as stated. Only an exact figure is its own bounds: of "about" nobody says how far it may be off."""
    return (None, amount.point, None) if amount.kind == "approx" else amount.bounds


def minor(value: Decimal | None, currency: str) -> int | None:
    """Whole minor units of a decimal; None stays None."""
    return None if value is None else int(value.scaleb(minor_units(currency)))


def spans(stages: Sequence[Stage], since: date | None) -> list[tuple[str, date, date]]:
    """(stage, start, end); a facility of which no stage but its end is known is UNSTAGED from `since` until it ends."""
    if since is None or any(stage.stage != "ended" for stage in stages):
        return [(stage.stage, stage.start, stage.end) for stage in stages]
    end = min((stage.start for stage in stages), default=OPEN_END)
    return [(UNSTAGED, since, end)] if since < end else []


def weights(
    *, commitment: str, stages: Sequence[Stage], since: date | None = None
) -> list[tuple[str, date, date]]:
    """(weight, start, end) of a facility from its stages; without any, from `since` on. Neighbours differ."""
    found: list[tuple[str, date, date]] = []
    for stage, start, end in spans(stages, since):
        weight = WEIGHT.get((stage, commitment))
        if weight is None:
            continue
        if found and (found[-1][0], found[-1][2]) == (weight, start):
            start = found.pop()[1]
        found.append((weight, start, end))
    return found


def positions(
    *, amount: Amount | None, commitment: str, stages: Sequence[Stage], since: date | None = None
) -> list[Position]:
    """Periods in which the stated amount stands, by the weights of its facility."""
    if amount is None or not amount.is_known:
        return []
    low, point, high = (minor(bound, amount.currency) for bound in bounds(amount))
    periods = weights(commitment=commitment, stages=stages, since=since)
    return [Position(weight, amount.currency, start, end, low, point, high) for weight, start, end in periods]
