"""/api/v1/webhooks/: where a person is told of changes, what was told, and telling it once more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import bad_parameter, read_only
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import JSON, TEXT, identified, key_header, problems
from dealtracker.apikit.views import ApiView
from dealtracker.ids import private_key
from dealtracker.webhooks.actions import EndpointRefused, add_endpoint, amend_endpoint, replay, signing_keys
from dealtracker.webhooks.reports import deliveries, delivery_json, endpoint_json, endpoint_of, endpoints
from dealtracker.webhooks.rules import shown_secret

_KINDS = {"type": "array", "items": TEXT, "description": "such as deal.amended; empty: all"}
_BODY = {
    "type": "object", "properties": {"url": TEXT, "kinds": _KINDS}, "required": ["url"], "additionalProperties": False,
}  # fmt: skip
_CHANGE = {
    "type": "object", "minProperties": 1, "additionalProperties": False,
    "properties": {
        "url": TEXT, "kinds": _KINDS, "disabled": {"type": "boolean"},
        "rotate": {"const": True, "description": "a new secret; the one before signs too for a day"},
    },
}  # fmt: skip
_ENDPOINT = {
    "type": "object", "required": ["id", "url", "kinds", "disabled"],
    "properties": {
        "id": TEXT, "url": TEXT, "kinds": _KINDS, "disabled": {"type": "boolean"}, "disabled_reason": TEXT,
        "secret": {"type": "string", "description": "shown when it is made, and never again"},
    },
}  # fmt: skip
_DELIVERY = {"type": "object", "required": ["id", "event", "type", "state", "attempts"]}
_ROWS = {"type": "object", "required": ["results"], "properties": {"results": {"type": "array"}}}
_ID = identified("webhook", "webhook")
_LIMIT = OpenApiParameter("limit", int, OpenApiParameter.QUERY, description="1 to 200, 50 if absent")


class _Own(ApiView):
    """Each sees their own; nobody else's are there."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.viewer.is_anonymous:
            self.permission_denied(request)


class WebhooksView(_Own):
    """Your endpoints."""

    @extend_schema(operation_id="webhooks_list", responses={(200, JSON): _ROWS, **problems(400, 401, 403, 406)})
    def get(self, request: Request) -> Response:
        read_only(request.query_params, ("format",))
        return Response({"results": endpoints(viewer=request.viewer)})

    @extend_schema(
        operation_id="webhooks_create", parameters=[key_header()], request={JSON: _BODY},
        responses={(201, JSON): _ENDPOINT, **problems(400, 401, 403, 406, 413, 415, 422, 503)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        _writes(request)
        return once(request._request, orjson.dumps(request.data), lambda: self._make(request))

    def _make(self, request: Request) -> Response:
        given = _read(request.data, ("url", "kinds"), needed="url")
        try:
            made = add_endpoint(url=given["url"], kinds=given.get("kinds", []), viewer=request.viewer)
        except EndpointRefused as error:
            raise _refused(error) from None
        body = {**endpoint_json(made), "secret": shown_secret(signing_keys(made, at=timezone.now())[0])}
        return Response(body, status=201, headers={"Location": f"/api/v1/webhooks/{body['id']}/"})


class WebhookView(_Own):
    """One endpoint of yours."""

    @extend_schema(
        operation_id="webhooks_retrieve", parameters=[_ID], responses={(200, JSON): _ENDPOINT, **problems(400, 401, 403, 404, 406)}
    )  # fmt: skip
    def get(self, request: Request, webhook: str) -> Response:
        read_only(request.query_params, ("format",))
        found = endpoint_of(viewer=request.viewer, endpoint=_key("webhook", webhook))
        if found is None:
            raise Http404
        return Response(endpoint_json(found))

    @extend_schema(
        operation_id="webhooks_amend", parameters=[_ID], request={JSON: _CHANGE},
        responses={(200, JSON): _ENDPOINT, **problems(400, 401, 403, 404, 406, 413, 415)},
    )  # fmt: skip
    def patch(self, request: Request, webhook: str) -> Response:
        read_only(request.query_params, ())
        _writes(request)
        key = _key("webhook", webhook)
        given = _read(request.data, ("url", "kinds", "disabled", "rotate"))
        now = timezone.now()
        try:
            found = amend_endpoint(endpoint=key, viewer=request.viewer, at=now, **given)
        except EndpointRefused as error:
            raise _refused(error) from None
        if found is None:
            raise Http404
        secret = {"secret": shown_secret(signing_keys(found, at=now)[0])} if given.get("rotate") else {}
        return Response({**endpoint_json(found), **secret})


class DeliveriesView(_Own):
    """What an endpoint of yours was told, newest first."""

    @extend_schema(
        operation_id="webhooks_deliveries", parameters=[_ID, _LIMIT],
        responses={(200, JSON): _ROWS, **problems(400, 401, 403, 404, 406)}
    )  # fmt: skip
    def get(self, request: Request, webhook: str) -> Response:
        given = read_only(request.query_params, ("limit", "format"))
        limit = given.get("limit", "50")
        if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= 200):
            raise bad_parameter("limit", "must be a whole number from 1 to 200")
        key = _key("webhook", webhook)
        if endpoint_of(viewer=request.viewer, endpoint=key) is None:
            raise Http404
        return Response({"results": deliveries(viewer=request.viewer, endpoint=key, limit=int(limit))})


class ReplayView(_Own):
    """Tell a delivery once more."""

    @extend_schema(
        operation_id="deliveries_replay", parameters=[identified("delivery", "delivery")], request=None,
        responses={(202, JSON): _DELIVERY, **problems(400, 401, 403, 404, 406, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request, delivery: str) -> Response:
        read_only(request.query_params, ())
        found = replay(delivery=_key("delivery", delivery), viewer=request.viewer, at=timezone.now())
        if found is None:
            raise Http404
        _writes(request)
        return Response(delivery_json(found), status=202)


def _writes(request: Request) -> None:
    if "write" not in request.viewer.scopes:
        raise Problem(403, "permission_denied", "This token may read, not change anything.")


def _key(kind: str, text: str) -> UUID:
    key = private_key(kind, text)
    if key is None:
        raise Http404
    return key


_TYPES = {
    "url": (str, "text"),
    "kinds": (list, "a list of texts"),
    "disabled": (bool, "true or false"),
    "rotate": (bool, "true"),
}


def _read(data: Any, names: tuple[str, ...], *, needed: str = "") -> dict[str, Any]:
    """The body's fields; raises Problem 400 for each that is wrong."""
    if not isinstance(data, dict) or not data:
        raise Problem(400, "invalid_body", f"Send a JSON object with {', '.join(names)}.")
    known = f"is not a field here; there are: {', '.join(names)}"
    errors = [_error(name[:60], "unknown_field", known) for name in data if name not in names]
    if needed and needed not in data:
        errors.append(_error(needed, "required", "is needed"))
    for name in names:
        kind, words = _TYPES[name]
        if name in data and (not isinstance(data[name], kind) or (name == "rotate" and not data[name])):
            errors.append(_error(name, "invalid_value", f"must be {words}"))
    if errors:
        raise Problem(400, "invalid_body", "The body cannot be read.", errors[:50])
    return data


def _refused(error: EndpointRefused) -> Problem:
    errors = [_error(error.field, "invalid_value", str(error))]
    return Problem(400, "invalid_webhook", "The webhook cannot be kept.", errors)


def _error(name: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": "/" + name.replace("~", "~0").replace("/", "~1"), "code": code, "detail": detail}
