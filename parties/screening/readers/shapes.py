"""Small things that several lists write alike: countries, identifiers, lists inside a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dealtracker.countries import country_code
from parties.register.calc import fold, lei_is_valid
from parties.screening.rules import Name

# Words by which lists introduce a number, and the scheme it is of.
_SCHEMES = {
    "lei": "lei", "legal entity number": "lei", "lei code": "lei", "wikidata": "wikidata", "wikidataid": "wikidata",
    "registration number": "registry", "registration id": "registry", "registrationnumber": "registry",
    "company number": "registry", "business registration number": "registry", "unified social credit code uscc": "registry",
    "uscc code": "registry", "usccode": "registry", "ogrn": "registry", "ogrncode": "registry", "tax id no": "tax",
    "tax identification number": "tax", "taxnumber": "tax", "inn": "tax", "inncode": "tax", "vatcode": "tax", "ticker": "ticker",
    "imonumber": "imo", "imo number": "imo",
}  # fmt: skip
_IMO = re.compile(r"IMO([0-9]{7})", re.ASCII)
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}", re.ASCII)
_LONGEST = 1000


def country(text: str) -> str:
    """An ISO code from a code or an English name; "" for what is neither."""
    return country_code(text) or ""


def countries(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(country, texts)))


def identifier(kind: str, value: str) -> tuple[str, str] | None:
    """(scheme, value) of a number by the words before it; an LEI is known by its own check digits, an IMO number by its mark."""
    value = "".join(value.split()).upper()[:80]
    if not value:
        return None
    if _LEI.fullmatch(value) and lei_is_valid(value):
        return "lei", value
    if ship := _IMO.fullmatch(value):
        return "imo", ship[1]
    scheme = _SCHEMES.get(fold(kind)) or _SCHEMES.get(kind.casefold().strip(" .:"))
    return (scheme, value) if scheme and scheme != "lei" else None


def identifiers(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(found for kind, value in pairs if (found := identifier(kind, value)))


def web(url: str) -> str:
    """An address that a browser may be sent to; "" for anything else that a file gives as one."""
    return url[:2000] if re.match(r"https?://[^\s/]", url, re.IGNORECASE) else ""


def split_cell(cell: str) -> list[str]:
    """The parts of a cell that holds several, separated by semicolons."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def names(primary: str, others: Iterable[str] = (), weak: Iterable[str] = ()) -> tuple[Name, ...]:
    """The primary name first, each once, on one line, cut to what a table holds."""
    found: dict[str, Name] = {}
    for texts, is_weak in (((primary, *others), False), (weak, True)):
        for text in (" ".join(text.split())[:_LONGEST] for text in texts):
            found.setdefault(text, Name(text, is_weak))
    return tuple(name for text, name in found.items() if text)
