"""The JSON Schema of a source as its report gives it."""

from __future__ import annotations

from typing import Any

from dealtracker.evidence.models import Source, SourceLink

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_LINK = {
    "type": "object",
    "required": ["kind", "to", "basis"],
    "properties": {
        "kind": {"enum": list(SourceLink.Kind.values)},
        "to": _TEXT,
        "basis": {"enum": list(SourceLink.Basis.values)},
    },
    "additionalProperties": False,
}
SOURCE: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": _TEXT,
        "kind": {"enum": list(Source.Kind.values)},
        "publisher": _TEXT,
        "newsroom": _TEXT,
        "title": _TEXT,
        "url": _TEXT,
        "language": _TEXT,
        "date_basis": _TEXT,
        "published_from": _DAY,
        "published_to": _DAY,
        "withdrawn_on": _DAY,
        "taken_down_on": {**_DAY, "description": "its text, title and quotes were destroyed on that day"},
        "read": {"type": "boolean"},
        "links": {"type": "array", "items": _LINK},
        "claims": {"type": "integer", "description": "accepted claims that you may see"},
        "deals": {"type": "integer", "description": "deals that these are about"},
    },
    "additionalProperties": False,
}
