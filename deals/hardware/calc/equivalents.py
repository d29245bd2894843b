"""H100-equivalents and megawatts, each by a table with a version: the same chips give the same figure later on."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Self

from deals.hardware.calc.quantity import QuantityError, times
from dealtracker.money import Amount


@dataclass(frozen=True)
class EquivalenceTable:
    """Chips of the reference model that one chip counts for, by the figure named in `basis`."""

    version: str
    reference: str
    basis: str
    factors: Mapping[str, Decimal]
    note: str

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        factors = MappingProxyType({key: Decimal(value) for key, value in row["factors"].items()})
        return cls(row["version"], row["reference"], row["basis"], factors, row["note"])


@dataclass(frozen=True)
class PowerTable:
    """Watts per chip (design power) and the factors from chip to IT load and from IT load to site load.

    `bound` is "at least" where the factors leave out what is certainly drawn (a table of chips alone).
    """

    version: str
    watts: Mapping[str, Decimal]
    it_factor: Decimal
    site_factor: Decimal
    bound: str
    source: str

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        watts = MappingProxyType({key: Decimal(value) for key, value in row["watts"].items()})
        factors = Decimal(row["it_factor"]), Decimal(row["site_factor"])
        return cls(row["version"], watts, *factors, row["bound"], row["source"])


def h100_equivalents(chips: Amount, *, chip: str, table: EquivalenceTable) -> Amount:
    """A count of chips as H100-equivalents; raises QuantityError when the table has no factor for the chip."""
    if chip not in table.factors:
        raise QuantityError(f"the table {table.version} has no factor for {chip}: its {table.basis} is unknown")
    found = times(chips, table.factors[chip], f"by {table.version}")
    return found if table.factors[chip] == 1 else _about(found)


def megawatts(chips: Amount, *, chip: str, table: PowerTable) -> Amount:
    """A count of chips as MW of site load; raises QuantityError when the table has no watts for the chip.

    With a table of chips alone a point becomes a lower bound, and an upper bound says nothing about the upper.
    """
    if chip not in table.watts:
        raise QuantityError(f"the table {table.version} has no power for {chip}: its design power is unknown")
    factor = table.watts[chip] * table.it_factor * table.site_factor / 1_000_000
    load = times(chips, factor, f"by {table.version}")
    return _about(load) if table.bound == "point" else _lower_bound(load)


def _about(found: Amount) -> Amount:
    """What a table gives is modelled, and never exact, however exact the count."""
    return replace(found, kind="approx") if found.kind == "exact" else found


def _lower_bound(load: Amount) -> Amount:
    low = load.bounds[0]
    return Amount("at least", low=low, words=load.words) if low is not None else Amount.unknown(load.words)
