"""/api/v1/controls/evaluate/: what the export rules say of a case, without saving anything."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deals.api import schemas
from deals.controls.queries import pack_in_force
from deals.controls.rules import Case, CaseError, case_from_json, evaluate
from deals.hardware.calc import Catalogue
from deals.hardware.catalogue import load_catalogue
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.views import ApiView

MOST_CASES = 100


class EvaluateView(ApiView):
    """One case, or a list of them; all are read before the first is evaluated."""

    asks_only = True

    @extend_schema(**schemas.EVALUATE)
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        rows = request.data if isinstance(request.data, list) else [request.data]
        if not 0 < len(rows) <= MOST_CASES:
            held = _error("", "count", f"the list holds {len(rows)}")
            raise Problem(400, "invalid_case", f"Send 1 to {MOST_CASES} cases.", [held])
        cases = _read(rows, many=isinstance(request.data, list))
        results = [evaluate(case, pack=pack_in_force(), catalogue=_catalogue()).to_json() for case in cases]
        return Response({"results": results} if isinstance(request.data, list) else results[0])


def _read(rows: list[Any], *, many: bool) -> list[Case]:
    cases, errors = [], []
    for place, row in enumerate(rows):
        try:
            cases.append(case_from_json(row))
        except CaseError as error:
            start = f"/{place}" if many else ""
            errors += [_error(_pointer(start, e.field), "invalid_field", f"{e.what}; {e.do}") for e in error.errors]
    if errors:
        raise Problem(400, "invalid_case", "The case cannot be read.", errors[:50])
    return cases


def _pointer(start: str, field: str) -> str:
    return f"{start}/{field.replace('.', '/')}" if field else start


def _error(pointer: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "detail": detail}


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()
