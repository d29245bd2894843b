"""FollowTheMoney entities, one JSON object a line: entities.ftm.json and targets.nested.json are both of this shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from parties.screening.readers.links import SCHEMAS, LinkBook, links_in, name_of
from parties.screening.readers.opensanctions import KINDS
from parties.screening.readers.shapes import countries, identifiers, names, web
from parties.screening.readers.strict import ListRefused, json_lines, text_of, texts_of
from parties.screening.rules import Listed, Side, regimes_of

_COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag")
_NUMBERS = (
    "leiCode", "registrationNumber", "wikidataId", "uscCode", "ogrnCode", "innCode", "taxNumber", "vatCode", "imoNumber",
    "idNumber",
)  # fmt: skip
_CALLED = {"leiCode": "lei", "uscCode": "uscc code"}
_LISTED_TOPICS = ("sanction", "export.control", "export.risk", "debarment")


def read(files: Sequence[Path], notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """(file, row, entry) of every person, organisation, vessel or aircraft that is listed itself, and of whom listed ones
    own or direct by the file's own Ownership and Directorship entities; raises ListRefused.

    Where a file marks its targets, those and whoever has a topic of sanctions or export control are listed; where it
    marks none, everybody is. The files are read twice: first for the links, since a link may stand anywhere.
    """
    book = LinkBook()
    for file, row, ref, schema, data, properties in _entities(files):
        for link in links_in(file, row, ref, schema, properties):
            book.add(link)
        if schema in KINDS and _is_listed(file, row, data, properties):
            book.listed[ref] = regimes_of(*_said_by(file, row, data, properties))
    book.settle()
    yield from _entries(files, book, notices)


def _entries(files: Sequence[Path], book: LinkBook, notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """Entries without links as they come, those with links last: only then are all their owners' names known."""
    others, held = 0, []
    for file, row, ref, schema, data, properties in _entities(files):
        if ref in book.out_of:
            book.names[ref] = name_of(file, row, data, properties)
        if schema not in KINDS or not (ref in book.listed or book.concerns(ref)):
            others += schema not in SCHEMAS
            continue
        entry = _entry(file, row, ref, schema, data, properties)
        if book.concerns(ref):
            held.append((file, row, replace(entry, is_listed=ref in book.listed)))
        else:
            yield file, row, entry
    for file, row, entry in held:
        yield file, row, replace(entry, links=book.links_of(entry.ref))
    if held:
        linked = sum(not entry.is_listed for _, _, entry in held)
        notices.append(f"{linked:,} entities taken because the file says that listed ones own or direct them")
    if others:
        notices.append(f"{others:,} entities left out: not a party, or not listed themselves")


def _entities(files: Sequence[Path]) -> Iterator[tuple[str, int, str, str, dict[str, Any], dict[str, Any]]]:
    for path in files:
        for row, data in json_lines(path):
            schema = text_of(path.name, row, data, "schema", needed=True)
            ref = text_of(path.name, row, data, "id", needed=True)
            properties = data.get("properties", {})
            if not isinstance(properties, dict):
                raise ListRefused(path.name, row, 'has something else than an object in "properties"')
            yield path.name, row, ref, schema, data, properties


def _said_by(file: str, row: int, data: dict[str, Any], properties: dict[str, Any]) -> tuple[str, str]:
    """The programme and the data sets of an entity, in words."""
    programmes = [text for key in ("programId", "program") for text in texts_of(file, row, properties, key)]
    return "; ".join(programmes)[:1000], "; ".join(texts_of(file, row, data, "datasets"))[:1000]


def _is_listed(file: str, row: int, data: dict[str, Any], properties: dict[str, Any]) -> bool:
    topics = [topic for topic in texts_of(file, row, properties, "topics") if topic.startswith(_LISTED_TOPICS)]
    return data.get("target", True) is True or bool(topics)


def _entry(file: str, row: int, ref: str, schema: str, data: dict[str, Any], properties: dict[str, Any]) -> Listed:
    def said(*keys: str) -> list[str]:
        return [text for key in keys for text in texts_of(file, row, properties, key)]

    known = list(dict.fromkeys((*said("name"), *filter(None, [text_of(file, row, data, "caption")]))))
    if not known:
        raise ListRefused(file, row, "has no name")
    side = Side(
        KINDS[schema], names(known[0], [*known[1:], *said("alias", "previousName", "abbreviation")], said("weakAlias")),
        countries(said(*_COUNTRIES)),
        identifiers((_CALLED.get(key, key), value) for key in _NUMBERS for value in said(key)),
    )  # fmt: skip
    programme, datasets = _said_by(file, row, data, properties)
    return Listed(ref, side, programme, datasets, next(filter(None, map(web, said("sourceUrl"))), ""))
