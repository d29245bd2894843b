"""OpenSanctions targets.simple.csv: one target a row, several values in a cell separated by semicolons."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from parties.screening.readers.shapes import countries, identifiers, names
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
            for column in ("id", "schema", "name"):
                if not cells[column]:
                    raise ListRefused(path.name, row, f'has no "{column}"')
            if cells["schema"] not in KINDS:
                left_out[cells["schema"]] = left_out.get(cells["schema"], 0) + 1
                continue
            yield path.name, row, _entry(path.name, row, cells)
    notices.extend(f"{count:,} of schema {schema} left out: no party" for schema, count in sorted(left_out.items()))


def _entry(file: str, row: int, cells: dict[str, str]) -> Listed:
    aliases, lands, numbers = (_parts(file, row, cells, column) for column in ("aliases", "countries", "identifiers"))
    side = Side(
        KINDS[cells["schema"]], names(cells["name"], aliases), countries(lands),
        identifiers(("registration number", value) for value in numbers),
    )  # fmt: skip
    programme = cells.get("program_ids") or cells["sanctions"]
    return Listed(cells["id"], side, programme[:1000], cells["dataset"][:1000], f"https://www.opensanctions.org/entities/{cells['id']}/")


def _parts(file: str, row: int, cells: dict[str, str], column: str) -> list[str]:
    """A cell is itself a row with semicolons: a value that holds one stands in quotes. Raises ListRefused."""
    try:
        found = next(csv.reader([cells[column].replace("\r", " ")], delimiter=";"), [])
    except csv.Error as error:
        raise ListRefused(file, row, f'has a "{column}" that is no row with semicolons ({error})') from None
    return [part.strip() for part in found if part.strip()]
