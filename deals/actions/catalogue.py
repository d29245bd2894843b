"""The verb that brings the shipped chips into the database."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from deals.hardware.calc.chip import Catalogue, Chip
from deals.hardware.models import HardwareModel
from dealtracker.access.walls import set_reason

_COLUMNS = ("vendor", "name", "figures", "tpp", "performance_density")
# A chip has the same id in every database, so that dossiers and bookmarks lead to it.
_IDS = uuid.UUID("6f6b1c3e-2f0a-4f55-9f0e-5d0b8a6f7c11")


def save_catalogue(*, catalogue: Catalogue) -> tuple[int, int]:
    """Adds chips that are missing and corrects those whose figures changed; gives how many of each.

    Aliases that people added are kept, and no chip is removed. The caller's transaction has the walls set.
    """
    with transaction.atomic():
        set_reason(f"catalogue {catalogue.version}")
        stored = {model.slug: model for model in HardwareModel.rows.select_for_update().order_by("slug")}
        new, changed = [], []
        for chip in catalogue.chips:
            columns, model = _columns(chip), stored.get(chip.key)
            if model is None:
                new.append(HardwareModel(id=uuid.uuid5(_IDS, chip.key), slug=chip.key, **columns))
            elif any(getattr(model, name) != value for name, value in columns.items()):
                for name, value in columns.items():
                    setattr(model, name, value)
                changed.append(model)
        HardwareModel.rows.bulk_create(new)
        HardwareModel.rows.bulk_update(changed, _COLUMNS)
    return len(new), len(changed)


def _columns(chip: Chip) -> dict[str, Any]:
    """`figures` is all that the catalogue says of the chip; the two computed figures have columns to sort by."""
    return {
        "vendor": chip.vendor, "name": chip.name, "figures": chip.to_json(),
        "tpp": _rounded(chip, "tpp", 2), "performance_density": _rounded(chip, "performance_density", 4),
    }  # fmt: skip


def _rounded(chip: Chip, name: str, places: int) -> Any:
    value = chip.figure(name)
    return None if value is None else round(value, places)
