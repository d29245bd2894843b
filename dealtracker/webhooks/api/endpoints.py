"""/api/v1/webhooks/: where a person is told of changes."""

from __future__ import annotations

import orjson
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.shapes import JSON, key_header, problems
from dealtracker.webhooks.actions import EndpointRefused, add_endpoint, amend_endpoint, signing_keys
from dealtracker.webhooks.api.bodies import (
    BODY,
    CHANGE,
    ENDPOINT,
    ID,
    ROWS,
    OwnView,
    key_of,
    read_body,
    refuse_readers,
    refused,
)
from dealtracker.webhooks.reports import endpoint_json, endpoint_of, endpoints
from dealtracker.webhooks.rules import shown_secret


class WebhooksView(OwnView):
    """Your endpoints."""

    @extend_schema(operation_id="webhooks_list", responses={(200, JSON): ROWS, **problems(400, 401, 403, 406)})
    def get(self, request: Request) -> Response:
        read_only(request.query_params, ("format",))
        return Response({"results": endpoints(viewer=request.viewer)})

    @extend_schema(
        operation_id="webhooks_create", parameters=[key_header()], request={JSON: BODY},
        responses={(201, JSON): ENDPOINT, **problems(400, 401, 403, 406, 413, 415, 422, 503)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        refuse_readers(request)
        return once(request._request, orjson.dumps(request.data), lambda: self._make(request))

    def _make(self, request: Request) -> Response:
        given = read_body(request.data, ("url", "kinds"), needed="url")
        try:
            made = add_endpoint(url=given["url"], kinds=given.get("kinds", []), viewer=request.viewer)
        except EndpointRefused as error:
            raise refused(error) from None
        body = {**endpoint_json(made), "secret": shown_secret(signing_keys(made, at=timezone.now())[0])}
        return Response(body, status=201, headers={"Location": f"/api/v1/webhooks/{body['id']}/"})


class WebhookView(OwnView):
    """One endpoint of yours."""

    @extend_schema(
        operation_id="webhooks_retrieve", parameters=[ID], responses={(200, JSON): ENDPOINT, **problems(400, 401, 403, 404, 406)}
    )  # fmt: skip
    def get(self, request: Request, webhook: str) -> Response:
        read_only(request.query_params, ("format",))
        found = endpoint_of(viewer=request.viewer, endpoint=key_of("webhook", webhook))
        if found is None:
            raise Http404
        return Response(endpoint_json(found))

    @extend_schema(
        operation_id="webhooks_amend", parameters=[ID], request={JSON: CHANGE},
        responses={(200, JSON): ENDPOINT, **problems(400, 401, 403, 404, 406, 413, 415)},
    )  # fmt: skip
    def patch(self, request: Request, webhook: str) -> Response:
        read_only(request.query_params, ())
        refuse_readers(request)
        key = key_of("webhook", webhook)
        given = read_body(request.data, ("url", "kinds", "disabled", "rotate"))
        now = timezone.now()
        try:
            found = amend_endpoint(endpoint=key, viewer=request.viewer, at=now, **given)
        except EndpointRefused as error:
            raise refused(error) from None
        if found is None:
            raise Http404
        secret = {"secret": shown_secret(signing_keys(found, at=now)[0])} if given.get("rotate") else {}
        return Response({**endpoint_json(found), **secret})
