"""The JSON Schema of a party as its report gives it."""

from __future__ import annotations

from dealtracker.apikit.shapes import TEXT, Schema
from dealtracker.evidence.rules import CERTAINTIES
from parties.register.models import Party

_NAME: Schema = {
    "type": "object",
    "required": ["text"],
    "properties": {**dict.fromkeys(("text", "language", "script", "kind"), TEXT), "primary": {"type": "boolean"}},
    "additionalProperties": False,
}
_IDENTIFIER: Schema = {
    "type": "object",
    "required": ["scheme", "value"],
    "properties": {"scheme": TEXT, "value": TEXT},
    "additionalProperties": False,
}
_COUNT: Schema = {"type": "integer", "minimum": 0}
PARTY: Schema = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT, "kind": {"enum": list(Party.Kind.values)}, "name": TEXT, "hq_country": TEXT, "jurisdiction": TEXT,
        "count_min": _COUNT, "count_max": _COUNT, "count_of": TEXT, "reason_unnamed": TEXT,
        "names": {"type": "array", "items": _NAME}, "identifiers": {"type": "array", "items": _IDENTIFIER},
        "revision": _COUNT,
    },
    "additionalProperties": False,
}  # fmt: skip
_STANDING: Schema = {
    "type": "object",
    "required": ["certainty", "sources", "origins", "newsrooms"],
    "properties": {
        "certainty": {"enum": list(CERTAINTIES)}, **dict.fromkeys(("sources", "origins", "newsrooms"), _COUNT), "contested": TEXT,
    },
    "additionalProperties": False,
}  # fmt: skip
# A party on its own, with how each of its fields is known.
KNOWN_PARTY: Schema = {
    **PARTY,
    "properties": {**PARTY["properties"], "standings": {"type": "object", "additionalProperties": _STANDING}},
}
