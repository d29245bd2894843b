"""JSON Schemas of what clients send, and of the answers that are no sheets."""

from __future__ import annotations

from deals import facts
from deals.controls.rules import REQUIRED
from deals.controls.rules.case_json import OPTIONAL
from dealtracker.apikit.shapes import DAY, TEXT, Schema
from dealtracker.evidence.models import Claim
from dealtracker.evidence.source_body import SOURCE_BODY

_ANY: Schema = {}
ATTRIBUTIONS = tuple(word for word in Claim.Attribution.values if word)


def _changes(entity: facts.Entity) -> Schema:
    fields = {field.name: _ANY for field in entity.fields if field.claimed}
    one = {"type": ["object", "null"], "properties": fields, "additionalProperties": False, "minProperties": 1}
    return {"type": "object", "additionalProperties": one}


PATCH: Schema = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 300},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "labels": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 40}},
        **{entity.list: _changes(entity) for entity in facts.ENTITIES if entity.list != "entries"},
        "source": {
            "description": "source_…, or a source entered with the change; needed for every change of a fact",
            "oneOf": [TEXT, SOURCE_BODY],
        },
        "attribution": {"enum": list(ATTRIBUTIONS)},
        "reason": {"type": "string", "maxLength": 500},
    },
    "additionalProperties": False,
}
_ROWS: Schema = {"type": "array", "items": {"type": "object"}}
DOSSIER: Schema = {
    "type": "object",
    "description": "a deal dossier, in full at /api/v1/deal-dossier.schema.json",
    "required": ["deal"],
    "properties": {
        "schema": {"const": "deal-dossier/1"},
        "deal": {
            "type": "object",
            "required": ["title"],
            "properties": {
                "key": TEXT, "title": TEXT, "currency": TEXT, "compartment": TEXT, "labels": {"type": "array", "items": TEXT},
            },
        },
        **{entity.list: _ROWS for entity in (*facts.ENTITIES, *facts.SHARED)},
        **dict.fromkeys(("sources", "claims", "replies"), _ROWS),
    },
    "additionalProperties": False,
}  # fmt: skip
PRIVATE_VIEW: Schema = {
    "type": "object",
    "required": ["compartment"],
    "properties": {"compartment": {"type": "string", "minLength": 1, "description": "the name of your team"}},
    "additionalProperties": False,
}
CASE: Schema = {
    "type": "object",
    "properties": {
        **{name: {"type": ["string", "null"]} for name in (*REQUIRED, *OPTIONAL)},
        "id": {"type": ["string", "integer", "null"]},
        "listed_ownership": {"type": ["string", "object", "null"]},
        **{name: {"type": ["object", "null"]} for name in ("figures", "flags", "certainty")},
    },
    "example": {
        "model": "NVIDIA H100",
        "date": "2025-12-01",
        "destination": "JP",
        "end_user_hq": "CN",
        "ultimate_parent_hq": "CN",
        "role_of_china_party": "end user",
    },
}
SOURCE_BRIEF: Schema = {
    "type": "object",
    "required": ["id", "publisher", "kind", "published_to"],
    "properties": {"id": TEXT, "publisher": TEXT, "kind": TEXT, "published_to": DAY},
}
CLAIMS: Schema = {
    "type": "object",
    "required": ["at", "certainty", "claims", "known_on"],
    "properties": {
        "at": TEXT,
        "certainty": TEXT,
        "reason": TEXT,
        "contested": TEXT,
        "known_on": DAY,
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "part", "stance", "source", "roots"],
                "properties": {
                    "id": TEXT,
                    "part": TEXT,
                    "stance": TEXT,
                    "source": SOURCE_BRIEF,
                    "roots": {"type": "array", "items": SOURCE_BRIEF},
                },
            },
        },
    },
}
