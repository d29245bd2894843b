"""/api/v1/: every address below it, read from the URL configuration, so that none is left out; for people as a page."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from dealtracker.apikit.listing import read_only
from dealtracker.apikit.renderers import JSONRenderer
from dealtracker.apikit.views import ApiView
from dealtracker.uikit.frame import frame

ROOT = "api/v1/"
_TEXT = {"type": "string"}
_ADDRESS = {
    "type": "object", "required": ["path", "methods", "what"],
    "properties": {"path": _TEXT, "methods": {"type": "array", "items": _TEXT}, "what": _TEXT},
}  # fmt: skip
_INDEX = {
    "type": "object", "required": ["results", "schema", "docs"],
    "properties": {"results": {"type": "array", "items": _ADDRESS}, "schema": _TEXT, "docs": _TEXT},
}  # fmt: skip


class IndexView(ApiView):
    """What there is below this address; the same for everyone."""

    renderer_classes = [JSONRenderer, TemplateHTMLRenderer]
    permission_classes: ClassVar[list[Any]] = []
    authentication_classes: ClassVar[list[Any]] = []
    template_name = "deals/api_index.html"

    @extend_schema(operation_id="index", responses={(200, "application/json"): _INDEX})
    def get(self, request: Request) -> Response:
        read_only(request.query_params, ())
        index = {"results": addresses(), "schema": f"/{ROOT}schema/", "docs": f"/{ROOT}docs/"}
        is_page = request.accepted_renderer.format == "html"
        return Response({**frame(request._request), **index} if is_page else index)


def addresses() -> list[dict[str, Any]]:
    """[{"path", "methods", "what"}] by path; a part in braces stands for an id."""
    found = [_told(whole, view) for whole, view in _views(get_resolver(), "") if whole.startswith(ROOT)]
    return sorted(found, key=lambda row: str(row["path"]))


def _views(resolver: URLResolver, before: str) -> Iterator[tuple[str, Any]]:
    for part in resolver.url_patterns:
        whole = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from _views(part, whole)
        elif isinstance(part, URLPattern) and hasattr(part.callback, "view_class"):
            yield whole, part.callback.view_class


def _told(whole: str, view: Any) -> dict[str, Any]:
    offered = [name.upper() for name in ("get", "post", "put", "patch", "delete") if hasattr(view, name)]
    what = " ".join((inspect.getdoc(view) or "").split("\n\n")[0].split())
    return {"path": "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", whole), "methods": offered, "what": what}
