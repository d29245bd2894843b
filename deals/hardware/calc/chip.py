"""A chip and the catalogue of chips as frozen values; every figure carries its sources."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from deals.hardware.calc.performance import BIT_LENGTHS, performance_density, tpp
from dealtracker.money import plain

FIGURES = (
    *BIT_LENGTHS,
    "memory_gb",
    "memory_bandwidth_gb_s",
    "interconnect_gb_s_bidirectional",
    "tdp_w",
    "die_area_mm2",
)
COMPUTED = ("tpp", "performance_density")
_TEXTS = ("key", "name", "vendor", "architecture", "form_factor", "interconnect", "memory_type", "notes")
FLAGS = ("marketed_for_datacenter", "prc_designed", "sold_to_third_parties")


@dataclass(frozen=True)
class Sourced:
    """One figure, flag or date with the pages it was read from; `confirmed` is False for general knowledge."""

    value: Any
    sources: tuple[str, ...]
    confirmed: bool
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        value = plain(self.value) if isinstance(self.value, Decimal) else self.value
        value = value.isoformat() if isinstance(value, date) else value
        note = {"note": self.note} if self.note else {}
        return {"value": value, "sources": list(self.sources), "confirmed": self.confirmed, **note}


@dataclass(frozen=True)
class Naming:
    """How people write the chip: all tokens of one of `any_of` must stand in the text, those of `may_say` may."""

    any_of: tuple[tuple[str, ...], ...]
    may_say: frozenset[str]


@dataclass(frozen=True)
class Price:
    """A range somebody named, in US dollars for one chip; a hint with its date, never a valuation."""

    low: Decimal
    high: Decimal
    as_of: str
    sources: tuple[str, ...]
    confirmed: bool
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        note = {"note": self.note} if self.note else {}
        told = {"as_of": self.as_of, "sources": list(self.sources), "confirmed": self.confirmed}
        return {"low": plain(self.low), "high": plain(self.high), "currency": "USD", **told, **note}


@dataclass(frozen=True)
class Chip:
    """One model. Figures that nobody read are absent, never zero; so is a day of release (None as its value).

    Units stand in the figures' names.
    """

    key: str
    name: str
    vendor: str
    architecture: str
    form_factor: str
    interconnect: str
    memory_type: str
    naming: Naming
    released: Sourced
    flags: Mapping[str, Sourced]
    figures: Mapping[str, Sourced]
    price: Price | None = None
    notes: str = ""

    def figure(self, name: str) -> Decimal | None:
        """A stored figure, or the computed `tpp` or `performance_density`; None when unknown."""
        if name in COMPUTED:
            return self._computed[name]
        return self.figures[name].value if name in self.figures else None

    @cached_property
    def _computed(self) -> Mapping[str, Decimal | None]:
        performance = tpp({name: figure.value for name, figure in self.figures.items()})
        density = performance_density(performance, self.figure("die_area_mm2"))
        return {"tpp": performance, "performance_density": density}

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """Short names that people write, such as "h100" or "4090d"; several chips may share one."""
        return tuple("".join(core) for core in self.naming.any_of)

    def flag(self, name: str) -> bool | None:
        return self.flags[name].value if name in self.flags else None

    def is_confirmed(self, name: str) -> bool:
        """Whether the figure or flag, or all that a computed figure rests on, was read on a page."""
        rests_on = {"tpp": tuple(BIT_LENGTHS), "performance_density": (*BIT_LENGTHS, "die_area_mm2")}.get(name, (name,))
        used = [s for n in rests_on if (s := self.figures.get(n) or self.flags.get(n))]
        return bool(used) and all(s.confirmed for s in used)

    def to_json(self) -> dict[str, Any]:
        """All of it; computed figures are shown to four places, while rules read them unrounded."""
        computed = {n: plain(round(v, 4)) if (v := self.figure(n)) is not None else None for n in COMPUTED}
        named = {n: getattr(self, n) for n in _TEXTS}
        return {
            **named,
            "released": self.released.to_json(),
            "figures": {n: s.to_json() for n, s in self.figures.items()},
            "flags": {n: s.to_json() for n, s in self.flags.items()},
            "computed": computed,
            "price_usd": self.price.to_json() if self.price else None,
        }


@dataclass(frozen=True)
class Catalogue:
    """All chips of one version of the catalogue file, in its order."""

    version: str
    status: str
    sources: Mapping[str, str]
    chips: tuple[Chip, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Chip]:
        return MappingProxyType({chip.key: chip for chip in self.chips})

    def citations(self, sourced: Sourced | Price) -> tuple[str, ...]:
        return tuple(self.sources[s] for s in sourced.sources)
