"""The shipped catalogue: chips, tables of equivalents, power and units, read from the files beside this one."""
from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from deals.hardware.calc.catalogue_file import parse_catalogue
from deals.hardware.calc.chip import Catalogue
from deals.hardware.calc.equivalents import EquivalenceTable, PowerTable
from deals.hardware.calc.units import UnitPolicy

_FOLDER = Path(__file__).parent


@cache
def load_catalogue(path: Path = _FOLDER / "chips.json") -> Catalogue:
    """The chips of a catalogue file; raises CatalogueError naming the place, OSError when the file is missing."""
    return parse_catalogue(json.loads(path.read_text(encoding="utf-8")))


@cache
def load_equivalence_tables() -> dict[str, EquivalenceTable]:
    """Versions of the H100-equivalents table, by version."""
    return {row["version"]: EquivalenceTable.from_json(row) for row in _rows("equivalents.json")}


@cache
def load_power_tables() -> dict[str, PowerTable]:
    """Versions of the chips-to-megawatts table, by version."""
    return {row["version"]: PowerTable.from_json(row) for row in _rows("power.json")}


@cache
def load_unit_policies() -> dict[str, UnitPolicy]:
    """Policies that turn servers, racks or systems into chips, by name."""
    return {row["name"]: UnitPolicy.from_json(row) for row in _rows("units.json")}


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return rows
