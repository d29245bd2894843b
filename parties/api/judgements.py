"""/api/v1/parties/<id>/merge/ and what belongs to it: whether two records are one, judged by a person and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import JSON, TEXT, Schema, identified, key_header, problems
from dealtracker.apikit.views import ApiView
from dealtracker.ids import private_key, public_id
from dealtracker.sentences import sentence
from parties.actions.merges import LONGEST_REASON, MergeRefused, keep_apart, merge_parties, undo_judgement
from parties.register.models import MergeJudgement
from parties.register.queries import merged_into
from parties.reports.judgements import Judged, judgement, judgements_of
from parties.reports.merge_preview import may_judge

_PARTY: Schema = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
JUDGEMENT: Schema = {
    "type": "object",
    "required": ["id", "verdict", "party", "other", "reason", "at", "withdrawn"],
    "properties": {
        "id": TEXT, "verdict": {"enum": list(MergeJudgement.Verdict.values)}, "party": _PARTY, "other": _PARTY, "reason": TEXT,
        "by": TEXT, "at": _MOMENT,
        "withdrawn": {"type": ["object", "null"], "properties": {"at": _MOMENT, "by": TEXT, "reason": TEXT}},
    },
    "additionalProperties": False,
}  # fmt: skip
_ID: Schema = {"type": "string", "pattern": "^party_[0-9a-f]{32}$"}
_REASON: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_REASON}
Values = dict[str, Any]


def _body(*required: str, **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


_MERGE = _body("into", "reason", into=_ID, reason=_REASON)
_APART = _body("other", "reason", other=_ID, reason=_REASON, unsure={"type": "boolean"})
_WITHDRAW = _body("reason", reason=_REASON)


def judgement_json(row: Judged) -> Values:
    """As the API gives it; `by` is left out where it is not told."""
    at, by, reason = row.undone or (None, "", "")
    return {
        "id": row.public_id,
        "verdict": row.verdict,
        **{
            name: {"id": public_id("party", k), "name": n}
            for name, (k, n) in (("party", row.party), ("other", row.other))
        },
        "reason": row.reason,
        **({"by": row.by} if row.by else {}),
        "at": row.at.isoformat(),
        "withdrawn": {"at": at.isoformat(), **({"by": by} if by else {}), "reason": reason} if at else None,
    }


def _documented(operation: str, body: Schema, *address: Any) -> Any:
    return extend_schema(
        operation_id=operation, parameters=[*address, key_header()], request={JSON: body},
        responses={(201, JSON): JUDGEMENT, **problems(400, 401, 403, 404, 409, 415, 422)},
    )  # fmt: skip


def _read(data: Any, schema: Schema) -> Values:
    """The body as its schema says; raises Problem 400 naming every place that is wrong."""
    if not isinstance(data, dict):
        raise Problem(400, "invalid_body", "Send a JSON object.", [_error("", "must be an object")])
    known = schema["properties"]
    errors = [
        _error(f"/{name[:60]}", f"is not a member here; there are: {', '.join(known)}")
        for name in data
        if name not in known
    ]
    errors += [_error(f"/{name}", "is needed") for name in schema["required"] if name not in data]
    errors += [_error(f"/{n}", wrong) for n, part in known.items() if n in data and (wrong := _wrong(data[n], part))]
    if errors:
        raise Problem(400, "invalid_body", "The body cannot be read.", errors[:50])
    return {name: private_key("party", value) if known[name] is _ID else value for name, value in data.items()}


def _wrong(value: Any, part: Schema) -> str:
    if part["type"] == "boolean":
        return "" if isinstance(value, bool) else "must be true or false"
    if not isinstance(value, str):
        return "must be text"
    if part is _ID:
        return "" if private_key("party", value) else "must be an id such as party_ and 32 hexadecimal digits"
    return (
        ""
        if value.strip() and len(value) <= LONGEST_REASON
        else f"must be 1 to {LONGEST_REASON} characters that say why"
    )


def _error(pointer: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": "invalid", "detail": detail}


def _judge(request: Request, body: Schema, act: Callable[[Values], MergeJudgement]) -> Response:
    """Reads the body, judges once, answers what was judged."""
    read_only(request.query_params, ())
    values = _read(request.data, body)

    def change() -> Response:
        try:
            made = act({**values, "viewer": request.viewer, "at": timezone.now()})
        except MergeRefused as error:
            raise _problem(error) from None
        told = judgement(viewer=request.viewer, judgement=made.pk)
        if told is None:
            raise Http404
        return Response(judgement_json(told), status=201)

    return once(request._request, orjson.dumps(request.data), change)


def _problem(error: MergeRefused) -> Exception:
    words = sentence(str(error))
    if error.cause == "absent":
        return Http404()
    if error.cause == "reader":
        return Problem(403, "permission_denied", words)
    if error.cause == "reason":
        return Problem(400, "invalid_body", words, [_error("/reason", str(error))])
    return Problem(409, "conflict", words)


def _party(request: Request, text: str) -> UUID:
    """The key of a party that this caller may judge; 404 before its rights are told."""
    key = private_key("party", text)
    may = may_judge(viewer=request.viewer, party=key) if key else None
    if key is None or may is None:
        raise Http404
    if not may:
        raise Problem(403, "permission_denied", "You may read this, not change it.")
    return key


class MergeView(ApiView):
    """The party is the same as `into`, which stands for both from now on."""

    @_documented("parties_merge", _MERGE, identified("party", "party"))
    def post(self, request: Request, party: str) -> Response:
        key = _party(request, party)
        return _judge(request, _MERGE, lambda values: merge_parties(party=key, **values))


class KeepApartView(ApiView):
    """The two are not the same, or with `unsure` it cannot be told; the former blocks a merge."""

    @_documented("parties_keep_apart", _APART, identified("party", "party"))
    def post(self, request: Request, party: str) -> Response:
        key = _party(request, party)
        return _judge(request, _APART, lambda values: keep_apart(party=key, **values))


class MergeJudgementsView(ApiView):
    """All that was judged about a party and other records, the latest first, those withdrawn too."""

    @extend_schema(
        operation_id="parties_judgements", parameters=[identified("party", "party")],
        responses={(200, JSON): {"type": "object", "properties": {"results": {"type": "array", "items": JUDGEMENT}}},
                   **problems(400, 401, 404, 406)},
    )  # fmt: skip
    def get(self, request: Request, party: str) -> Response:
        read_only(request.query_params, ("format",))
        key = private_key("party", party)
        if key is None or may_judge(viewer=request.viewer, party=key) is None:
            raise Http404
        rows = judgements_of(viewer=request.viewer, party=merged_into(key, viewer=request.viewer) or key)
        return Response({"results": [judgement_json(row) for row in rows]})


class WithdrawView(ApiView):
    """Takes a judgement back; after a merge every record stands for itself again."""

    @_documented("merge_judgements_withdraw", _WITHDRAW, identified("judgement", "judgement"))
    def post(self, request: Request, judgement: str) -> Response:
        key = private_key("judgement", judgement)
        if key is None:
            raise Http404
        return _judge(request, _WITHDRAW, lambda values: undo_judgement(judgement=key, **values))
