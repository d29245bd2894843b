"""How names are compared: forms, features with their weights, a score with its reasons. Plain Python."""

from __future__ import annotations

from parties.screening.rules.likeness import likeness
from parties.screening.rules.score import Match, Reason, compare
from parties.screening.rules.tables import ADJUSTMENTS, BASES, LEAST_NEAR, THRESHOLD, VERSION
from parties.screening.rules.values import Link, Listed, Name, Side, digest_of, regimes_of

__all__ = [
    "ADJUSTMENTS", "BASES", "LEAST_NEAR", "THRESHOLD", "VERSION", "Link", "Listed", "Match", "Name", "Reason", "Side",
    "compare", "digest_of", "likeness", "regimes_of",
]  # fmt: skip
