"""A list endpoint over a queryset, said as a table: which parameters it takes and how a row looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import orjson
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from dealtracker.apikit.choosing import check_chosen, chosen
from dealtracker.apikit.keyset import link, page_of
from dealtracker.apikit.listing import Listing, bad_parameter, read_listing, read_only, unknown_parameters
from dealtracker.apikit.shapes import JSON, Schema, dated, identified, list_parameters, page, problems
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView, days_asked
from dealtracker.ids import fingerprint, private_key

_NOT_HERE = {
    "as_of": "is not a parameter here; what is listed is not true of a day of its own, leave it out",
    "known_on": "is not a parameter here; nothing that is listed was published, leave it out",
    "view": "is not a parameter here; choose members by fields or omit",
}
_MOST_VALUES = 100

_EVERYWHERE = ("limit", "cursor", "ordering", "fields", "omit", "count", "format")


class RowsView(ApiView):
    """Subclasses name `filters` (parameter → argument of `rows`) and `choices` of some; answer `rows`, `to_json`."""

    filters: ClassVar[Mapping[str, str]] = {}
    # parameter → what is wrong with a value of it, "" for nothing
    faults: ClassVar[Mapping[str, Callable[[str], str]]] = {}
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    column: ClassVar[str] = "name"
    prefix: ClassVar[str] = ""
    members: ClassVar[tuple[str, ...]] = ()
    # Which of as_of and known_on `rows` and `to_json` read of the request, as `days_asked` has them.
    days: ClassVar[tuple[str, ...]] = ()

    def rows(self, request: Request, **asked: str) -> QuerySet[Any]:
        raise TypeError(f"{type(self).__name__} does not say which rows it lists")

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        raise TypeError(f"{type(self).__name__} does not say how a row looks")

    def page(self, request: Request) -> HttpResponse:
        """One page of the list."""
        listing = self._listing(request)
        rows = self._filtered(request, listing)
        ordering = listing.ordering or self.column
        found = page_of(rows, ordering=ordering, limit=listing.limit, cursor=listing.cursor)
        results = [chosen(one, listing, self.members) for one in self.to_json(request, found.rows)]
        days = days_asked(request)
        meta = {name: getattr(days, name) for name in self.days} | ({"count": rows.count()} if listing.count else {})
        ends = {name: link(request.path, request.query_params, getattr(found, name)) for name in ("next", "previous")}
        return _answer(request, orjson.dumps({"results": results, **ends, "meta": meta}))

    def one(self, request: Request, text: str) -> HttpResponse:
        """One row by its public id."""
        read_only(request.query_params, ("format", *self.days))
        key = private_key(self.prefix, text)
        found = list(self.rows(request).filter(pk=key)) if key else []
        if not found:
            raise Http404
        return _answer(request, orjson.dumps(self.to_json(request, found)[0]))

    def _listing(self, request: Request) -> Listing:
        for name, told in _NOT_HERE.items():
            if name in request.query_params and name not in self.days:
                raise bad_parameter(name, told, "unknown_parameter")
        listing = read_listing(request.query_params)
        if listing.ordering not in (None, self.column, f"-{self.column}"):
            raise bad_parameter("ordering", f"must be {self.column} or -{self.column}")
        check_chosen(listing, self.members)
        return listing

    def _filtered(self, request: Request, listing: Listing) -> QuerySet[Any]:
        """OR among the values of one parameter, AND between parameters."""
        if unknown := [name for name in listing.filters if name not in self.filters]:
            known = ", ".join([*self.filters, *self.days, *_EVERYWHERE])
            raise unknown_parameters(dict.fromkeys(unknown, f"there are: {known}"))
        found = self.rows(request)
        for name, values in listing.filters.items():
            argument = self._argument(name, values)
            either = Q()
            for value in filter(None, values):
                either |= Q(pk__in=self.rows(request, **{argument: value}).order_by().values("pk"))
            found = found.filter(either)
        return found

    def _argument(self, name: str, values: list[str]) -> str:
        if len(values) > _MOST_VALUES:
            raise bad_parameter(name, f"takes at most {_MOST_VALUES} values")
        for value in values:
            if fault := self.faults[name](value) if value and name in self.faults else "":
                raise bad_parameter(name, fault)
            if name in self.choices and value not in self.choices[name]:
                raise bad_parameter(name, f"must be one of: {', '.join(self.choices[name])}")
        return self.filters[name]


def list_schema(view: type[RowsView], operation: str, item: Schema) -> Any:
    """The decorator that documents a list's `get`."""
    return extend_schema(
        operation_id=f"{operation}_list",
        parameters=list_parameters(view.filters, view.choices, view.column, days=view.days),
        responses={(200, JSON): page(item), 304: None, **problems(400, 401, 406)},
    )


def one_schema(view: type[RowsView], operation: str, item: Schema, name: str) -> Any:
    """The decorator that documents the `get` of one row."""
    return extend_schema(
        operation_id=f"{operation}_retrieve",
        parameters=[identified(name, view.prefix), *dated(view.days)],
        responses={(200, JSON): item, 304: None, **problems(400, 401, 404, 406)},
    )


def _answer(request: Request, body: bytes) -> HttpResponse:
    return tagged(request._request, body, digest=fingerprint(body))
