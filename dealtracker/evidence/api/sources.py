"""/api/v1/sources/: what was published, by whom, when."""
from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from dealtracker.apikit.lists import RowsView
from dealtracker.apikit.shapes import JSON, TEXT, page, problems, query
from dealtracker.evidence.models import Source
from dealtracker.evidence.reports import source_json, source_rows

_TEXTS = (
    "id", "kind", "publisher", "newsroom", "title", "url", "language", "date_basis", "published_from", "published_to",
    "withdrawn_on",
)  # fmt: skip
SOURCE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind", "publisher", "published_to", "read", "links"],
    "properties": {name: TEXT for name in _TEXTS}
    | {"read": {"type": "boolean"}, "links": {"type": "array", "items": {"type": "object"}}},
}


class _Sources(RowsView):
    filters = {"url": "url", "publisher": "publisher", "kind": "kind", "language": "language"}
    column = "publisher"
    prefix = "source"

    def rows(self, request: Request, **asked: str) -> QuerySet[Source]:
        return source_rows(viewer=request.viewer, **asked)

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        return [source_json(source) for source in rows]


class SourceListView(_Sources):
    """Visible sources by publisher."""

    @extend_schema(
        operation_id="sources_list", parameters=query("url", "publisher", "kind", "language", "cursor", "limit"),
        responses={(200, JSON): page(SOURCE), **problems(400, 401)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)


class SourceView(_Sources):
    """One source."""

    @extend_schema(operation_id="sources_retrieve", responses={(200, JSON): SOURCE, **problems(400, 401, 404)})
    def get(self, request: Request, source: str) -> HttpResponse:
        return self.one(request, source)
