"""FollowTheMoney entities, one JSON object a line: entities.ftm.json and targets.nested.json are both of this shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parties.screening.readers.opensanctions import KINDS
from parties.screening.readers.shapes import countries, identifiers, names
from parties.screening.readers.strict import ListRefused, json_lines, text_of, texts_of
from parties.screening.rules import Listed, Side

_COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag")
_NUMBERS = (
    "leiCode", "registrationNumber", "wikidataId", "uscCode", "ogrnCode", "innCode", "taxNumber", "vatCode", "imoNumber",
    "idNumber",
)  # fmt: skip
_CALLED = {"leiCode": "lei", "uscCode": "uscc code"}
_LISTED_TOPICS = ("sanction", "export.control", "export.risk", "debarment")


def read(files: Sequence[Path], notices: list[str]) -> Iterator[tuple[str, int, Listed]]:
    """(file, row, entry) of every person, organisation, vessel or aircraft that is listed itself; raises ListRefused.

    Where a file marks its targets, those and whoever has a topic of sanctions or export control are taken; where it
    marks none, everybody is.
    """
    others = 0
    for path in files:
        for row, data in json_lines(path):
            schema = text_of(path.name, row, data, "schema", needed=True)
            ref = text_of(path.name, row, data, "id", needed=True)
            properties = data.get("properties", {})
            if not isinstance(properties, dict):
                raise ListRefused(path.name, row, 'has something else than an object in "properties"')
            if schema not in KINDS or not _is_listed(path.name, row, data, properties):
                others += 1
                continue
            yield path.name, row, _entry(path.name, row, ref, schema, data, properties)
    if others:
        notices.append(f"{others:,} entities left out: not a party, or not listed themselves")


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
    programme, datasets = "; ".join(said("programId", "program")), "; ".join(texts_of(file, row, data, "datasets"))
    return Listed(ref, side, programme[:1000], datasets[:1000], next(iter(said("sourceUrl")), "")[:2000])
