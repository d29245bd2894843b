"""OpenSanctions targets.simple.csv: one target a row, several values in a cell separated by semicolons."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from parties.screening.readers.shapes import countries, identifiers, names, split_cell
from parties.screening.readers.strict import ListRefused, table
from parties.screening.rules import Listed, Side

REQUIRED = ("id", "schema", "name", "aliases", "countries", "identifiers", "sanctions", "dataset")
KNOWN = (
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones", "emails",
    "program_ids", "dataset", "first_seen", "last_seen", "last_change",
)  # fmt: skip
# Schemas of people, organisations and things that carry a name worth comparing, and what each counts as.
KINDS = {
    "Person": "person", "Company": "company", "Organization": "company", "LegalEntity": "unknown", "PublicBody": "company",
    "Vessel": "vessel", "Airplane": "aircraft",
}  # fmt: skip


def read(files: Sequence[Path], notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """(file, row, entry) of targets.simple.csv; raises ListRefused."""
    left_out: dict[str, int] = {}
    for path in files:
        for row, cells in table(path, required=REQUIRED, known=KNOWN, notices=notices):
            schema = _needed(path.name, row, cells, "schema")
            if schema in KINDS:
                yield path.name, row, _entry(path.name, row, cells)
            else:
                left_out[schema] = left_out.get(schema, 0) + 1
    notices.extend(not_parties(left_out))


def not_parties(left_out: Mapping[str, int]) -> Iterator[str]:
    """Notices of what was left out, by schema."""
    return (f"{count:,} of schema {schema} left out: no party" for schema, count in sorted(left_out.items()))


def _needed(file: str, row: int, cells: dict[str, str], column: str) -> str:
    if not cells[column]:
        raise ListRefused(file, row, f'has no "{column}"')
    return cells[column]


def _entry(file: str, row: int, cells: dict[str, str]) -> Listed:
    ref, name = (_needed(file, row, cells, column) for column in ("id", "name"))
    aliases, lands, numbers = (_parts(cells[column]) for column in ("aliases", "countries", "identifiers"))
    side = Side(
        KINDS[cells["schema"]], names(name, aliases), countries(lands),
        identifiers(("registration number", value) for value in numbers),
    )  # fmt: skip
    programme = cells.get("program_ids") or cells["sanctions"]
    return Listed(ref, side, programme[:1000], cells["dataset"][:1000], f"https://www.opensanctions.org/entities/{ref}/")


def _parts(cell: str) -> list[str]:
    """A cell is itself a row with semicolons: a value that holds one stands in quotes.

    Where the quotes are not those of a row they belong to the values: no name goes under in its neighbour.
    """
    line = " ".join(cell.splitlines())
    try:
        found = next(csv.reader([line], delimiter=";", strict=True), [])
    except csv.Error:
        return split_cell(line)
    return [part.strip() for part in found if part.strip()]
