"""The JSON Schema of an ownership tree as its report gives it."""

from __future__ import annotations

from typing import Any

from dealtracker.apikit.shapes import DAY, TEXT, Schema
from parties.ownership.calc import BASES, KINDS, PROBLEMS


def _closed(*optional: str, **properties: Any) -> Schema:
    return {
        "type": "object", "properties": properties, "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }  # fmt: skip


def _array(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_PARTY = _closed("kind", id=TEXT, name=TEXT, kind=TEXT, headquarters=_array(TEXT))
_SHARE = {**_closed(low=TEXT, high=TEXT, words=TEXT), "type": ["object", "null"]}
_SOURCE = _closed(id=TEXT, publisher=TEXT, title=TEXT, published=DAY)
_STAKE = _closed(
    "start", "end", id=TEXT, kind={"enum": list(KINDS)}, share={"type": ["object", "null"]}, certainty=TEXT, start={}, end={},
    sources=_array(_SOURCE),
)  # fmt: skip
_YES: Schema = {"type": "boolean"}
_HOLDING = _closed(
    owner=_PARTY, owned=_PARTY, share=_SHARE, votes=_SHARE, decides=_YES, direct=_YES, sure=_YES, certainty=TEXT,
    stakes=_array(_STAKE),
)  # fmt: skip
_BASIS = {"enum": list(BASES)}
OWNERSHIP: Schema = _closed(
    party=_PARTY, as_of=DAY, known_on=DAY, status={"enum": ["none known", "ring", *BASES]},
    parents=_array(_closed(party=_PARTY, basis=_BASIS, certainty=TEXT)),
    ultimate_parents=_array(
        _closed(
            party=_PARTY, basis=_BASIS, share=_SHARE, path=_array(_PARTY), countries=TEXT,
            weakest_link=_closed(owner=_PARTY, owned=_PARTY, certainty=TEXT),
        )
    ),
    rings=_array(_array(_PARTY)), above=_array(_HOLDING), below=_array(_HOLDING),
    beside=_array(_closed(owner=_PARTY, owned=_PARTY, stake=_STAKE)),
    problems=_array(_closed(kind={"enum": list(PROBLEMS)}, words=TEXT, parties=_array(_PARTY))),
    effective=_array(_closed(party=_PARTY, owns=_SHARE, owned=_SHARE)), cut=_YES, note=TEXT,
)  # fmt: skip
