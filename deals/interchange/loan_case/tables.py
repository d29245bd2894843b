"""Rows of an answer: each figure is text beside the code of the rule it came by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deals.ledger.calc.rounding import rounded
from dealtracker.money import minor_units, plain

Figure = tuple[str | None, str]
RATE_PLACES, ACCRUAL_PLACES = 12, 6


def cash(value: Decimal | Fraction | None, currency: str) -> str | None:
    """Money with all places of its currency; None stays None."""
    return None if value is None else f"{rounded(value, minor_units(currency)):f}"


def exact(value: Fraction | Decimal, places: int = ACCRUAL_PLACES) -> str:
    """An unrounded figure, shown to a fixed number of places."""
    return f"{rounded(value, places):f}"


def rate(value: Fraction | Decimal | None) -> str | None:
    """A rate as a plain fraction of one."""
    return None if value is None else plain(rounded(value, RATE_PLACES))


def row(labels: dict[str, Any], **figures: Figure) -> dict[str, Any]:
    """{label…, figure…, "rules": {figure: rule}}; dates become text."""
    named = {key: str(value) if isinstance(value, date) else value for key, value in labels.items()}
    return {
        **named,
        **{key: text for key, (text, _) in figures.items()},
        "rules": {k: r for k, (_, r) in figures.items()},
    }
