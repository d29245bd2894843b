"""Servers, racks and systems as chips: only by a named policy, never because of a model's name.

A release once said "50,000 GB200 NVL72s" and meant chips: read as racks it would have been 3.6 million.
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from deals.hardware.calc.quantity import QuantityError, times
from dealtracker.money import Amount

UNITS = ("gpu", "server", "rack", "system")


@dataclass(frozen=True)
class UnitPolicy:
    """So many chips in one unit, for the chips named (empty: any); `source` says who says so."""

    name: str
    unit: str
    chips_per_unit: Decimal
    chips: frozenset[str]
    source: str

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        return cls(row["name"], row["unit"], Decimal(row["chips_per_unit"]), frozenset(row["chips"]), row["source"])


def in_chips(quantity: Amount, *, unit: str, chip: str | None, policy: UnitPolicy | None) -> Amount:
    """The quantity as a count of chips. A count of GPUs needs no policy; any other unit does.

    Raises QuantityError when no policy is named, or the policy is for another unit or chip.
    """
    if unit == "gpu":
        return quantity
    if policy is None:
        raise QuantityError(f'a count in "{unit}" becomes chips only by a named policy; name one')
    if policy.unit != unit:
        raise QuantityError(f'the policy "{policy.name}" is for "{policy.unit}", not for "{unit}"')
    if policy.chips and chip not in policy.chips:
        raise QuantityError(f'the policy "{policy.name}" is not for {chip or "an unknown model"}')
    return times(quantity, policy.chips_per_unit, f"by {policy.name}")
