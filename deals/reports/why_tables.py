"""The factors of versioned tables and policies of hardware as leaves of a tree, each with the version that has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from deals.hardware.catalogue import load_equivalence_tables, load_power_tables, load_unit_policies
from dealtracker.money import plain

Row = dict[str, Any]
_WATTS = Decimal(1_000_000)


def _factor(by: str, of: str, name: str, amount: Decimal, source: str = "", *, power: int = 1) -> Row:
    """A factor of a table or policy with its version; its source is what the table says of itself, told once a table."""
    return {
        "at": f"{by}/{of}", "kind": "table", "name": name, "amount": plain(amount), "currency": "", "power": str(power),
        "source": {"publisher": source} if source else None,
    }  # fmt: skip


def policy_leaves(name: str) -> list[Row]:
    """The chips in one unit by a policy of this name; none where the source counts chips."""
    one = load_unit_policies().get(name)
    return [_factor(one.name, one.unit, f"chips in one {one.unit} by {one.name}", one.chips_per_unit, one.source)] if one else []


def _equivalents(by: str, chip: str) -> list[Row]:
    table = load_equivalence_tables()[by]
    return [_factor(by, chip, f"{table.reference} for one {chip} by {by}", table.factors[chip], table.note)]


def _megawatts(by: str, chip: str) -> list[Row]:
    table = load_power_tables()[by]
    return [
        _factor(by, chip, f"watts of one {chip} by {by}", table.watts[chip], table.source),
        _factor(by, "it_factor", "IT load over chips", table.it_factor),
        _factor(by, "site_factor", "site load over IT load", table.site_factor),
        _factor(by, "watts", "watts in one MW", _WATTS, power=-1),
    ]


# figure → the factors of one chip by a version of its table
TABLES: Mapping[str, Callable[[str, str], list[Row]]] = {"h100_equivalents": _equivalents, "megawatts": _megawatts}
