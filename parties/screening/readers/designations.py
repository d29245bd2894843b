"""Under which programmes whom a FollowTheMoney file lists, by its own Sanction entities, alone or nested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parties.screening.readers.links import items, refs
from parties.screening.readers.strict import texts_of

SCHEMA = "Sanction"


def programmes_in(file: str, row: int, ref: str, schema: str, properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(entity, programme) for what one line tells; raises ListRefused. A designation that has an end tells none."""
    nested = (one.get("properties") for one in items(file, row, properties, "sanctions") if isinstance(one, dict))
    told = [([ref], inside) for inside in nested if isinstance(inside, dict)]
    if schema == SCHEMA:
        told.append((refs(file, row, properties, "entity"), dict(properties)))
    for entities, said in told:
        if not texts_of(file, row, said, "endDate"):
            yield from ((entity, words) for words in programmes_of(file, row, said) for entity in entities)


def programmes_of(file: str, row: int, properties: dict[str, Any]) -> list[str]:
    """What an entity or a designation says of programmes itself, codes first."""
    return [text for key in ("programId", "program") for text in texts_of(file, row, properties, key)]
