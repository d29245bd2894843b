"""Plain arithmetic on chips: throughput, names, equivalents, units. Shapes and policies only; the figures are data."""
from __future__ import annotations

from deals.hardware.calc.catalogue_file import CatalogueError, parse_catalogue
from deals.hardware.calc.chip import Catalogue, Chip, Naming, Sourced
from deals.hardware.calc.equivalents import EquivalenceTable, PowerTable, h100_equivalents, megawatts
from deals.hardware.calc.naming import NameMatch, resolve
from deals.hardware.calc.performance import performance_density, tpp, tpp_by_precision
from deals.hardware.calc.quantity import QuantityError
from deals.hardware.calc.reconcile import Mismatch, reconcile
from deals.hardware.calc.units import UnitPolicy, in_chips

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Chip",
    "EquivalenceTable",
    "Mismatch",
    "NameMatch",
    "Naming",
    "PowerTable",
    "QuantityError",
    "Sourced",
    "UnitPolicy",
    "h100_equivalents",
    "in_chips",
    "megawatts",
    "parse_catalogue",
    "performance_density",
    "reconcile",
    "resolve",
    "tpp",
    "tpp_by_precision",
]
