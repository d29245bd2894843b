"""What clients send about webhooks, read strictly, and what they are answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import TEXT, identified
from dealtracker.apikit.views import ApiView
from dealtracker.ids import private_key
from dealtracker.webhooks.actions import EndpointRefused

KINDS = {"type": "array", "items": TEXT, "description": "such as deal.amended; empty: all"}
BODY = {
    "type": "object", "properties": {"url": TEXT, "kinds": KINDS}, "required": ["url"], "additionalProperties": False,
}  # fmt: skip
CHANGE = {
    "type": "object", "minProperties": 1, "additionalProperties": False,
    "properties": {
        "url": TEXT, "kinds": KINDS, "disabled": {"type": "boolean"},
        "rotate": {"const": True, "description": "a new secret; the one before signs too for a day"},
    },
}  # fmt: skip
ENDPOINT = {
    "type": "object", "required": ["id", "url", "kinds", "disabled"],
    "properties": {
        "id": TEXT, "url": TEXT, "kinds": KINDS, "disabled": {"type": "boolean"}, "disabled_reason": TEXT,
        "secret": {"type": "string", "description": "shown when it is made, and never again"},
    },
}  # fmt: skip
DELIVERY = {"type": "object", "required": ["id", "event", "type", "state", "attempts"]}
ROWS = {"type": "object", "required": ["results"], "properties": {"results": {"type": "array"}}}
ID = identified("webhook", "webhook")


class OwnView(ApiView):
    """Each sees their own; nobody else's are there."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.viewer.is_anonymous:
            self.permission_denied(request)


def refuse_readers(request: Request) -> None:
    if "write" not in request.viewer.scopes:
        raise Problem(403, "permission_denied", "This token may read, not change anything.")


def key_of(kind: str, text: str) -> UUID:
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


def read_body(data: Any, names: tuple[str, ...], *, needed: str = "") -> dict[str, Any]:
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


def refused(error: EndpointRefused) -> Problem:
    errors = [{"pointer": f"/{place}", "code": "invalid_value", "detail": why} for place, why in error.faults]
    return Problem(400, "invalid_webhook", "The webhook cannot be kept.", errors)


def _error(name: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": "/" + name.replace("~", "~0").replace("/", "~1"), "code": code, "detail": detail}
