"""What each endpoint of deals takes and answers, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from deals.api import bodies, shapes
from deals.api.values import array, closed
from deals.reports.filters import COLUMNS, FACETS, ORDERINGS
from dealtracker.apikit.shapes import JSON, PAGING, TEXT, Schema, identified, key_header, page, problems, text

ID = identified("deal", "deal")
TIME = [
    text("as_of", "true in the world on this day (YYYY-MM-DD)"),
    text("known_on", "as published by this day (YYYY-MM-DD)"),
]


_FILTERS = [
    text(name, f"{dimension}; repeat for OR, {name}__in with commas, {name}__isnull", many=True)
    for name, (dimension, _) in FACETS.items()
] + [text(f"{name}__{sign}", f"{name} from or up to") for name in COLUMNS for sign in ("gte", "lte")]

DEAL_LIST: dict[str, Any] = {
    "operation_id": "deals_list",
    "parameters": [
        text("q", "names and words in any script; every word must occur"),
        text("ordering", "with - for descending", enum=[sign + name for name in ORDERINGS for sign in ("", "-")]),
        text("view", "brief: what a list row needs", enum=["full", "brief"]),
        text("title__ic", "part of the title"),
        text("id", "these deals alone", many=True),
        text("external_ref", "the key of the deal's dossier", many=True),
        *TIME,
        *PAGING,
        *_FILTERS,
    ],
    "responses": {(200, JSON): page(shapes.PARTIAL), 304: None, **problems(400, 401, 406)},
}
DEAL: dict[str, Any] = {
    "operation_id": "deals_retrieve",
    "parameters": [ID, *TIME],
    "responses": {(200, JSON): shapes.SHEET, 304: None, **problems(400, 401, 404, 406, 503)},
}
_KEY = key_header()
_CHANGED: Schema = {
    "type": "object",
    "required": ["id", "revision", "pending"],
    "properties": {"id": TEXT, "revision": {"type": "integer"}, "pending": {"type": "boolean"}},
}
_AMENDED: Schema = {
    **_CHANGED,
    "properties": {
        **_CHANGED["properties"],
        "not_standing": {
            "description": "what was stated and does not stand: what stands instead, and why",
            **array(closed("at", "stands", "because", at=TEXT, stands={}, because=TEXT)),
        },
        "notes": {
            "description": "what was stored otherwise than it may have been meant",
            **array(closed("at", "note", at=TEXT, note=TEXT)),
        },
    },
}
DEAL_PATCH: dict[str, Any] = {
    "operation_id": "deals_amend",
    "description": "A merge patch of title, currency, labels, and of rows: {list: {key: {field: value}}}. A change "
    "of a fact names its `source` and becomes a claim; what stands is the winner among the field's claims.",
    "parameters": [
        ID,
        OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="the ETag you read"),
        _KEY,
    ],
    "request": {"application/merge-patch+json": bodies.PATCH, JSON: bodies.PATCH},
    "responses": {(200, JSON): _AMENDED, **problems(400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 503)},
}
_ENTERED: Schema = {
    "type": "object",
    "required": ["id", "revision", "pending", "external_ref"],
    "properties": {**_CHANGED["properties"], "external_ref": TEXT},
}
DEAL_CREATE: dict[str, Any] = {
    "operation_id": "deals_create",
    "description": "A deal as its dossier, with at least one claim of a source; or a list of up to 1,000, all or none. "
    "`schema` and the deal's `key` may be left out.",
    "parameters": [_KEY],
    "request": {JSON: {"oneOf": [bodies.DOSSIER, {"type": "array", "minItems": 1, "maxItems": 1000, "items": bodies.DOSSIER}]}},
    "responses": {
        (201, JSON): {"oneOf": [_ENTERED, closed("results", results=array(_ENTERED))]},
        **problems(400, 401, 403, 404, 406, 409, 413, 415, 422, 503),
    },
}  # fmt: skip
DOSSIER: dict[str, Any] = {
    "operation_id": "deals_dossier",
    "parameters": [ID],
    "responses": {
        (200, JSON): {"type": "object", "required": ["schema", "deal"]},
        304: None,
        **problems(400, 401, 404, 406),
    },
}
DOSSIER_SCHEMA: dict[str, Any] = {
    "operation_id": "dossier_schema",
    "responses": {(200, JSON): {"type": "object"}, 304: None, **problems(400, 406)},
}
CLAIMS: dict[str, Any] = {
    "operation_id": "deals_claims",
    "parameters": [
        ID,
        text(
            "at",
            "the path of a value, /facilities/f1/amount, or of a row, /roles/r1; of a capacity /capacities/capacity_…/mw",
            required=True,
        ),
        text("known_on", "as published by this day (YYYY-MM-DD)"),
    ],
    "responses": {(200, JSON): bodies.CLAIMS, 304: None, **problems(400, 401, 404, 406)},
}
PRIVATE_VIEW: dict[str, Any] = {
    "operation_id": "deals_private_view",
    "description": "A team's own deal that begins as a copy of this public one and stands in its place for the team.",
    "parameters": [ID, _KEY],
    "request": {JSON: bodies.PRIVATE_VIEW},
    "responses": {
        (201, JSON): {
            "type": "object",
            "required": ["id", "pending"],
            "properties": {"id": TEXT, "pending": {"type": "boolean"}},
        },
        **problems(400, 401, 403, 404, 406, 409, 413, 415, 422, 503),
    },
}
EVALUATE: dict[str, Any] = {
    "operation_id": "controls_evaluate",
    "description": "What the export rules say of a case, or of up to 100. Saves nothing. "
    "No legal advice, no licence determination.",
    "request": {
        JSON: {"oneOf": [bodies.CASE, {"type": "array", "items": bodies.CASE, "minItems": 1, "maxItems": 100}]}
    },
    "responses": {(200, JSON): {"type": "object"}, **problems(400, 401, 403, 406, 413, 415)},
}
