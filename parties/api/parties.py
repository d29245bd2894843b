"""/api/v1/parties/: who is there, by any name."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from dealtracker.apikit.keyset import page_of
from dealtracker.apikit.listing import Listing, bad_parameter, read_listing, read_only
from dealtracker.apikit.shapes import JSON, TEXT, page, problems
from dealtracker.apikit.tags import tagged
from dealtracker.ids import private_key
from parties.register.models import Party
from parties.reports.party_list import party_json, party_list

_FILTERS = {"q": "name", "kind": "kind", "hq_country": "country", "identifier": "identifier"}
PARTY: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind", "name", "names", "identifiers"],
    "properties": {
        "id": TEXT,
        "kind": TEXT,
        "name": TEXT,
        "hq_country": TEXT,
        "names": {"type": "array"},
        "identifiers": {"type": "array"},
    },
}


class PartyListView(APIView):
    """Visible parties by name."""

    @extend_schema(
        operation_id="parties_list",
        parameters=[OpenApiParameter(name, str, OpenApiParameter.QUERY) for name in (*_FILTERS, "cursor", "limit")],
        responses={(200, JSON): page(PARTY), **problems(400, 401)},
    )
    def get(self, request: Request) -> HttpResponse:
        listing = read_listing(request.query_params)
        found = party_list(viewer=request.viewer, **_asked(listing))
        rows = page_of(found, column="name", limit=listing.limit, cursor=listing.cursor)
        body = rows.body(party_json, path=request.path, query=request.query_params, meta={})
        return tagged(request, body, digest=hashlib.md5(body, usedforsecurity=False).hexdigest())


def _asked(listing: Listing) -> dict[str, str]:
    for name in listing.filters:
        if name not in _FILTERS:
            raise bad_parameter(name, f"is not a parameter here; there are: {', '.join(_FILTERS)}", "unknown_parameter")
    if "kind" in listing.filters and listing.filters["kind"][-1] not in Party.Kind.values:
        raise bad_parameter("kind", f"must be one of: {', '.join(Party.Kind.values)}")
    return {_FILTERS[name]: values[-1] for name, values in listing.filters.items()}


class PartyView(APIView):
    """One party."""

    @extend_schema(operation_id="parties_retrieve", responses={(200, JSON): PARTY, **problems(401, 404)})
    def get(self, request: Request, party: str) -> HttpResponse:
        read_only(request.query_params, ("format",))
        found = party_list(viewer=request.viewer).filter(pk=private_key("party", party)).first()
        if found is None:
            raise Http404
        body = orjson.dumps(party_json(found))
        return tagged(request, body, digest=hashlib.md5(body, usedforsecurity=False).hexdigest())
