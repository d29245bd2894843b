"""POST /api/v1/sources/: a source entered for later claims to name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions.source_records import SourceEntry, SourceRefused, add_source
from dealtracker.access.rules import may_change
from dealtracker.access.viewers import wall_named
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import JSON, key_header, problems
from dealtracker.evidence.reports import source_json
from dealtracker.evidence.source_body import SOURCE_BODY, BadSource, read_body
from dealtracker.evidence.source_shape import SOURCE
from dealtracker.ids import public_id

_BODY = {
    **SOURCE_BODY,
    "properties": {
        **SOURCE_BODY["properties"],
        "compartment": {"type": "string", "description": "the name of your team; Public if absent"},
    },
}
SOURCE_CREATE: dict[str, Any] = {
    "operation_id": "sources_create",
    "description": "A source, dated by the days between which it appeared. An address that is entered already is 409, "
    "and `existing` names the source that has it.",
    "parameters": [key_header()],
    "request": {JSON: _BODY},
    "responses": {(201, JSON): SOURCE, **problems(400, 401, 403, 406, 409, 413, 415, 422, 503)},
}


def enter(request: Request) -> Response:
    """The new source; raises Problem, nothing saved."""
    wall = _wall(request)
    given = {name: value for name, value in request.data.items() if name != "compartment"}
    try:
        entry = SourceEntry(**read_body(given))
        made = add_source(entry=entry, compartment=wall, viewer=request.viewer, today=timezone.now().date())
    except BadSource as error:
        raise Problem.of(400, "invalid_source", "The source cannot be entered.", error.faults) from None
    except SourceRefused as error:
        raise _refused(error) from None
    body = source_json(made)
    return Response(body, status=201, headers={"Location": f"/api/v1/sources/{body['id']}/"})


def _wall(request: Request) -> UUID:
    """Where it is entered; 403 where the viewer may enter nothing there, in the same words as where nothing is."""
    if not isinstance(request.data, dict):
        raise Problem(400, "invalid_body", "Send a JSON object.")
    name = request.data.get("compartment", "Public")
    wall = wall_named(name)
    if wall is None or not may_change(request.viewer, wall):
        raise Problem(403, "permission_denied", f'There is no team "{str(name)[:60]}" whose sources you may enter.')
    return wall


def _refused(error: SourceRefused) -> Problem:
    errors = [{"pointer": f"/{error.field}".rstrip("/"), "code": "invalid_value", "detail": str(error)}]
    if error.known is None:
        return Problem(400, "invalid_source", "The source cannot be entered.", errors)
    errors[0] |= {"code": "exists"}
    return Problem(409, "exists", "The source is entered already.", errors, existing=public_id("source", error.known))
