"""The base gazetteer, read once from its tables."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dealtracker.evidence.reading.gazetteer.chips import CHIPS
from dealtracker.evidence.reading.gazetteer.parties import PARTIES
from dealtracker.evidence.reading.gazetteer.places import PLACES
from dealtracker.evidence.reading.gazetteer.shape import Chip, Gazetteer, Party, Place

HERE = Path(__file__).parent


def rows(table: str) -> list[list[str]]:
    """Lines of "a | b | c" as lists of trimmed cells."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()]


def names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(",") if name.strip())


@lru_cache(maxsize=1)
def base_gazetteer() -> Gazetteer:
    parties = tuple(
        Party(name, names(more), kind, country)
        for name, kind, country, more in (*rows(PARTIES), *_lines("institutions.txt"))
    )
    chips = tuple(Chip(model, vendor, names(more)) for model, vendor, more in rows(CHIPS))
    places = tuple(Place(name, country, precision, names(more)) for name, country, precision, more in rows(PLACES))
    return Gazetteer(parties, chips, (*places, *_further()))


def _further() -> tuple[Place, ...]:
    """Regions and the cities that no table names, most of them far from any data centre of today."""
    regions = tuple(Place(name, country, kind, names(more)) for name, country, kind, more in _lines("regions.txt"))
    cities = (Place(name, country, "city", _also_bare(names(more))) for name, country, more in _lines("cities.txt"))
    return (*regions, *cities)


def _also_bare(more: tuple[str, ...]) -> tuple[str, ...]:
    """Names with those that a text uses without the word for city: 전주시 and 전주, 石狩市 and 石狩."""
    return (*more, *(name[:-1] for name in more if len(name) > 2 and name[-1] in "市시"))


def _lines(name: str) -> list[list[str]]:
    text = (HERE / name).read_text("utf-8")
    return rows("\n".join(line for line in text.splitlines() if not line.startswith("#")))
