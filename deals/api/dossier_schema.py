"""The JSON Schema of a deal dossier, made from the table of facts (docs/deal-dossier.md)."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals import facts as f
from deals.api import schemas
from deals.api.values import DECIMAL, QUANTITY
from deals.interchange.dossier.reading import DEAL_FIELDS, SCHEMA
from deals.interchange.dossier.records import LINK_FIELDS, REPLY_FIELDS, SOURCE_FIELDS
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.shapes import DAY, TEXT, Schema
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.evidence.models import Claim, Reply, Source, SourceLink
from dealtracker.ids import fingerprint
from parties.models import Identifier, PartyName

_KEY: Schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$", "maxLength": 60}
_ID: Schema = {"type": "string", "format": "uuid"}
_SAID: Schema = {"type": "string", "minLength": 1}
_YEAR_TO_DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4])?$"


def _object(required: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _words(*words: str) -> Schema:
    return {"enum": list(words)}


_STATED: Schema = {"type": "string", "pattern": _YEAR_TO_DAY}
WHEN: Schema = {
    "anyOf": [
        _STATED,
        *(_object((end,), **{end: _STATED}) for end in ("by", "after")),
        _object(("from", "to"), **{"from": _STATED, "to": _STATED}),
    ]
}
# A missing kind means exact where there is a point.
_QUANTITY: Schema = {**QUANTITY, "required": []}
_MONEY: Schema = {
    **_QUANTITY,
    "properties": {**QUANTITY["properties"], "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
}
_PLAIN: dict[str, Schema] = {
    f.TEXT: _SAID,
    f.MONEY: {"$ref": "#/$defs/money"},
    f.QUANTITY: {"$ref": "#/$defs/quantity"},
    f.WHEN: {"$ref": "#/$defs/when"},
    f.DAY: DAY,
    f.COUNTRY: {"type": "string", "pattern": "^[A-Z]{2}$"},
    f.INTEGER: {"type": "integer", "minimum": 0},
    f.FLAG: {"type": "boolean"},
    f.LIST: _list(_SAID),
    f.KEYS: _list(_KEY),
    f.REFS: _list(_KEY),
    f.REF: _SAID,
    f.POSITION: _object(("latitude", "longitude"), latitude=DECIMAL, longitude=DECIMAL),
}


def _field(field: f.Field) -> Schema:
    if field.type == f.CHOICE:
        return _words(*field.words)
    if field.type == f.ITEMS:
        return _list({**_object(**{name: _PLAIN[kind] for name, kind in field.items}), "minProperties": 1})
    return _PLAIN[field.type]


def _row(entity: f.Entity, **more: Schema) -> Schema:
    required = ("key", *(field.name for field in entity.fields if field.required), *(("names",) if more else ()))
    return _object(required, key=_KEY, id=_ID, **{field.name: _field(field) for field in entity.fields}, **more)


_NAME = _object(
    ("text",), text=_SAID, language=_SAID, script=_SAID, kind=_words(*PartyName.Kind.values), start=WHEN, end=WHEN
)
_IDENTIFIER = _object(("scheme", "value"), scheme=_words(*Identifier.Scheme.values), value=_SAID)
_LINK_SHAPES: dict[str, Schema] = {
    "kind": _words(*SourceLink.Kind.values),
    "to": _SAID,
    "basis": _words(*SourceLink.Basis.values),
    "score": DECIMAL,
}
_SOURCE_SHAPES: dict[str, Schema] = {
    "key": _KEY,
    "id": _ID,
    "kind": _words(*Source.Kind.values),
    "published": {"$ref": "#/$defs/when"},
    "read": {"type": "boolean"},
    "withdrawn_on": DAY,
    "links": _list(_object(("kind", "to"), **{n: _LINK_SHAPES[n] for n in LINK_FIELDS})),
}
_PATHS: Schema = {
    "anyOf": [{"type": "string", "pattern": "^/"}, {**_list({"type": "string", "pattern": "^/"}), "minItems": 1}]
}
_REPLY_SHAPES: dict[str, Schema] = {
    "key": _KEY,
    "id": _ID,
    "asked_on": DAY,
    "until": DAY,
    "stance": _words(*Reply.Stance.values),
    "scope": _words(*Reply.Scope.values),
    "listed": _list({"type": "string", "pattern": "^/"}),
    "replied_on": {"$ref": "#/$defs/when"},
}
_QUOTE = _object(
    ("exact",),
    exact=_SAID,
    prefix=TEXT,
    suffix=TEXT,
    **{n: {"type": "integer", "minimum": 0} for n in ("page", "start", "end")},
)
_CLAIM = _object(
    ("source", "at"),
    id=_ID,
    source=_KEY,
    at=_PATHS,
    value={},
    stance=_words(*Claim.Stance.values),
    relation=_words(*Claim.Relation.values),
    speaker=_KEY,
    attribution=_words(*(w for w in Claim.Attribution.values if w)),
    audience=_SAID,
    rank={"type": "integer"},
    reason=_SAID,
    state=_words(*Claim.State.values),
    words=_SAID,
    quote={"anyOf": [_QUOTE, _list(_QUOTE)]},
)


@cache
def dossier_schema() -> Schema:
    """JSON Schema 2020-12 of one dossier; what spans rows (references, sums, dates in order) is checked on import."""
    lists = {e.list: _list(_row(e)) for e in (f.STAKE, *f.ENTITIES, f.SITE, f.CAPACITY)}
    party = _row(f.PARTY, names={**_list(_NAME), "minItems": 1}, identifiers=_list(_IDENTIFIER))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Deal dossier",
        "$defs": {"money": _MONEY, "quantity": _QUANTITY, "when": WHEN},
        **_object(
            ("schema", "deal"),
            schema={"const": SCHEMA},
            deal=_deal(),
            parties=_list(party),
            **lists,
            sources=_list(
                _object(
                    ("key", "kind", "publisher", "published"),
                    **{n: _SOURCE_SHAPES.get(n, _SAID) for n in SOURCE_FIELDS},
                )
            ),
            claims=_list(_CLAIM),
            replies=_list(
                _object(("key", "party", "stance"), **{n: _REPLY_SHAPES.get(n, _SAID) for n in REPLY_FIELDS})
            ),
        ),
    }


def _deal() -> Schema:
    shapes: dict[str, Any] = {
        "key": _KEY,
        "id": _ID,
        "labels": _list(_SAID),
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    }
    return _object(("key", "title"), **{name: shapes.get(name, _SAID) for name in DEAL_FIELDS})


class DossierSchemaView(ApiView):
    """The JSON Schema of a deal dossier, the same for everyone."""

    permission_classes: ClassVar[list[Any]] = []
    authentication_classes: ClassVar[list[Any]] = []

    @extend_schema(**schemas.DOSSIER_SCHEMA)
    def get(self, request: Request) -> HttpResponse:
        read_only(request.query_params, ("format",))
        body = orjson.dumps(dossier_schema())
        return tagged(request._request, body, digest=fingerprint(body))
