"""/api/v1/jobs/: stress runs, asked for and read; and how far rebuilding and the nightly check are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions.stress import ask_stress, cancel_job
from deals.actions.stress_inputs import SHOCKS, JobRefused, read_inputs
from deals.api.exposures import OBJECT
from deals.api.values import DECIMAL, array
from deals.exposure.dimensions import NAMES
from deals.reports.filters import FilterError
from deals.reports.job_list import job_list, job_of
from deals.reports.why_stress import VALUES, RunLine, why_stress
from deals.stress.calc import FIGURES
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import bad_parameter, read_only
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import DAY, JSON, TEXT, identified, problems, text
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint, private_key, public_id

_BODY = {
    "type": "object", "required": ["dimensions"], "additionalProperties": False,
    "properties": {
        "dimensions": array({"enum": list(NAMES)}), "as_of": DAY, "currency": TEXT, "measure": {"enum": ["debt", "equity"]},
        "invented": {"type": "boolean"}, "cause": TEXT, **{name: DECIMAL for name in SHOCKS if name != "barred"}, "barred": TEXT,
    },
    "example": {"dimensions": ["borrower", "site.country"], "chips": "-0.4", "rate_bps": "200"},
}  # fmt: skip
_STATUS = {"not_allowed": (403, "permission_denied"), "too_many": (400, "invalid_change")}
_ASKED = {
    "type": "object", "required": ["id", "state"], "properties": {"id": TEXT, "state": TEXT}, "additionalProperties": False,
}  # fmt: skip


def _json(request: Request, found: Any) -> HttpResponse:
    body = orjson.dumps(found)
    return tagged(request._request, body, digest=fingerprint(body))


class JobsView(ApiView):
    """Runs that drew on nothing but what the reader sees; a POST asks for a stress run and answers at once."""

    @extend_schema(operation_id="jobs_list", responses={(200, JSON): OBJECT, 304: None, **problems(401, 406)})
    def get(self, request: Request) -> HttpResponse:
        read_only(request.query_params, ("format",))
        return _json(request, job_list(viewer=request.viewer))

    @extend_schema(
        operation_id="jobs_create",
        request={JSON: _BODY},
        responses={(202, JSON): _ASKED, **problems(400, 401, 403, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        given = request.data
        if not isinstance(given, dict):
            raise _bad("", "must be an object")
        return once(request._request, orjson.dumps(given), lambda: _ask(request, dict(given)))


def _bad(pointer: str, detail: str) -> Problem:
    return Problem(
        400,
        "invalid_body",
        "The body cannot be read.",
        [{"pointer": pointer, "code": "invalid_value", "detail": detail}],
    )


def _ask(request: Request, given: dict[str, Any]) -> Response:
    cause = given.pop("cause", "")
    now = timezone.now()
    if not isinstance(cause, str):
        raise _bad("/cause", "must be text")
    try:
        inputs = read_inputs(given, viewer=request.viewer, today=now.date().isoformat())
        job = ask_stress(inputs=inputs, cause=cause, viewer=request.viewer, at=now)
    except JobRefused as error:
        status, code = _STATUS.get(error.faults[0].code, (400, "invalid_body"))
        raise Problem.of(status, code, "The run cannot be asked for.", error.faults) from None
    name = public_id("job", job.pk)
    return Response({"id": name, "state": job.state}, status=202, headers={"Location": f"{request.path}{name}/"})


class JobView(ApiView):
    """One run with progress, inputs and result."""

    @extend_schema(
        operation_id="jobs_retrieve", parameters=[identified("job", "job")],
        responses={(200, JSON): OBJECT, 304: None, **problems(401, 404, 406)},
    )  # fmt: skip
    def get(self, request: Request, job: str) -> HttpResponse:
        read_only(request.query_params, ("format",))
        return _json(request, _found(request, _key(job)))


class JobWhyView(ApiView):
    """One figure of a run as a tree, down to entries, claims, dated rates, the terms of a curve and the shocks."""

    @extend_schema(
        operation_id="jobs_why",
        parameters=[
            identified("job", "job"), text("dimension", "by which the line is grouped", enum=list(NAMES), required=True),
            text("key", "the line's key; absent for what belongs to no group"),
            text("figure", "which figure of the run", enum=list(FIGURES), required=True),
            text("weight", "the line's weight", required=True), text("basis", "what the line rests on", required=True),
            text("value", "before the shocks, after them, or what that makes", enum=list(VALUES), required=True),
        ],
        responses={(200, JSON): OBJECT, 304: None, **problems(400, 401, 404, 406)},
    )  # fmt: skip
    def get(self, request: Request, job: str) -> HttpResponse:
        names = ("dimension", "figure", "weight", "basis")
        given = read_only(request.query_params, (*names, "key", "value", "format"))
        line = RunLine(key=given.get("key"), **{name: given.get(name, "") for name in names})
        try:
            found = why_stress(
                viewer=request.viewer, job=_key(job), line=line, value=given.get("value", ""), today=timezone.now().date()
            )
        except FilterError as error:
            raise bad_parameter(error.name, str(error), error.code) from None
        if found is None:
            raise Http404
        return _json(request, found)


class CancelView(ApiView):
    """Calls a run off; one that has ended stays as it is."""

    @extend_schema(
        operation_id="jobs_cancel", parameters=[identified("job", "job")], request=None,
        responses={(200, JSON): _ASKED, **problems(400, 401, 403, 404)},
    )  # fmt: skip
    def post(self, request: Request, job: str) -> Response:
        read_only(request.query_params, ())
        key = _key(job)
        found = _found(request, key)
        if found["state"] in ("waiting", "running") and not cancel_job(
            job=key, viewer=request.viewer, at=timezone.now()
        ):
            raise Problem(403, "permission_denied", "Only whoever asked for a run calls it off.")
        return Response({"id": found["id"], "state": _found(request, key)["state"]})


def _key(job: str) -> UUID:
    key = private_key("job", job)
    if key is None:
        raise Http404
    return key


def _found(request: Request, key: UUID) -> dict[str, Any]:
    found = job_of(viewer=request.viewer, job=key)
    if found is None:
        raise Http404
    return found
