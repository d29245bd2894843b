"""/api/v1/parties/<id>/ownership/: who owns whom around a party, at a date."""

from __future__ import annotations

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from dealtracker.apikit.listing import known_day, read_day, read_only
from dealtracker.apikit.shapes import JSON, identified, problems
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint, private_key
from parties.reports.ownership_shape import OWNERSHIP
from parties.reports.ownership_told import told
from parties.reports.ownership_tree import ownership_tree

DAYS = [
    OpenApiParameter("as_of", str, OpenApiParameter.QUERY, description="the day in the world, YYYY-MM-DD"),
    OpenApiParameter("known_on", str, OpenApiParameter.QUERY, description="published by this day, YYYY-MM-DD"),
]


class OwnershipView(ApiView):
    """Parents above, subsidiaries below, shares with bounds, the weakest link and the chain of headquarters."""

    @extend_schema(
        operation_id="parties_ownership", parameters=[identified("party", "party"), *DAYS],
        responses={(200, JSON): OWNERSHIP, 304: None, **problems(400, 401, 404, 406)},
    )  # fmt: skip
    def get(self, request: Request, party: str) -> HttpResponse:
        given = read_only(request.query_params, ("as_of", "known_on", "format"))
        today, key = timezone.now().date(), private_key("party", party)
        as_of, known_on = read_day("as_of", given.get("as_of")), read_day("known_on", given.get("known_on"))
        days = {"as_of": as_of or today, "known_on": known_day(known_on, today=today)}
        tree = ownership_tree(viewer=request.viewer, party=key, **days) if key else None
        if tree is None:
            raise Http404
        body = orjson.dumps(told(tree))
        return tagged(request._request, body, digest=fingerprint(body))
