"""JSON Schemas of what the API answers, made from the table of facts, so that schema and sheet cannot drift apart."""

from __future__ import annotations

from deals import facts
from deals.controls.rules.ladder import LADDER
from deals.sheets.calc.sheet import KINDS
from dealtracker.apikit.shapes import DAY, TEXT, Schema

DECIMAL: Schema = {"type": "string", "pattern": r"^-?\d{1,18}(\.\d{1,12})?$"}
QUANTITY: Schema = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["exact", "approx", "at least", "at most", "range", "unknown"]},
        "low": DECIMAL,
        "point": DECIMAL,
        "high": DECIMAL,
        "words": TEXT,
    },
    "additionalProperties": False,
}
MONEY: Schema = {
    **QUANTITY,
    "properties": {**QUANTITY["properties"], "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
}
WHEN: Schema = {"oneOf": [TEXT, {"type": "object", "additionalProperties": DAY}]}
STANDING: Schema = {
    "type": "object",
    "required": ["certainty", "sources", "origins", "newsrooms"],
    "properties": {
        "certainty": {
            "enum": ["reported", "multiple_newsrooms", "stated_by_party", "documented", "contested", "withdrawn"]
        },
        "sources": {"type": "integer"},
        "origins": {"type": "integer"},
        "newsrooms": {"type": "integer"},
        "by": TEXT,
        "contested": TEXT,
    },
}
_NAMED: Schema = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": TEXT, "name": {"type": ["string", "null"]}},
}


def of(data: Schema, **properties: Schema) -> Schema:
    return {**data, "properties": {**data["properties"], **properties}}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _field(field: facts.Field) -> Schema:
    """What one field looks like in a sheet: references are ids, parties, sites and models carry their names."""
    plain: dict[str, Schema] = {
        facts.TEXT: TEXT,
        facts.MONEY: MONEY,
        facts.QUANTITY: QUANTITY,
        facts.WHEN: WHEN,
        facts.DAY: DAY,
        facts.COUNTRY: TEXT,
        facts.INTEGER: {"type": "integer"},
        facts.FLAG: {"type": "boolean"},
        facts.LIST: _list(TEXT),
        facts.KEYS: _list(TEXT),
        facts.REFS: _list(TEXT),
        facts.POSITION: {"type": "object"},
        facts.ITEMS: _list({"type": "object"}),
    }
    if field.type == facts.CHOICE:
        found: Schema = {"enum": list(field.words)}
    elif field.type == facts.REF:
        found = _NAMED if field.to in ("parties", "sites") else TEXT
    else:
        found = {"type": ["string", "object"]} if field.name == "model" else plain[field.type]
    return found


def row(entity: facts.Entity) -> Schema:
    """One row of a list of the sheet."""
    own = {field.name: _field(field) for field in entity.fields}
    standings: Schema = {"type": "object", "additionalProperties": STANDING}
    return {
        "type": "object",
        "required": ["id", "key", "standing", "standings", "claims"],
        "properties": {
            "id": TEXT,
            "key": TEXT,
            **own,
            "standing": STANDING,
            "standings": standings,
            "claims": {"type": "integer"},
        },
    }


HEADLINE: Schema = {
    "type": ["object", "null"],
    "properties": {
        "measure": TEXT,
        "amount": MONEY,
        "standing": STANDING,
        "of": TEXT,
        "sum_of": {"type": "integer"},
    },
}
STAGE: Schema = {
    "type": ["object", "null"],
    "required": ["code", "start", "end", "since"],
    "properties": {
        "code": {"enum": ["talks", "marketing", "committed", "signed", "closed", "ended"]},
        "start": DAY,
        "end": {"type": ["string", "null"], "format": "date"},
        "since": WHEN,
    },
}
_COUNTRY: Schema = {
    "type": "object",
    "properties": {"code": TEXT, "certainty": TEXT},
    "required": ["code", "certainty"],
}
FINDING: Schema = {
    "type": "object",
    "required": ["line", "step", "policy", "rules", "missing", "questions", "read_up_to"],
    "properties": {
        "line": TEXT,
        "step": {"enum": list(LADDER)},
        "policy": {"type": ["string", "null"]},
        "rules": _list(TEXT),
        "missing": _list(TEXT),
        "questions": _list(TEXT),
        "read_up_to": DAY,
    },
}
DERIVED: Schema = {
    "type": "object",
    "required": [
        "headline",
        "stage",
        "countries",
        "path",
        "findings",
        "chips",
        "certainty",
        "counts",
        "known_from",
        "last_report",
    ],
    "properties": {
        "headline": HEADLINE,
        "stage": STAGE,
        "stages": {"type": "object", "additionalProperties": _list(STAGE)},
        "stage_counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "countries": {"type": "object", "additionalProperties": _list(_COUNTRY)},
        "path": TEXT,
        "findings": _list(FINDING),
        "chips": _list({"type": "object"}),
        "announced": {"oneOf": [WHEN, {"type": "null"}]},
        "replies": {"type": "object", "additionalProperties": {"type": "integer"}},
        "certainty": {"type": "object", "required": ["code", "reason"]},
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "known_from": {"type": ["string", "null"], "format": "date"},
        "last_report": {"type": ["string", "null"], "format": "date"},
    },
}
_OWN: dict[str, Schema] = {
    "id": TEXT,
    "title": TEXT,
    "external_ref": TEXT,
    "currency": {"type": ["string", "null"]},
    "labels": _list(TEXT),
    "compartment": TEXT,
    "private_view_of": {"type": ["string", "null"]},
    "demo": {"type": ["string", "null"]},
    "revision": {"type": "integer"},
}
SHEET: Schema = {
    "type": "object",
    "properties": {
        **_OWN,
        "parties": _list({"type": "object", "required": ["id", "name", "names"]}),
        "sites": _list({"type": "object", "required": ["id", "name", "capacities"]}),
        **{entity.list: _list(row(entity)) for entity in facts.ENTITIES if entity.list in KINDS},
        "replies": _list({"type": "object", "required": ["id", "party", "stance", "scope"]}),
        "sources": _list(
            {"type": "object", "required": ["id", "kind", "publisher", "published_to", "first_hand", "links"]}
        ),
        "derived": DERIVED,
    },
    "required": [*_OWN, "parties", "sites", *KINDS, "replies", "sources", "derived"],
}
BRIEF: Schema = {
    "type": "object",
    "properties": {**_OWN, "roles": _list({"type": "object"}), "sites": _list({"type": "object"}), "derived": DERIVED},
}
MEMBERS = tuple(SHEET["properties"])
BRIEF_MEMBERS = tuple(BRIEF["properties"])
# A row of a list: what `view`, `fields` and `omit` left of the sheet.
PARTIAL: Schema = {"type": "object", "required": ["id"], "properties": SHEET["properties"]}
