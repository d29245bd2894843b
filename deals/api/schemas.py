"""What each endpoint of deals takes and answers, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from deals.api import shapes
from deals.reports.filters import COLUMNS, FACETS, ORDERINGS
from dealtracker.apikit.shapes import JSON, page, problems

ID = OpenApiParameter("deal", str, OpenApiParameter.PATH, description="deal_ and 32 hexadecimal digits")


def _query(name: str, text: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.QUERY, description=text, **more)


TIME = [
    _query("as_of", "true in the world on this day (YYYY-MM-DD)"),
    _query("known_on", "as published by this day (YYYY-MM-DD)"),
]
PAGING = [
    OpenApiParameter("limit", int, OpenApiParameter.QUERY, description="rows a page, 50 if absent"),
    _query("cursor", "from next or previous of an earlier page"),
    _query("count", "exact: the number of visible rows in meta", enum=["none", "exact"]),
]


_FILTERS = [
    _query(name, f"{dimension}; repeat for OR, {name}__in with commas, {name}__isnull", many=True)
    for name, (dimension, _) in FACETS.items()
] + [_query(f"{name}__{sign}", f"{name} from or up to") for name in COLUMNS for sign in ("gte", "lte")]

DEAL_LIST: dict[str, Any] = {
    "operation_id": "deals_list",
    "parameters": [
        _query("q", "names and words in any script; every word must occur"),
        _query("ordering", "with - for descending", enum=[sign + name for name in ORDERINGS for sign in ("", "-")]),
        _query("view", "brief: what a list row needs", enum=["full", "brief"]),
        _query("fields", "only these members, with commas"),
        _query("omit", "all but these members, with commas"),
        _query("title__ic", "part of the title"),
        _query("external_ref", "the key of the deal's dossier", many=True),
        *TIME, *PAGING, *_FILTERS,
    ],
    "responses": {(200, JSON): page(shapes.SHEET), 304: None, **problems(400, 401)},
}  # fmt: skip
DEAL: dict[str, Any] = {
    "operation_id": "deals_retrieve",
    "parameters": [ID, *TIME],
    "responses": {(200, JSON): shapes.SHEET, 304: None, **problems(400, 401, 404)},
}
DEAL_PATCH: dict[str, Any] = {
    "operation_id": "deals_amend",
    "description": "A merge patch of title, currency, labels, and of rows: {list: {key: {field: value}}}. A change of a fact "
    "names its `source` and becomes a claim; what stands is the winner among the field's claims.",
    "parameters": [
        ID,
        OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="the ETag you read"),
        OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key, the same answer"),
    ],
    "request": {"application/merge-patch+json": {"type": "object"}, JSON: {"type": "object"}},
    "responses": {(200, JSON): {"type": "object"}, **problems(400, 401, 403, 404, 412, 413, 415, 422, 428)},
}
