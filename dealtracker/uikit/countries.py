"""How a country is written on a page."""

from __future__ import annotations

from dealtracker.countries import NAMES


def country_name(code: str | None) -> str:
    """The short English name of an alpha-2 code; an unknown code is given back as it came, none as ""."""
    return NAMES.get((code or "").upper(), code or "")
