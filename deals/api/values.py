"""JSON Schemas of single values: amounts, dates, standings, named references."""

from __future__ import annotations

from dealtracker.apikit.shapes import DAY, TEXT, Schema
from dealtracker.evidence.rules import CERTAINTIES

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
CURRENCY: Schema = {"type": "string", "pattern": "^[A-Z]{3}$"}
MONEY: Schema = {**QUANTITY, "properties": {**QUANTITY["properties"], "currency": CURRENCY}}
WHEN: Schema = {"oneOf": [TEXT, {"type": "object", "additionalProperties": DAY}]}
COUNT: Schema = {"type": "integer", "minimum": 0}


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def closed(*required: str, **properties: Schema) -> Schema:
    """An object that has these members and no others."""
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


STANDING = closed(
    *("certainty", "sources", "origins", "newsrooms"),
    certainty={"enum": list(CERTAINTIES)},
    sources=COUNT,
    origins=COUNT,
    newsrooms=COUNT,
    by=TEXT,
    contested=TEXT,
)
STANDINGS: Schema = {"type": "object", "additionalProperties": STANDING}
NAMED = closed("id", id=TEXT, name={"type": ["string", "null"]})
