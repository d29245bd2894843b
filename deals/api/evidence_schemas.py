"""What the two questions about evidence take and answer, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from deals.api.bodies import SOURCE_BRIEF
from deals.api.schemas import ID
from dealtracker.apikit.shapes import JSON, TEXT, Schema, problems, text

_DAY: Schema = {"type": "string", "format": "date"}
_NULLABLE_TEXT: Schema = {"type": ["string", "null"]}
_STATE: Schema = {
    "type": ["object", "null"],
    "required": ["value", "certainty", "contested", "sources", "origins"],
    "properties": {
        "value": {"description": "the value in the form of its field, null where only the row is spoken of"},
        "certainty": TEXT,
        "contested": TEXT,
        "sources": {"type": "integer"},
        "origins": {"type": "integer"},
    },
}
_CHANGE: Schema = {
    "type": "object",
    "required": ["kind", "what", "at", "list", "key", "field", "before", "after"],
    "properties": {
        "kind": {"type": "string", "enum": ["added", "changed", "contested", "withdrawn"]},
        "what": {"type": "string", "enum": ["value", "certainty"]},
        "at": TEXT,
        "list": TEXT,
        "key": TEXT,
        "field": TEXT,
        "before": _STATE,
        "after": _STATE,
    },
}
_PART: Schema = {"root": {"type": "boolean"}, "counted": {"type": "boolean"}}
_NEW_SOURCE: Schema = {**SOURCE_BRIEF, "properties": {**SOURCE_BRIEF["properties"], **_PART}}
COMPARE: dict[str, Any] = {
    "operation_id": "deals_compare",
    "description": "Counts of sources alone are no difference.",
    "parameters": [
        ID,
        text("from", "known on, the earlier day (YYYY-MM-DD); else the day of the first publication"),
        text("to", "known on, the later day (YYYY-MM-DD); else today"),
    ],
    "responses": {
        (200, JSON): {
            "type": "object",
            "required": ["from", "to", "changes", "new_sources"],
            "properties": {
                "from": _DAY,
                "to": _DAY,
                "changes": {"type": "array", "items": _CHANGE},
                "new_sources": {"type": "array", "items": _NEW_SOURCE},
            },
        },
        304: None,
        **problems(400, 401, 404, 406),
    },
}
_HOP: Schema = {
    "type": "object",
    "required": ["claim", "source", "depth", "place", "verdict", "from", "inferred", "first_wrong", "slip"],
    "properties": {
        "claim": TEXT,
        "source": SOURCE_BRIEF,
        "depth": {"type": "integer"},
        "place": {"type": "string", "enum": ["origin", "faithful copy", "machine translation", "re-report", "second hand"]},
        "value": {},
        "words": _NULLABLE_TEXT,
        "quote": {"type": ["object", "null"]},
        "verdict": TEXT,
        "from": {"oneOf": [SOURCE_BRIEF, {"type": "null"}]},
        "inferred": {"type": "boolean"},
        "first_wrong": {"type": "boolean"},
        "slip": {"type": "integer", "description": "the power of ten by which it is off, else 0"},
    },
}
_STEP: Schema = {
    "type": "object",
    "required": ["claim", "source", "known_from", "value", "change", "slip", "place", "from"],
    "properties": {
        "claim": TEXT,
        "source": SOURCE_BRIEF,
        "known_from": _DAY,
        "value": {},
        "change": TEXT,
        "slip": {"type": "integer"},
        "place": _HOP["properties"]["place"],
        "from": _HOP["properties"]["from"],
    },
}
DRIFT: dict[str, Any] = {
    "operation_id": "deals_drift",
    "parameters": [
        ID,
        text("at", "the path of a value, /facilities/f1/amount, or of a row, /roles/r1", required=True),
        text("known_on", "as published by this day (YYYY-MM-DD)"),
    ],
    "responses": {
        (200, JSON): {
            "type": "object",
            "required": ["at", "known_on", "certainty", "reason", "wrong", "hops", "history"],
            "properties": {
                "at": TEXT,
                "known_on": _DAY,
                "certainty": _NULLABLE_TEXT,
                "reason": TEXT,
                "wrong": {"type": "integer"},
                "hops": {"type": "array", "items": _HOP},
                "history": {"type": "array", "items": _STEP},
            },
        },
        304: None,
        **problems(400, 401, 404, 406),
    },
}
