"""A list endpoint over a queryset, said as a table: which parameters it takes and how a row looks."""
from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from dealtracker.apikit.keyset import page_of
from dealtracker.apikit.listing import bad_parameter, read_listing, read_only
from dealtracker.apikit.tags import tagged
from dealtracker.ids import private_key


class RowsView(APIView):
    """Subclasses name their `filters` (parameter → argument), their ordering `column`, and answer `rows` and `to_json`."""

    filters: ClassVar[Mapping[str, str]] = {}
    column: ClassVar[str] = "name"
    prefix: ClassVar[str] = ""

    def rows(self, request: Request, **asked: str) -> QuerySet[Any]:
        raise TypeError(f"{type(self).__name__} does not say which rows it lists")

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        raise TypeError(f"{type(self).__name__} does not say how a row looks")

    def page(self, request: Request) -> HttpResponse:
        """One page of the list."""
        listing = read_listing(request.query_params)
        asked = {self._argument(name): values[-1] for name, values in listing.filters.items()}
        found = page_of(self.rows(request, **asked), column=self.column, limit=listing.limit, cursor=listing.cursor)
        shown = iter(self.to_json(request, found.rows))
        return _answer(request, found.body(lambda _: next(shown), path=request.path, query=request.query_params, meta={}))

    def one(self, request: Request, text: str) -> HttpResponse:
        """One row by its public id."""
        read_only(request.query_params, ("format",))
        key = private_key(self.prefix, text)
        found = list(self.rows(request).filter(pk=key)) if key else []
        if not found:
            raise Http404
        return _answer(request, orjson.dumps(self.to_json(request, found)[0]))

    def _argument(self, name: str) -> str:
        if name not in self.filters:
            known = ", ".join(self.filters) or "none"
            raise bad_parameter(name, f"is not a parameter here; there are: {known}", "unknown_parameter")
        return self.filters[name]


def _answer(request: Request, body: bytes) -> HttpResponse:
    return tagged(request._request, body, digest=hashlib.md5(body, usedforsecurity=False).hexdigest())
