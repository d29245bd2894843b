"""/api/v1/limits/: limits with what is used of each, what is left, and since when they stand over it; set and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions.limits import LimitRefused, Terms, change_limit, make_limit
from deals.api.entry_bodies import body_schema, read_body
from deals.api.exposures import OBJECT
from deals.api.limit_bodies import KEPT, LIMIT, LIMIT_CHANGE, NEW_LIMIT
from deals.exposure.dimensions import kind_of
from deals.limits.models import Limit
from deals.reports.limit_list import limit_list
from deals.reports.limit_uses import Days
from deals.reports.review_queue import compartments_for_intake
from deals.reports.why_limit import why_limit
from deals.tasks import note_limits
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.parsers import MergePatchParser, StrictJSONParser
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import JSON, identified, problems, text
from dealtracker.apikit.tags import require_match, tagged
from dealtracker.apikit.views import ApiView
from dealtracker.desk.reports import people
from dealtracker.ids import fingerprint, private_key, public_id
from dealtracker.periods import OPEN_END, parse_day

_PARAMETERS = [
    text("ended", "true gives those that are not in force on as_of", enum=["true", "false"]),
    text("as_of", "the day in the world, today if absent"), text("known_on", "as published by this day, today if absent"),
]  # fmt: skip
_KNOWN = ("as_of", "known_on", "format")
Values = dict[str, Any]


class LimitsView(ApiView):
    """The limits of those compartments that the reader reads; an editor sets one."""

    @extend_schema(
        operation_id="limits_list",
        parameters=_PARAMETERS,
        responses={(200, JSON): OBJECT, 304: None, **problems(400, 401, 406)},
    )
    def get(self, request: Request) -> HttpResponse:
        given: dict[str, Any] = read_only(request.query_params, ("ended", *_KNOWN))
        if given.get("ended", "false") not in ("true", "false"):
            raise bad_parameter("ended", "must be true or false")
        found = limit_list(viewer=request.viewer, ended=given.get("ended") == "true", **_days(given))
        return _json(request, found)

    @extend_schema(
        operation_id="limits_create", request={JSON: body_schema(NEW_LIMIT)},
        responses={(201, JSON): KEPT, **problems(400, 401, 403, 415, 422)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        _refuse_readers(request)
        values = read_body(request.data, NEW_LIMIT)
        return once(request._request, orjson.dumps(request.data), lambda: _kept(request, _make(request, values), 201))


class LimitView(ApiView):
    """One limit; its amount, end and owner may change, each time with a reason. What it looks at stays."""

    parser_classes = [MergePatchParser, StrictJSONParser]

    @extend_schema(
        operation_id="limits_retrieve", parameters=[identified("limit", "limit"), *_PARAMETERS[1:]],
        responses={(200, JSON): LIMIT, 304: None, **problems(400, 401, 404, 406)},
    )  # fmt: skip
    def get(self, request: Request, limit: str) -> HttpResponse:
        return _json(request, _row(request, _key(limit), _days(read_only(request.query_params, _KNOWN))))

    @extend_schema(
        operation_id="limits_partial_update", parameters=[identified("limit", "limit")],
        request={name: body_schema(LIMIT_CHANGE) for name in (JSON, MergePatchParser.media_type)},
        responses={(200, JSON): KEPT, **problems(400, 401, 403, 404, 412, 415, 422, 428)},
    )  # fmt: skip
    def patch(self, request: Request, limit: str) -> Response:
        read_only(request.query_params, ())
        row = _row(request, _key(limit), _days({}))
        if not row["may_change"]:
            raise Problem(403, "permission_denied", "You may read this limit, not change it.")
        values = read_body(request.data, LIMIT_CHANGE)
        return once(request._request, orjson.dumps(request.data), lambda: _kept(request, _change(request, row, values)))


class LimitWhyView(ApiView):
    """What is used of one limit as a tree, down to entries, claims and dated rates."""

    @extend_schema(
        operation_id="limits_why", parameters=[identified("limit", "limit"), *_PARAMETERS[1:]],
        responses={(200, JSON): OBJECT, 304: None, **problems(400, 401, 404, 406)},
    )  # fmt: skip
    def get(self, request: Request, limit: str) -> HttpResponse:
        days = Days(**_days(read_only(request.query_params, _KNOWN)))
        found = why_limit(viewer=request.viewer, limit=_key(limit), days=days)
        if found is None:
            raise Http404
        return _json(request, found)


def _days(given: Mapping[str, str]) -> Values:
    today = timezone.now().date()
    return {
        "as_of": read_day("as_of", given.get("as_of")) or today,
        "known_on": known_day(read_day("known_on", given.get("known_on")), today=today), "today": today,
    }  # fmt: skip


def _json(request: Request, found: Values) -> HttpResponse:
    body = orjson.dumps(found)
    return tagged(request._request, body, digest=fingerprint(body))


def _key(text: str) -> UUID:
    key = private_key("limit", text)
    if key is None:
        raise Http404
    return key


def _row(request: Request, key: UUID, days: Values) -> Values:
    rows: list[Values] = limit_list(viewer=request.viewer, only=key, **days)["limits"]
    if not rows:
        raise Http404
    return rows[0]


def _refuse_readers(request: Request) -> None:
    viewer = request.viewer
    if "write" not in viewer.scopes or not viewer.edits:
        raise Problem(403, "permission_denied", "You may read here, not set limits.")


def _make(request: Request, values: Values) -> Limit:
    now = timezone.now()
    terms = Terms(
        values["dimension"], _stored_key(values["dimension"], values["key"]), values.get("measure", "debt"),
        values.get("figure", "committed"), values["currency"], values["amount"], values.get("start", now.date()),
        values.get("end", OPEN_END),
    )  # fmt: skip
    teams = {name: pk for pk, name in compartments_for_intake(viewer=request.viewer)}
    try:
        made: Limit = make_limit(
            terms=terms, compartment=teams.get(values["seen_by"], UUID(int=0)), owner=_owner(request, values["owner"]),
            reason=values["reason"], viewer=request.viewer, at=now,
        )  # fmt: skip
    except LimitRefused as error:
        raise _refused(error) from None
    return made


def _stored_key(dimension: str, given: str) -> str:
    """A party's or site's key inside its id; what is no id is left for the verb to refuse."""
    kind = kind_of(dimension)
    return str(private_key(kind, given) or given) if kind else given


def _owner(request: Request, given: UUID | str) -> UUID:
    """A user by id, or one of those whom the form offers by the name shown there; none for the verb to refuse."""
    if isinstance(given, UUID):
        return given
    named = {str(user): user.pk for user in people(viewer=request.viewer)}
    return private_key("user", given) or named.get(given, UUID(int=0))


def _change(request: Request, row: Values, values: Values) -> Limit:
    shown = fingerprint(orjson.dumps(row))
    require_match(request._request, tags=[_tag(row["revision"]), f'"{shown}"'])
    end = parse_day(row["end"]) if row["end"] else OPEN_END
    owner = _owner(request, values.get("owner", row["owner_id"]))
    try:
        changed: Limit = change_limit(
            limit=_key(row["id"]), revision=row["revision"], amount=values.get("amount", Decimal(row["amount"])),
            end=values.get("end", end), owner=owner, reason=values["reason"], viewer=request.viewer,
            at=timezone.now(),
        )  # fmt: skip
    except LimitRefused as error:
        if error.faults[0].code == "outdated":
            raise Problem(412, "precondition_failed", "It has changed since you read it; read it again.") from None
        raise _refused(error) from None
    return changed


def _refused(error: LimitRefused) -> Problem:
    named = [replace(f, pointer="/seen_by") if f.pointer == "/compartment" else f for f in error.faults]
    return Problem.of(400, "invalid_limit", "The limit cannot be kept.", named)


def _tag(revision: int) -> str:
    return f'"r{revision}"'


def _kept(request: Request, limit: Limit, status: int = 200) -> Response:
    """Kept, and compared with what stands under it at once, as on the page."""
    note_limits(viewer=request.viewer, walls=[limit.compartment_id], at=timezone.now())
    name = public_id("limit", limit.pk)
    headers = {"ETag": _tag(limit.revision)} | ({"Location": f"{request.path}{name}/"} if status == 201 else {})
    return Response({"id": name, "revision": limit.revision}, status=status, headers=headers)
