"""/api/v1/price-curves/: curves by which hardware is valued: user data with a source, a new version for new terms."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions.curves import CurveRefused, CurveTerms, add_curve
from deals.api.values import closed
from deals.hardware.models import PriceCurve
from deals.reports.curve_list import curve_json, curves
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.lists import RowsView, list_schema
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import JSON, TEXT, Schema, problems
from dealtracker.apikit.views import days_asked
from dealtracker.ids import private_key

_KINDS = tuple(PriceCurve.Kind.values)
_FLAG: Schema = {"type": "boolean"}
CURVE: Schema = closed(
    *("id", "model", "name", "version", "kind", "terms", "deal", "source"),
    id=TEXT, model=TEXT, model_name=TEXT, name=TEXT, version={"type": "integer"}, kind={"enum": list(_KINDS)},
    terms={"type": "object"}, deal={"type": ["string", "null"]}, invented=_FLAG, source=TEXT, source_words=TEXT,
)  # fmt: skip
_BODY: Schema = closed(
    *("model", "name", "kind", "terms", "source"),
    model=TEXT, name=TEXT, kind={"enum": list(_KINDS)}, terms={"type": "object"}, source=TEXT, deal=TEXT,
)  # fmt: skip


class _Curves(RowsView):
    filters: ClassVar[dict[str, str]] = {"model": "model", "name": "name"}
    days = ("known_on",)
    prefix = "curve"
    members = tuple(CURVE["properties"])

    def rows(self, request: Request, **asked: str) -> QuerySet[PriceCurve]:
        known_on = days_asked(request).known_on
        return curves(viewer=request.viewer, **asked).filter(source__published_to__lte=known_on)

    def to_json(self, request: Request, rows: list[PriceCurve]) -> list[dict[str, Any]]:
        return [curve_json(row) for row in rows]


class PriceCurvesView(_Curves):
    """Every version whose source was published by the day, by name; a new one stands behind the wall of its source."""

    @list_schema(_Curves, "price_curves", CURVE)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)

    @extend_schema(
        operation_id="price_curves_create",
        request={JSON: _BODY},
        responses={(201, JSON): CURVE, **problems(400, 401, 403, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        given = request.data
        if not isinstance(given, dict):
            raise _bad("", "must be an object")
        return once(request._request, orjson.dumps(given), lambda: _made(request, given))


def _bad(pointer: str, detail: str) -> Problem:
    fault = {"pointer": pointer, "code": "invalid_value", "detail": detail}
    return Problem(400, "invalid_body", "The body cannot be read.", [fault])


def _made(request: Request, given: dict[str, Any]) -> Response:
    for name in given:
        if name not in _BODY["properties"]:
            raise _bad(f"/{name[:60]}", f"is not a field here; there are: {', '.join(_BODY['properties'])}")
    for name in ("model", "name", "kind", "source", "deal"):
        if not isinstance(given.get(name, ""), str):
            raise _bad(f"/{name}", "must be text")
    source, deal = _key("source", given.get("source", "")), _key("deal", given.get("deal", ""))
    terms = CurveTerms(
        given.get("model", ""), given.get("name", ""), given.get("kind", ""), given.get("terms"), source, deal
    )
    try:
        made = add_curve(curve=terms, viewer=request.viewer)
    except CurveRefused as error:
        raise Problem.of(400, "refused", "The curve cannot be kept.", error.faults) from None
    return Response(curve_json(made), status=201)


def _key(kind: str, text: str) -> UUID | None:
    found = private_key(kind, text) if text else None
    if text and found is None:
        raise _bad(f"/{kind}", f"must be an id such as {kind}_ and 32 hexadecimal digits")
    return found
