"""How a stated value stands to the one that stands: proposed for a person to settle, never decided here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealtracker.evidence.rules.sameness import figure, headline, is_amount, is_prose, value_key

# "About 300m" for 297.5m is a rounding; what lies further apart is another value.
ROUNDING = Decimal("0.025")


def relation_of(stated: Any, standing: Any) -> str:
    """same, rounds, converts, less specific or contradicts; "" where nothing stands to compare with.

    Amounts in two currencies may be a conversion; a bound or a range that holds the standing figure is less specific;
    running words are never compared.
    """
    if standing is None or stated is None:
        return ""
    if is_prose(stated) or is_prose(standing) or value_key(stated) == value_key(standing):
        return "same"
    if is_amount(stated) and is_amount(standing):
        return _of_amounts(stated, standing)
    if isinstance(stated, str) and isinstance(standing, str) and standing.startswith(stated):
        return "less specific"
    return "contradicts"


def _of_amounts(stated: dict[str, Any], standing: dict[str, Any]) -> str:
    if stated.get("currency") != standing.get("currency"):
        return "converts"
    ours, theirs = headline(stated), headline(standing)
    if ours is None or theirs is None:
        return "less specific"
    if _holds(stated, theirs):
        return "less specific"
    if ours == theirs or abs(ours - theirs) <= ROUNDING * max(abs(ours), abs(theirs)):
        return "same" if ours == theirs else "rounds"
    return "contradicts"


def _holds(bounds: dict[str, Any], point: Decimal) -> bool:
    """Whether an open or closed range holds the figure."""
    low, high = figure(bounds, "low"), figure(bounds, "high")
    if low is None and high is None:
        return False
    return (low is None or low <= point) and (high is None or point <= high)
