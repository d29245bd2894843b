"""Chips of the catalogue as a reader checks them: every figure with its citation, what is computed, what the rules see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deals.controls.queries import pack_in_force
from deals.controls.rules import Case
from deals.controls.rules.items import item_of, test_item
from deals.hardware.calc.chip import COMPUTED, Chip, Price, Sourced
from deals.hardware.calc.performance import tpp_by_precision
from deals.hardware.catalogue import load_catalogue, load_equivalence_tables, load_power_tables
from dealtracker.money import plain
from dealtracker.periods import day_words

_BASES = {"tpp": "total processing performance", "fp16_bf16_tflops_dense": "dense 16-bit throughput"}


@dataclass(frozen=True)
class ChipFigure:
    """One figure, flag or date; `citations` are empty for what is computed from the others."""

    name: str
    value: str
    citations: tuple[str, ...]
    confirmed: bool
    note: str = ""


@dataclass(frozen=True)
class ItemTest:
    """A named test of the rule pack; `meets` is None where a figure is not known."""

    name: str
    title: str
    meets: bool | None


@dataclass(frozen=True)
class ChipSheet:
    """`factors` are (version of a table, what it counts, factor) of each table that has this chip."""

    chip: Chip
    figures: tuple[ChipFigure, ...]
    tests: tuple[ItemTest, ...]
    factors: tuple[tuple[str, str, str], ...]


def chip_sheets(*, words: str = "", vendor: str = "") -> list[ChipSheet]:
    """Chips in the catalogue's order whose name or maker has all of `words`."""
    wanted = words.casefold().split()
    return [
        chip_sheet(chip)
        for chip in load_catalogue().chips
        if (not vendor or chip.vendor == vendor)
        and all(word in f"{chip.vendor} {chip.name} {chip.key} {' '.join(chip.aliases)}".casefold() for word in wanted)
    ]


def chip_of(slug: str) -> ChipSheet | None:
    chip = load_catalogue().by_key.get(slug.casefold())
    return chip_sheet(chip) if chip else None


def vendors() -> list[str]:
    return list(dict.fromkeys(chip.vendor for chip in load_catalogue().chips))


def chip_sheet(chip: Chip) -> ChipSheet:
    pack = pack_in_force()
    item = item_of(Case(model=chip.name), load_catalogue())
    tests = (ItemTest(name, pack.item_titles[name], test_item({"item": name}, item, pack.items)) for name in pack.items)
    return ChipSheet(chip, tuple(_figures(chip)), tuple(tests), tuple(_factors(chip)))


def _figures(chip: Chip) -> Iterator[ChipFigure]:
    """Stored figures and flags, then what is computed from them, each with what it rests on."""
    for name, held in (*chip.figures.items(), *chip.flags.items()):
        yield ChipFigure(name, _shown(held.value), _cited(held), held.confirmed, held.note)
    rates = {name: figure.value for name, figure in chip.figures.items()}
    best = {name: value for name, value in tpp_by_precision(rates).items() if value == chip.figure("tpp")}
    for name in COMPUTED:
        value = chip.figure(name)
        if value is not None:
            basis = ", ".join(best) if name == "tpp" else "tpp, die_area_mm2"
            yield ChipFigure(name, plain(round(value, 4)), (), chip.is_confirmed(name), f"computed from {basis}")
    released = day_words(chip.released.value) if chip.released.value else ""
    yield ChipFigure("released", released, _cited(chip.released), chip.released.confirmed, chip.released.note)
    if chip.price:
        told = f"US${plain(chip.price.low)} to {plain(chip.price.high)}, {chip.price.as_of}"
        yield ChipFigure("price_usd", told, _cited(chip.price), chip.price.confirmed, chip.price.note or "a hint, not a valuation")


def _cited(held: Sourced | Price) -> tuple[str, ...]:
    return load_catalogue().citations(held)


def _shown(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else plain(value)


def _factors(chip: Chip) -> Iterator[tuple[str, str, str]]:
    for table in load_equivalence_tables().values():
        if chip.key in table.factors:
            basis = _BASES.get(table.basis, table.basis)
            yield table.version, f"H100-equivalents a chip, by {basis}", plain(table.factors[chip.key])
    for power in load_power_tables().values():
        if chip.key in power.watts:
            load = power.watts[chip.key] * power.it_factor * power.site_factor
            bound = "at least, " if power.bound == "at least" else ""
            yield power.version, f"watts a chip, {bound}with factors {power.it_factor} and {power.site_factor}", plain(load)
