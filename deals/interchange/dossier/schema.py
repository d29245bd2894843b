"""The dossier's JSON Schema (draft 2020-12), made from the table of facts, so that it cannot fall behind it."""

from __future__ import annotations

from typing import Any

from deals import facts as f
from deals.actions._dossiers.shapes import longest_text
from deals.interchange.dossier.records import LINK_FIELDS, SOURCE_TEXTS
from dealtracker.evidence.models import Claim, Reply, Source, SourceLink
from dealtracker.money import KINDS
from parties.models import Identifier, PartyName

Json = dict[str, Any]
_DECIMAL = r"^-?[0-9]{1,18}(\.[0-9]{1,12})?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PATH = r"^/[a-z]+(/[^/]+){0,2}$"


def dossier_schema() -> Json:
    """What a dossier may look like; references and sums are checked beyond it."""
    lists = {entity.list: _keyed(_row(entity)) for entity in (f.PARTY, f.STAKE, *f.ENTITIES, f.SITE, f.CAPACITY)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Deal dossier",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "deal"],
        "properties": {
            "schema": {"const": "deal-dossier/1"}, "deal": _deal(), **lists,
            "sources": _keyed(_source()), "claims": {"type": "array", "items": _claim()}, "replies": _keyed(_reply()),
        },
        "$defs": _definitions(),
    }  # fmt: skip


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: Json, *required: str) -> Json:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}


def _keyed(row: Json) -> Json:
    return {"type": "array", "items": row}


def _text(longest: int) -> Json:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _choice(words: Any) -> Json:
    return {"enum": [word for word in words if word]}


def _row(entity: f.Entity) -> Json:
    fields = {field.name: _field(entity, field) for field in entity.fields}
    extra = {"names": _names(), "identifiers": _identifiers()} if entity is f.PARTY else {}
    required = [field.name for field in entity.fields if field.required] + [name for name in extra if name == "names"]
    return _object({"key": _ref("key"), "id": _ref("id"), **extra, **fields}, "key", *required)


def _field(entity: f.Entity, field: f.Field) -> Json:
    match field.type:
        case f.TEXT:
            return _text(longest_text(entity, field.name)[0])
        case f.CHOICE:
            return _choice(field.words)
        case f.REF:
            return {**_ref("key"), "description": f"a key of {field.to}"}
        case f.REFS | f.KEYS:
            what = field.to or "any list of the deal"
            return {"type": "array", "items": _ref("key"), "uniqueItems": True, "description": f"keys of {what}"}
        case f.LIST:
            return {"type": "array", "items": _text(longest_text(entity, field.name)[0])}
        case f.ITEMS:
            parts = {name: _text(500) if kind == f.TEXT else _ref(kind) for name, kind in field.items}
            return {"type": "array", "items": {**_object(parts), "minProperties": 1}}
        case f.INTEGER:
            return {"type": "integer", "minimum": 0}
        case f.FLAG:
            return {"type": "boolean"}
    return _ref(field.type)


def _definitions() -> Json:
    stated = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-Q[1-4])?$"}
    bounds = (("by",), ("after",), ("from", "to"))
    when = [stated, *(_object(dict.fromkeys(names, stated), *names) for names in bounds)]
    return {
        "key": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,59}$"},
        "id": {"type": "string", "format": "uuid"},
        "decimal": {"type": "string", "pattern": _DECIMAL},
        "day": {"type": "string", "format": "date", "pattern": _DAY},
        "when": {"oneOf": when},
        "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "quantity": _amount({}),
        "money": _amount({"currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}),
        "position": _object({name: _ref("decimal") for name in ("latitude", "longitude")}, "latitude", "longitude"),
        "path": {"type": "string", "pattern": _PATH},
    }


def _amount(more: Json) -> Json:
    figures = {name: _ref("decimal") for name in ("low", "point", "high")}
    return _object({"kind": {"enum": list(KINDS)}, **figures, **more, "words": _text(500)})


def _deal() -> Json:
    return _object({
        "key": _ref("key"), "id": _ref("id"), "title": _text(300), "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "compartment": _text(120), "labels": {"type": "array", "items": _text(40)}, "private_view_of": _text(80),
    }, "key", "title")  # fmt: skip


def _names() -> Json:
    name = _object({
        "text": _text(300), "language": _text(16), "script": _text(4), "kind": _choice(PartyName.Kind.values),
        "start": _ref("when"), "end": _ref("when"),
    }, "text")  # fmt: skip
    return {"type": "array", "minItems": 1, "items": name}


def _identifiers() -> Json:
    return {
        "type": "array",
        "items": _object({"scheme": _choice(Identifier.Scheme.values), "value": _text(80)}, "scheme", "value"),
    }


def _source() -> Json:
    parts = {
        "kind": _choice(SourceLink.Kind.values),
        "to": _ref("key"),
        "basis": _choice(SourceLink.Basis.values),
        "score": _ref("decimal"),
    }
    link = _object({name: parts[name] for name in LINK_FIELDS}, "kind", "to")
    return _object({
        "key": _ref("key"), "id": _ref("id"), "kind": _choice(Source.Kind.values),
        **{name: _text(longest) for name, longest in SOURCE_TEXTS.items()}, "published": _ref("when"), "read": {"type": "boolean"},
        "withdrawn_on": _ref("day"), "links": {"type": "array", "items": link},
    }, "key", "kind", "publisher", "published")  # fmt: skip


def _claim() -> Json:
    paths = {"oneOf": [_ref("path"), {"type": "array", "items": _ref("path")}]}
    whole = {"type": "integer", "minimum": 0}
    quote = _object({
        "exact": _text(2000), "prefix": _text(200), "suffix": _text(200), "page": whole, "start": whole, "end": whole,
    }, "exact")  # fmt: skip
    return _object({
        "id": _ref("id"), "source": _ref("key"), "at": paths, "value": {"not": {"type": "null"}}, "speaker": _ref("key"),
        **{name: _choice(getattr(Claim, name.title()).values) for name in ("stance", "relation", "attribution", "state")},
        "audience": _text(120), "rank": {"type": "integer"}, "reason": _text(2000), "words": _text(10_000),
        "quote": {"oneOf": [quote, {"type": "array", "items": quote}]},
    }, "source", "at")  # fmt: skip


def _reply() -> Json:
    return _object({
        "key": _ref("key"), "id": _ref("id"), "party": _ref("key"), "source": _ref("key"), "channel": _text(80),
        "asked_on": _ref("day"), "until": _ref("day"),
        "stance": _choice(Reply.Stance.values), "scope": _choice(Reply.Scope.values),
        "listed": {"type": "array", "items": _ref("path")}, "words": _text(10_000), "replied_on": _ref("when"),
    }, "key", "party", "stance")  # fmt: skip
