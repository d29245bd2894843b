"""What a chip of a filter is called, and which values such a filter takes."""

from __future__ import annotations

from deals.hardware.calc.families import chip_name, families, near_slugs
from deals.hardware.catalogue import load_catalogue
from deals.hardware.models import HardwareModel


def known_chip(slug: str) -> bool:
    """Whether deals can be asked for by this slug: a chip or a family of the catalogue, or a chip entered here."""
    catalogue = load_catalogue()
    shipped = slug in catalogue.by_key or slug in families(catalogue)
    return shipped or HardwareModel.rows.filter(slug=slug).exists()


def chip_hint(text: str) -> str:
    """What a name that is no chip of the catalogue may have meant; empty where it is one, or is like none."""
    near = () if known_chip(text) else near_slugs(text[:100], load_catalogue())
    return f"did you mean {' or '.join(near)}?" if near else ""


def chip_words(slug: str) -> str:
    """A slug as a reader says it: "NVIDIA H100, any variant"."""
    return chip_name(slug, load_catalogue())
