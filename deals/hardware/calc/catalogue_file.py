"""The catalogue file's JSON as frozen values; refuses what it does not know, naming the place."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from deals.hardware.calc.chip import FIGURES, FLAGS, Catalogue, Chip, Naming, Price, Sourced
from dealtracker.money import AmountError, parse_decimal
from dealtracker.periods import DateError, parse_day

SCHEMA = "hardware-catalogue/1"
_TEXTS = ("key", "name", "vendor", "architecture", "form_factor", "interconnect", "memory_type", "notes")
_CHIP = {*_TEXTS, "naming", "released", "flags", "figures", "price_usd"}


class CatalogueError(ValueError):
    """A catalogue that cannot be read; `pointer` says where (JSON pointer)."""

    def __init__(self, message: str, pointer: str) -> None:
        super().__init__(f"{pointer or '/'}: {message}")
        self.pointer = pointer


def parse_catalogue(data: object) -> Catalogue:
    """From the file's JSON ({schema, version, status, sources, chips}); raises CatalogueError."""
    root = _keys(data, {"schema", "version", "status", "sources", "chips"}, "")
    if root["schema"] != SCHEMA:
        raise CatalogueError(f'the schema is "{root["schema"]}"; this program reads {SCHEMA}', "/schema")
    sources = {name: str(_keys(s, {"citation"}, f"/sources/{name}")["citation"]) for name, s in root["sources"].items()}
    chips = tuple(_chip(chip, f"/chips/{i}", sources) for i, chip in enumerate(root["chips"]))
    keys = [chip.key for chip in chips]
    for i, key in enumerate(keys):
        if key in keys[:i]:
            raise CatalogueError(f'the key "{key}" stands twice', f"/chips/{i}/key")
    return Catalogue(str(root["version"]), str(root["status"]), MappingProxyType(sources), chips)


def _chip(data: object, at: str, sources: dict[str, str]) -> Chip:
    row = _keys(data, _CHIP, at)
    naming = _keys(row["naming"], {"any_of", "may_say"}, f"{at}/naming")
    return Chip(
        **{name: _text(row[name], f"{at}/{name}") for name in _TEXTS},
        naming=Naming(tuple(tuple(core) for core in naming["any_of"]), frozenset(naming["may_say"])),
        released=_sourced(row["released"], f"{at}/released", sources, _day_or_none),
        flags=_table(row["flags"], f"{at}/flags", FLAGS, sources, _flag),
        figures=_table(row["figures"], f"{at}/figures", FIGURES, sources, _figure),
        price=_price(row["price_usd"], f"{at}/price_usd", sources) if row["price_usd"] else None,
    )


def _table(
    data: object, at: str, names: tuple[str, ...], sources: dict[str, str], read: Callable[[object, str], Any]
) -> MappingProxyType[str, Sourced]:
    if not isinstance(data, dict):
        raise CatalogueError("must be an object of sourced values", at)
    for name in data:
        if name not in names:
            raise CatalogueError(f'"{name}" is not one of {", ".join(names)}', f"{at}/{name}")
    return MappingProxyType({name: _sourced(value, f"{at}/{name}", sources, read) for name, value in data.items()})


def _sourced(data: object, at: str, sources: dict[str, str], read: Callable[[object, str], Any]) -> Sourced:
    row = _keys(data, {"value", "sources", "confirmed"}, at, optional={"note"})
    cited = _cited(row["sources"], at, sources)
    return Sourced(read(row["value"], f"{at}/value"), cited, row["confirmed"] is True, row.get("note", ""))


def _price(data: object, at: str, sources: dict[str, str]) -> Price:
    row = _keys(data, {"low", "high", "as_of", "sources", "confirmed"}, at, optional={"note"})
    low, high = _figure(row["low"], f"{at}/low"), _figure(row["high"], f"{at}/high")
    cited = _cited(row["sources"], at, sources)
    return Price(low, high, row["as_of"], cited, row["confirmed"] is True, row.get("note", ""))


def _cited(names: object, at: str, sources: dict[str, str]) -> tuple[str, ...]:
    if not isinstance(names, list) or not names:
        raise CatalogueError("must cite at least one source", f"{at}/sources")
    for name in names:
        if name not in sources:
            raise CatalogueError(f'"{name}" is not a source of this file', f"{at}/sources")
    return tuple(names)


def _keys(data: object, needed: set[str], at: str, optional: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise CatalogueError("must be an object", at)
    if missing := needed - set(data):
        raise CatalogueError(f'lacks "{min(missing)}"', at)
    if extra := set(data) - needed - optional:
        raise CatalogueError(f'"{min(extra)}" is not part of it', f"{at}/{min(extra)}")
    return data


def _text(value: object, at: str) -> str:
    if not isinstance(value, str):
        raise CatalogueError("must be text", at)
    return value


def _flag(value: object, at: str) -> bool:
    if not isinstance(value, bool):
        raise CatalogueError("must be true or false; leave it out when unknown", at)
    return value


def _figure(value: object, at: str) -> Decimal:
    try:
        return parse_decimal(value)
    except AmountError as error:
        raise CatalogueError(str(error), at) from None


def _day_or_none(value: object, at: str) -> date | None:
    """Null for a chip that is known by name before any day of its release was read."""
    return None if value is None else _day(value, at)


def _day(value: object, at: str) -> date:
    try:
        return parse_day(value)
    except DateError as error:
        raise CatalogueError(str(error), at) from None
