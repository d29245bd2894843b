"""JSON Schemas of the deal sheet, made from the table of facts, so that schema and sheet cannot drift apart."""

from __future__ import annotations

from deals import facts
from deals.api import sheet_parts as parts
from deals.api.values import COUNT, MONEY, NAMED, QUANTITY, STANDING, STANDINGS, WHEN, array, closed
from deals.sheets.calc.sheet import KINDS
from dealtracker.apikit.shapes import DAY, TEXT, Schema

_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_DAY_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}
_COUNTS: Schema = {"type": "object", "additionalProperties": COUNT}
_PLAIN: dict[str, Schema] = {
    facts.TEXT: TEXT,
    facts.MONEY: MONEY,
    facts.QUANTITY: QUANTITY,
    facts.WHEN: WHEN,
    facts.DAY: DAY,
    facts.COUNTRY: TEXT,
    facts.INTEGER: {"type": "integer"},
    facts.FLAG: {"type": "boolean"},
    facts.LIST: array(TEXT),
    facts.KEYS: array(TEXT),
    facts.REFS: array(TEXT),
}


def _field(field: facts.Field) -> Schema:
    """What one field looks like in a sheet: references are ids, parties and sites carry their names."""
    if field.type == facts.CHOICE:
        return {"enum": list(field.words)}
    if field.type == facts.ITEMS:
        return array(closed(**{name: _PLAIN[kind] for name, kind in field.items}))
    if field.type == facts.REF:
        return NAMED if field.to in ("parties", "sites") else TEXT
    if field.name == "model":
        return {"anyOf": [TEXT, parts.MODEL]}
    return _PLAIN[field.type]


def row(entity: facts.Entity) -> Schema:
    """One row of a list of the sheet."""
    own = {field.name: _field(field) for field in entity.fields}
    return closed(
        *("id", "key", "standing", "standings", "claims"),
        **{"id": TEXT, "key": TEXT, **own, **_later(entity), "standing": STANDING, "standings": STANDINGS, "claims": COUNT},
    )


def _later(entity: facts.Entity) -> dict[str, Schema]:
    """Of an event: that its day is still to come."""
    return {"scheduled": {"const": True}} if entity.name == "event" else {}


HEADLINE: Schema = {
    **closed(measure=TEXT, amount=MONEY, standing=STANDING, of=TEXT, sum_of=COUNT, one_of=COUNT),
    "type": ["object", "null"],
}
STAGE: Schema = {
    **closed(
        *("code", "start", "end", "since"),
        code={"enum": ["talks", "marketing", "committed", "signed", "closed", "ended"]},
        start=DAY,
        end=_DAY_OR_NULL,
        since=WHEN,
    ),
    "type": ["object", "null"],
}
DERIVED = closed(
    *(
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
        "last_report_earliest",
    ),
    headline=HEADLINE,
    stage=STAGE,
    stages={"type": "object", "additionalProperties": array(STAGE)},
    unstaged={"type": "object", "additionalProperties": DAY},
    stage_counts=_COUNTS,
    countries={"type": "object", "additionalProperties": array(closed("code", "certainty", code=TEXT, certainty=TEXT))},
    path=TEXT,
    findings=array(parts.FINDING),
    chips=array(parts.CHIP),
    announced={"anyOf": [WHEN, {"type": "null"}]},
    replies=_COUNTS,
    certainty=closed("code", "reason", code=STANDING["properties"]["certainty"], reason=TEXT, by=TEXT, contested=TEXT),
    counts=_COUNTS,
    known_from=_DAY_OR_NULL,
    last_report=_DAY_OR_NULL,
    last_report_earliest=_DAY_OR_NULL,
)
_OWN: dict[str, Schema] = {
    "id": TEXT,
    "title": TEXT,
    "external_ref": TEXT,
    "currency": _TEXT_OR_NULL,
    "labels": array(TEXT),
    "compartment": TEXT,
    "private_view_of": _TEXT_OR_NULL,
    "demo": _TEXT_OR_NULL,
    "revision": COUNT,
}
_LISTS: dict[str, Schema] = {
    "parties": array(parts.IN_SHEET_PARTY),
    "sites": array(parts.IN_SHEET_SITE),
    **{entity.list: array(row(entity)) for entity in facts.ENTITIES if entity.list in KINDS},
    "replies": array(parts.REPLY),
    "sources": array(parts.IN_SHEET_SOURCE),
}
SHEET = closed(*_OWN, *_LISTS, "derived", **_OWN, **_LISTS, derived=DERIVED)
BRIEF = closed(
    *(*_OWN, "roles", "sites", "derived"),
    **_OWN,
    roles=array(parts.BRIEF_ROLE),
    sites=array(parts.BRIEF_SITE),
    derived=closed(
        *(name for name in DERIVED["required"]),
        **{name: shape for name, shape in DERIVED["properties"].items() if name != "stages"},
    ),
)
MEMBERS = tuple(SHEET["properties"])
BRIEF_MEMBERS = tuple(BRIEF["properties"])
# A row of a list: what `view`, `fields` and `omit` left of the sheet.
_EITHER = {
    name: {"anyOf": [SHEET["properties"][name], BRIEF["properties"][name]]} for name in ("roles", "sites", "derived")
}
PARTIAL: Schema = {"type": "object", "required": ["id"], "properties": {**SHEET["properties"], **_EITHER}}
