"""What the catalogue tells of a chip as known on a day. Plain Python.

The catalogue's sources bear no day of their own. What does is the release, by which a chip and its figures are public,
and the period that a price is of, which nobody can have told before it began.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dealtracker.periods import When


def figures_by(figures: Mapping[str, Any], day: date) -> dict[str, Any]:
    """A chip's catalogued figures without a price of a period that begins after the day."""
    price = figures.get("price_usd")
    is_known = price is None or _last(str(price["as_of"])).perhaps_by(day)
    return dict(figures) if is_known else {**figures, "price_usd": None}


def catalogued_by(version: str, day: date) -> bool:
    """Whether the catalogue of this version ("2026-11") was made by the day: from then on all of it is known."""
    return When.parse(version).surely_by(day)


def _last(period: str) -> When:
    """ "2024-2026" is of all these years, the last of which has to have begun; "2026-01" is a month."""
    first, _, last = period.partition("-")
    return When.parse(last if len(last) == len(first) else period)
