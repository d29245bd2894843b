"""/api/v1/webhooks/{id}/deliveries/: what was told, and telling it once more."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dealtracker.apikit.listing import bad_parameter, read_only
from dealtracker.apikit.shapes import JSON, identified, problems
from dealtracker.webhooks.actions import replay
from dealtracker.webhooks.api.bodies import DELIVERY, ID, ROWS, OwnView, key_of, refuse_readers
from dealtracker.webhooks.reports import deliveries, delivery_json, endpoint_of

_LIMIT = OpenApiParameter("limit", int, OpenApiParameter.QUERY, description="1 to 200, 50 if absent")


class DeliveriesView(OwnView):
    """What an endpoint of yours was told, newest first."""

    @extend_schema(
        operation_id="webhooks_deliveries", parameters=[ID, _LIMIT],
        responses={(200, JSON): ROWS, **problems(400, 401, 403, 404, 406)}
    )  # fmt: skip
    def get(self, request: Request, webhook: str) -> Response:
        given = read_only(request.query_params, ("limit", "format"))
        limit = given.get("limit", "50")
        if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= 200):
            raise bad_parameter("limit", "must be a whole number from 1 to 200")
        key = key_of("webhook", webhook)
        if endpoint_of(viewer=request.viewer, endpoint=key) is None:
            raise Http404
        return Response({"results": deliveries(viewer=request.viewer, endpoint=key, limit=int(limit))})


class ReplayView(OwnView):
    """Tell a delivery once more."""

    @extend_schema(
        operation_id="deliveries_replay", parameters=[identified("delivery", "delivery")], request=None,
        responses={(202, JSON): DELIVERY, **problems(400, 401, 403, 404, 406, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request, delivery: str) -> Response:
        read_only(request.query_params, ())
        found = replay(delivery=key_of("delivery", delivery), viewer=request.viewer, at=timezone.now())
        if found is None:
            raise Http404
        refuse_readers(request)
        return Response(delivery_json(found), status=202)
