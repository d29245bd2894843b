"""/api/v1/sources/: what was published, by whom, when."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import bad_parameter, read_day, read_only
from dealtracker.apikit.lists import RowsView, list_schema, one_schema
from dealtracker.apikit.views import days_asked
from dealtracker.evidence.api.entering import SOURCE_CREATE, enter
from dealtracker.evidence.models import Source
from dealtracker.evidence.reports import ORIGINS, STATES, resting_on, source_json, source_rows
from dealtracker.evidence.source_shape import SOURCE
from dealtracker.ids import private_key

_DAYS = {"since": "published_after", "until": "published_before"}


class _Sources(RowsView):
    filters = {
        "q": "words", "url": "url", "publisher": "publisher", "newsroom": "newsroom", "kind": "kind", "language": "language",
        "origin": "origin", "state": "state", "published_after": "since", "published_before": "until", "deal": "deal",
    }  # fmt: skip
    choices: ClassVar[dict[str, tuple[str, ...]]] = {"kind": tuple(Source.Kind.values), "origin": ORIGINS, "state": STATES}
    days = ("known_on",)
    column = "publisher"
    prefix = "source"
    members = tuple(SOURCE["properties"])

    def rows(self, request: Request, **asked: str) -> QuerySet[Source]:
        more: dict[str, Any] = {name: read_day(_DAYS[name], asked.pop(name)) for name in _DAYS if name in asked}
        if "deal" in asked:
            more["deal"] = deal = private_key("deal", asked.pop("deal"))
            if deal is None:
                raise bad_parameter("deal", "must be an id such as deal_ and 32 hexadecimal digits")
        return source_rows(viewer=request.viewer, known_on=days_asked(request).known_on, **asked, **more)

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        counts = resting_on([source.pk for source in rows], viewer=request.viewer)
        return [source_json(source, counts, known_on=days_asked(request).known_on) for source in rows]


class SourceListView(_Sources):
    """Visible sources by publisher."""

    @list_schema(_Sources, "sources", SOURCE)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)

    @extend_schema(**SOURCE_CREATE)
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        return once(request._request, orjson.dumps(request.data), lambda: enter(request))


class SourceView(_Sources):
    """One source."""

    @one_schema(_Sources, "sources", SOURCE, "source")
    def get(self, request: Request, source: str) -> HttpResponse:
        return self.one(request, source)
