"""Readers of list files: one module per format, one table of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parties.screening.readers import csl, ftm, ofac, opensanctions
from parties.screening.readers.strict import FileSeen, ListRefused, look_at
from parties.screening.rules import Listed

READERS: dict[str, Any] = {
    "csl-csv": csl.read_csv,
    "csl-json": csl.read_json,
    "opensanctions": opensanctions.read,
    "ftm": ftm.read,
    "ofac-sdn": ofac.read,
}


def read_list(kind: str, files: Sequence[Path], notices: list[str]) -> Iterator[Listed]:
    """The entries of a list file by file; raises ListRefused, also for an entry that stands twice or a list of none."""
    refs: dict[str, int] = {}
    for file, row, entry in READERS[kind](files, notices):
        if len(entry.ref) > 200:
            raise ListRefused(file, row, "has an identifier of more than 200 characters")
        if entry.ref in refs:
            raise ListRefused(file, row, f'gives the entry "{entry.ref}" again; row {refs[entry.ref]} has it already')
        refs[entry.ref] = row
        yield entry
    if not refs:
        raise ListRefused(", ".join(path.name for path in files), 0, "holds no entry; fetch it again")


__all__ = ["READERS", "FileSeen", "ListRefused", "Listed", "look_at", "read_list"]
