"""OFAC's SDN.CSV with ALT.CSV and ADD.CSV (data specification of 25 September 2023): no header, "-0-" for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from parties.screening.readers.shapes import countries, identifiers, names
from parties.screening.readers.strict import ListRefused, columns
from parties.screening.rules import Listed, Side

_COLUMNS = {"SDN": 12, "ALT": 5, "ADD": 6}
_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "company"}
_BELONGS = re.compile(r"(?:^|; )(?:alt\. )?(?:nationality|citizen|Nationality of Registration) ([^;.(]+)")
_WEAK = re.compile(r"a\.k\.a\. '([^']+)'")
_NUMBER = re.compile(
    r"(Registration ID|Registration Number|Company Number|Legal Entity Number|Tax ID No\.|Business Registration Number"
    r"|Unified Social Credit Code \(USCC\)|Vessel Registration Identification IMO)\s+([A-Za-z0-9./-]*[A-Za-z0-9])"
)  # fmt: skip
_MEANS = {"Vessel Registration Identification IMO": "imo number", "Tax ID No.": "tax id no"}
_SOURCE = "Specially Designated Nationals (SDN) - Treasury Department"
_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="


def read(files: Sequence[Path], notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """(file, row, entry) of SDN.CSV with what the two others say of it; raises ListRefused.

    The three files must belong together: a name or an address of nobody refuses them.
    """
    by_kind = _by_kind(files)
    also, where = _also(by_kind["ALT"]), _where(by_kind["ADD"])
    seen: set[str] = set()
    path = by_kind["SDN"]
    for row, cells in columns(path, count=_COLUMNS["SDN"]):
        number, name, kind, programme, *_, remarks = map(_said, cells)
        if not number.isdigit() or not name:
            raise ListRefused(path.name, row, "has no number or no name; it is not SDN.CSV")
        if kind.casefold() not in _KINDS:
            raise ListRefused(path.name, row, f'has the unknown kind "{kind[:40]}"')
        seen.add(number)
        pairs = ((_MEANS.get(said, said), value) for said, value in _NUMBER.findall(remarks))
        lands = (*(land for _, land in where.get(number, ())), *(land.strip() for land in _BELONGS.findall(remarks)))
        side = Side(
            _KINDS[kind.casefold()], names(name, (text for _, text in also.get(number, ())), _WEAK.findall(remarks)),
            countries(lands), identifiers(pairs),
        )  # fmt: skip
        yield path.name, row, Listed(number, side, programme.replace("] [", "; "), _SOURCE, f"{_URL}{number}")
    for kind, found in (("ALT", also), ("ADD", where)):
        for number, rows in found.items():
            if number not in seen:
                raise ListRefused(
                    by_kind[kind].name, rows[0][0], f"speaks of entry {number}, which {path.name} lacks; take all three of one day"
                )


def _by_kind(files: Sequence[Path]) -> dict[str, Path]:
    """The three files by their names, whatever stands before or behind the three letters."""
    found: dict[str, Path] = {}
    for path in files:
        # All three may be called after the list, as in sdn_alt.csv.
        said = [kind for kind in _COLUMNS if kind in path.stem.upper()]
        kinds = [kind for kind in said if kind != "SDN"] or said
        if len(kinds) != 1 or kinds[0] in found:
            raise ListRefused(path.name, 0, "is not one of SDN.CSV, ALT.CSV and ADD.CSV; give the three by these names")
        found[kinds[0]] = path
    missing = [f"{kind}.CSV" for kind in _COLUMNS if kind not in found]
    if missing:
        raise ListRefused(", ".join(path.name for path in files), 0, f"come without {' and '.join(missing)}; give all three")
    return found


def _also(path: Path) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for row, cells in columns(path, count=_COLUMNS["ALT"]):
        number, _, _, name, _ = map(_said, cells)
        if not number.isdigit() or not name:
            raise ListRefused(path.name, row, "has no number or no name; it is not ALT.CSV")
        found.setdefault(number, []).append((row, name))
    return found


def _where(path: Path) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for row, cells in columns(path, count=_COLUMNS["ADD"]):
        number, _, _, _, land, _ = map(_said, cells)
        if not number.isdigit():
            raise ListRefused(path.name, row, "has no number; it is not ADD.CSV")
        found.setdefault(number, []).append((row, land))
    return found


def _said(cell: str) -> str:
    return "" if cell.strip() == "-0-" else cell.strip()
