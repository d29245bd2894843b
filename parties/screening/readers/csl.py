"""The US Consolidated Screening List as trade.gov publishes it: consolidated.csv and consolidated.json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parties.screening.readers.shapes import countries, identifiers, names, split_cell, web
from parties.screening.readers.strict import ListRefused, document, items_of, table, text_of, texts_of, word_of
from parties.screening.rules import Listed, Side

REQUIRED = ("_id", "source", "type", "programs", "name", "addresses", "alt_names", "source_list_url")
KNOWN = (
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
    "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type",
    "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names",
    "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
)  # fmt: skip
_KINDS = {"individual": "person", "entity": "company", "vessel": "vessel", "aircraft": "aircraft"}
# "Registration ID, 12-34, CN": the words, the number, and perhaps the country in a cell's part.
_ID = re.compile(r"^([^,]+),\s*([^,]+)")


def read_csv(files: Sequence[Path], notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """(file, row, entry) of consolidated.csv; raises ListRefused."""
    for path in files:
        for row, cells in table(path, required=REQUIRED, known=KNOWN, notices=notices):
            yield path.name, row, _from_cells(path.name, row, cells)


def _from_cells(file: str, row: int, cells: dict[str, str]) -> Listed:
    for column in ("_id", "name", "source"):
        if not cells[column]:
            raise ListRefused(file, row, f'has no "{column}"')
    ends = [address.rpartition(",")[2] for address in split_cell(cells["addresses"])]
    where = [*ends, *split_cell(cells.get("nationalities", "")), *split_cell(cells.get("citizenships", ""))]
    numbers = [match.groups() for part in split_cell(cells.get("ids", "")) if (match := _ID.match(part))]
    side = Side(
        _kind(cells["type"]), names(cells["name"], split_cell(cells["alt_names"])), countries(where),
        identifiers((kind, value) for kind, value in numbers),
    )  # fmt: skip
    return Listed(cells["_id"], side, cells["programs"], cells["source"], web(cells["source_list_url"]))


def read_json(files: Sequence[Path], notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """(file, place in "results", entry) of consolidated.json; raises ListRefused."""
    for path in files:
        found = document(path)
        results = found.get("results") if isinstance(found, dict) else found
        if not isinstance(results, list):
            raise ListRefused(path.name, 0, 'has no list "results"; it is not the Consolidated Screening List')
        if isinstance(found, dict) and isinstance(total := found.get("total"), int) and total > len(results):
            raise ListRefused(path.name, 0, f"says that it has {total:,} entries and holds {len(results):,}; fetch the whole list")
        for place, entry in enumerate(results, 1):
            if not isinstance(entry, dict):
                raise ListRefused(path.name, place, "is not an object")
            yield path.name, place, _from_object(path.name, place, entry)


def _from_object(file: str, row: int, entry: dict[str, Any]) -> Listed:
    name, source = text_of(file, row, entry, "name", needed=True), text_of(file, row, entry, "source", needed=True)
    key = "id" if entry.get("id") or "_id" not in entry else "_id"
    addresses = [text_of(file, row, a, "country") for a in items_of(file, row, entry, "addresses", dict, "objects")]
    where = [*addresses, *texts_of(file, row, entry, "nationalities"), *texts_of(file, row, entry, "citizenships")]
    ids = items_of(file, row, entry, "ids", dict, "objects")
    numbers = ((text_of(file, row, one, "type"), word_of(file, row, one, "number")) for one in ids)
    side = Side(
        _kind(text_of(file, row, entry, "type")), names(name, texts_of(file, row, entry, "alt_names")), countries(where),
        identifiers(numbers),
    )  # fmt: skip
    programmes = "; ".join(texts_of(file, row, entry, "programs"))
    url = web(text_of(file, row, entry, "source_list_url"))
    return Listed(word_of(file, row, entry, key, needed=True), side, programmes, source, url)


def _kind(said: str) -> str:
    """Several of its lists do not say: then nobody knows."""
    return _KINDS.get(said.casefold(), "unknown")
