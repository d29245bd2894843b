"""FollowTheMoney entities, one JSON object a line: entities.ftm.json and targets.nested.json are both of this shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from parties.screening.readers.designations import SCHEMA as SANCTION
from parties.screening.readers.designations import programmes_in, programmes_of
from parties.screening.readers.links import SCHEMAS, LinkBook, links_in, name_of
from parties.screening.readers.opensanctions import KINDS, not_parties
from parties.screening.readers.shapes import countries, identifiers, names, web
from parties.screening.readers.strict import ListRefused, json_lines, text_of, texts_of
from parties.screening.rules import Listed, Side, regimes_of
from parties.screening.rules.tables import REGIMES

_COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag")
_NUMBERS = (
    "leiCode", "registrationNumber", "wikidataId", "uscCode", "ogrnCode", "innCode", "taxNumber", "vatCode", "imoNumber",
    "idNumber",
)  # fmt: skip
_CALLED = {"leiCode": "lei", "uscCode": "uscc code"}
_LISTED_TOPICS = frozenset({"sanction", "sanction.counter", "export.control", "export.risk", "debarment"})
# Schemas that tell of others, and are read for that.
_TELL = frozenset({*SCHEMAS, SANCTION})
# Entity → the programmes of its designations, in order.
Programmes = dict[str, dict[str, None]]


def read(files: Sequence[Path], notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """(file, row, entry) of every person, organisation, vessel or aircraft that is listed itself, and of whom listed ones
    own or direct by the file's own Ownership and Directorship entities; raises ListRefused.

    Where a file marks its targets, those and whoever has a topic of sanctions or export control are taken; where it
    marks none, everybody is. The files are read twice: first for links and designations, since one may stand anywhere.
    """
    book, programmes = LinkBook(), Programmes()
    for file, row, ref, schema, data, properties in _entities(files):
        for link in links_in(file, row, ref, schema, properties):
            book.add(link)
        for entity, programme in programmes_in(file, row, ref, schema, properties):
            programmes[entity] = dict.fromkeys((*programmes.get(entity, ()), programme))
        if schema in KINDS and _marks(file, row, data, properties)[1]:
            book.listed[ref] = regimes_of(*_own_words(file, row, data, properties))
    for ref in book.listed.keys() & programmes.keys():
        found = {*book.listed[ref], *regimes_of(*programmes[ref])}
        book.listed[ref] = tuple(name for name in REGIMES if name in found)
    book.settle()
    yield from _entries(files, book, programmes, notices)


def _entries(
    files: Sequence[Path], book: LinkBook, programmes: Programmes, notices: list[str]
) -> Iterator[tuple[str, int, Listed]]:
    """Entries without links as they come, those with links last: only then are all their owners' names known."""
    others, held = 0, []
    left_out: dict[str, int] = {}
    for file, row, ref, schema, data, properties in _entities(files):
        if ref in book.out_of:
            book.names[ref] = name_of(file, row, data, properties)
        is_taken, is_listed = _marks(file, row, data, properties)
        if schema in _TELL or not (is_taken or book.concerns(ref)):
            others += schema not in _TELL
        elif schema not in KINDS:
            left_out[schema] = left_out.get(schema, 0) + 1
        else:
            entry = replace(_entry(file, row, ref, schema, data, properties, programmes), is_listed=is_listed)
            if book.concerns(ref):
                held.append((file, row, entry))
            else:
                yield file, row, entry
    for file, row, entry in held:
        yield file, row, replace(entry, links=book.links_of(entry.ref))
    notices.extend(_told(sum(not entry.is_listed for _, _, entry in held), left_out, others))


def _told(linked: int, left_out: Mapping[str, int], others: int) -> Iterator[str]:
    if linked:
        yield f"{linked:,} entities taken because the file says that listed ones own or direct them"
    yield from not_parties(left_out)
    if others:
        yield f"{others:,} entities left out: not a party, or not listed themselves"


def _entities(files: Sequence[Path]) -> Iterator[tuple[str, int, str, str, dict[str, Any], dict[str, Any]]]:
    for path in files:
        for row, data in json_lines(path):
            schema = text_of(path.name, row, data, "schema", needed=True)
            ref = text_of(path.name, row, data, "id", needed=True)
            properties = {} if data.get("properties") is None else data["properties"]
            if not isinstance(properties, dict):
                raise ListRefused(path.name, row, 'has something else than an object in "properties"')
            yield path.name, row, ref, schema, data, properties


def _own_words(file: str, row: int, data: dict[str, Any], properties: dict[str, Any]) -> tuple[str, str]:
    """The programmes and the data sets that an entity names itself."""
    return "; ".join(programmes_of(file, row, properties)), "; ".join(texts_of(file, row, data, "datasets"))


def _marks(file: str, row: int, data: dict[str, Any], properties: dict[str, Any]) -> tuple[bool, bool]:
    """(is taken, is listed itself): whoever is only linked to somebody listed may be a target of the file all the same."""
    mark = data.get("target")
    if not (mark is None or isinstance(mark, bool)):
        raise ListRefused(file, row, f'has {type(mark).__name__} where "target" is true or false')
    topics = texts_of(file, row, properties, "topics")
    is_listed, is_linked = not _LISTED_TOPICS.isdisjoint(topics), any(topic.endswith(".linked") for topic in topics)
    is_taken = mark is not False or is_listed
    return is_taken, is_taken and (is_listed or not is_linked)


def _entry(
    file: str, row: int, ref: str, schema: str, data: dict[str, Any], properties: dict[str, Any], programmes: Programmes
) -> Listed:
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
    own, datasets = _own_words(file, row, data, properties)
    programme = "; ".join(filter(None, (own, *programmes.get(ref, ()))))
    return Listed(ref, side, programme[:1000], datasets[:1000], next(filter(None, map(web, said("sourceUrl"))), ""))
