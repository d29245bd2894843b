"""/api/v1/parties/<id>/screening/: candidates of a party, its owners under the two rules, and judgements on candidates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import known_day, read_day, read_only
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import JSON, TEXT, Schema, identified, problems
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint, private_key, public_id
from dealtracker.sentences import sentence
from parties.actions.dispositions import judge_candidate
from parties.actions.screening import ScreeningRefused
from parties.api.ownership import DAYS
from parties.models import Disposition
from parties.reports.party_candidates import party_candidates
from parties.reports.party_names import party_name
from parties.reports.screening_shape import SCREENING
from parties.reports.screening_told import screening_told

_FIELDS: dict[str, tuple[type, Schema]] = {
    "watchlist": (int, {"type": "integer"}), "ref": (str, {**TEXT, "maxLength": 200}),
    "verdict": (str, {"enum": list(Disposition.Verdict.values)}), "reason": (str, {**TEXT, "maxLength": 4000}),
    "inputs": (str, {**TEXT, "maxLength": 64}),
}  # fmt: skip
_BODY: Schema = {
    "type": "object", "properties": {name: schema for name, (_, schema) in _FIELDS.items()},
    "required": ["watchlist", "ref", "verdict", "reason"], "additionalProperties": False,
}  # fmt: skip
_YES: Schema = {"type": "boolean"}
_MADE: Schema = {
    "type": "object", "properties": {"id": TEXT, "verdict": TEXT, "waiting": _YES}, "required": ["id", "verdict", "waiting"],
    "additionalProperties": False,
}  # fmt: skip
_REFUSED = {
    "invalid": (400, "refused"),
    "not_allowed": (403, "permission_denied"),
    "gone": (409, "conflict"),
    "changed": (409, "conflict"),
}


class ScreeningView(ApiView):
    """Candidates with scores and reasons, and ownership by listed parties. For those who are signed in."""

    @extend_schema(
        operation_id="parties_screening", parameters=[identified("party", "party"), *DAYS],
        responses={(200, JSON): SCREENING, 304: None, **problems(400, 401, 404, 406)},
    )  # fmt: skip
    def get(self, request: Request, party: str) -> HttpResponse:
        given = read_only(request.query_params, ("as_of", "known_on", "format"))
        today = timezone.now().date()
        as_of, known_on = read_day("as_of", given.get("as_of")), read_day("known_on", given.get("known_on"))
        days = {"as_of": as_of or today, "known_on": known_day(known_on, today=today)}
        key = _seen(request, party)
        found = party_candidates(viewer=request.viewer, party=key, **days)
        if found is None:
            raise Http404
        body = orjson.dumps(screening_told(found, party=key))
        return tagged(request._request, body, digest=fingerprint(body))


class CandidateJudgementsView(ApiView):
    """A judgement on one candidate of a party; it holds until what was compared changes."""

    @extend_schema(
        operation_id="parties_judge_candidate", parameters=[identified("party", "party")], request={JSON: _BODY},
        responses={(201, JSON): _MADE, **problems(400, 401, 403, 404, 409, 415, 422)},
    )  # fmt: skip
    def post(self, request: Request, party: str) -> Response:
        read_only(request.query_params, ())
        key, given = _seen(request, party), _body(request.data)

        def judge() -> Response:
            try:
                made = judge_candidate(
                    party=key, watchlist=given["watchlist"], ref=given["ref"], verdict=given["verdict"], reason=given["reason"],
                    seen=given.get("inputs"), viewer=request.viewer, at=timezone.now(),
                )  # fmt: skip
            except ScreeningRefused as refused:
                status, code = _REFUSED[refused.code]
                raise Problem(status, code, sentence(str(refused))) from None
            told = {"id": public_id("disposition", made.pk), "verdict": made.verdict, "waiting": made.is_waiting}
            return Response(told, status=201)

        return once(request._request, orjson.dumps(request.data), judge)


def _seen(request: Request, text: str) -> UUID:
    """The party, for those who are signed in; raises Http404 for one that is hidden or absent."""
    if request.viewer.is_anonymous:
        raise NotAuthenticated
    key = private_key("party", text)
    if key is None or party_name(viewer=request.viewer, party=key) is None:
        raise Http404
    return key


def _body(data: Any) -> dict[str, Any]:
    """Raises Problem 400 with a pointer to each fault."""
    if not isinstance(data, dict):
        raise Problem(400, "invalid_body", "The body must be an object.")
    faults = [_fault(name, "unknown_field", "is not a field here") for name in data if name not in _FIELDS]
    faults += [_fault(name, "required", "must be there") for name in _BODY["required"] if name not in data]
    for name, (kind, schema) in _FIELDS.items():
        if name in data and (message := _wrong(data[name], kind, schema)):
            faults.append(_fault(name, "invalid", message))
    if faults:
        raise Problem(400, "invalid_body", "The judgement cannot be read.", faults)
    return data


def _fault(name: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": f"/{name[:60]}", "code": code, "detail": detail}


def _wrong(value: Any, kind: type, schema: Schema) -> str:
    if not isinstance(value, kind) or isinstance(value, bool):
        return "must be a whole number" if kind is int else "must be text"
    if isinstance(value, int) and not 0 <= value < 2**63:
        return "is not the number of a list"
    if "enum" in schema and value not in schema["enum"]:
        return f"must be one of: {', '.join(schema['enum'])}"
    if isinstance(value, str) and ("\x00" in value or len(value) > schema.get("maxLength", 100)):
        return f"must be text of at most {schema.get('maxLength', 100)} characters"
    return ""
