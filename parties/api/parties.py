"""/api/v1/parties/: who is there, by any name."""
from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from dealtracker.apikit.listing import bad_parameter
from dealtracker.apikit.lists import RowsView
from dealtracker.apikit.shapes import JSON, TEXT, page, problems, query
from parties.register.models import Party
from parties.reports.party_list import party_json, party_list

_LIST: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
PARTY: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind", "name", "names", "identifiers"],
    "properties": {name: TEXT for name in ("id", "kind", "name", "hq_country", "jurisdiction", "count_of", "reason_unnamed")}
    | {"names": _LIST, "identifiers": _LIST, "revision": {"type": "integer"}},
}


class _Parties(RowsView):
    filters = {"q": "name", "kind": "kind", "hq_country": "country", "identifier": "identifier"}
    prefix = "party"

    def rows(self, request: Request, **asked: str) -> QuerySet[Party]:
        if "kind" in asked and asked["kind"] not in Party.Kind.values:
            raise bad_parameter("kind", f"must be one of: {', '.join(Party.Kind.values)}")
        return party_list(viewer=request.viewer, **asked)

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        return [party_json(party) for party in rows]


class PartyListView(_Parties):
    """Visible parties by name."""

    @extend_schema(
        operation_id="parties_list", parameters=query("q", "kind", "hq_country", "identifier", "cursor", "limit"),
        responses={(200, JSON): page(PARTY), **problems(400, 401)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)


class PartyView(_Parties):
    """One party."""

    @extend_schema(operation_id="parties_retrieve", responses={(200, JSON): PARTY, **problems(400, 401, 404)})
    def get(self, request: Request, party: str) -> HttpResponse:
        return self.one(request, party)
