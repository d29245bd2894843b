"""Whether the words of an amount still say the figure that stood before it was changed. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dealtracker.evidence.reading.folding import fold
from dealtracker.evidence.reading.numbers import numbers
from dealtracker.evidence.reading.vocabulary import VOCABULARIES
from dealtracker.money import AmountError, parse_decimal

_FIGURES = ("low", "point", "high")


def still_earlier(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True where figure or currency changed and the words did not, unless those words say the new figure: so
    a slip of the pen in a figure can be put right."""
    words = (after.get("words") or "").strip()
    if not words or words != (before.get("words") or "").strip():
        return False
    if after.get("currency") and before.get("currency") != after["currency"]:
        return True
    figures = _figures(after)
    return figures != _figures(before) and not _says(words, figures)


def _figures(amount: Mapping[str, Any]) -> frozenset[Decimal]:
    """The figures, whichever part they stand in; what is no figure is told elsewhere."""
    found = set()
    for name in _FIGURES:
        try:
            found.add(parse_decimal(amount.get(name, "")))
        except AmountError:
            continue
    return frozenset(found)


def _says(words: str, figures: frozenset[Decimal]) -> bool:
    """Whether the words, read in any language of the reader, hold every one of the figures."""
    folded = fold(words)
    return bool(figures) and any(
        figures <= {number.value for number in numbers(folded, 0, len(folded), vocabulary)}
        for vocabulary in VOCABULARIES.values()
    )
