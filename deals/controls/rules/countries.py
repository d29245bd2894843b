"""Countries as they are entered in a case: an ISO 3166-1 code, a name that means one country, or unknown."""
from __future__ import annotations

from deals.hardware.calc.naming import UNKNOWN_WORDS
from dealtracker.countries import country_code


class CountryError(ValueError):
    """A text that names no country."""


def read_country(value: object) -> str | None:
    """A code in capitals, None for null or a word that says unknown; raises CountryError."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise CountryError(f"must be a country code in text, not {type(value).__name__}")
    if value.strip().casefold() in UNKNOWN_WORDS:
        return None
    if code := country_code(value):
        return code
    raise CountryError(f'"{value.strip()[:40]}" is neither an ISO 3166-1 code nor the English name of one country')
