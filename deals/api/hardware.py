"""/api/v1/deals/<id>/hardware/: a deal's hardware as counts of chips, H100-equivalents and megawatts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals.api.sheet_answer import of_sheet
from deals.api.values import QUANTITY
from deals.reports.hardware_counts import STATES, hardware_counts
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.shapes import JSON, TEXT, Schema, identified, problems
from dealtracker.apikit.views import ApiView


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_COUNTED = _object(by=TEXT, value=QUANTITY, why=TEXT)
_LINE = _object(
    line=TEXT, model=TEXT, state=TEXT, stated=QUANTITY, unit=TEXT, chip={"type": ["string", "null"]}, chips=_COUNTED,
    h100_equivalents=_array(_COUNTED), megawatts=_array(_COUNTED),
)  # fmt: skip
_MISMATCH = _object(count={"enum": list(STATES)}, limit={"enum": list(STATES)}, by=TEXT, certain={"type": "boolean"})
_STATE: Schema = {**QUANTITY, "properties": {**QUANTITY["properties"], "lines": _array(TEXT)}}
_GROUP = _object(
    model=TEXT, site=TEXT, states={"type": "object", "additionalProperties": _STATE}, mismatches=_array(_MISMATCH)
)
COUNTS = _object(
    deal=TEXT, revision={"type": "integer"}, lines=_array(_LINE), reconciled=_array(_GROUP), policies=_array(TEXT)
)
_DOC: dict[str, Any] = {
    "operation_id": "deals_hardware",
    "description": "Units become chips by the policies named in `policy` only; equivalents and megawatts are by tables "
    "with a version, modelled and stated by nobody.",
    "parameters": [
        identified("deal", "deal"),
        *(
            {"in": "query", "name": name, "schema": TEXT, "description": words}
            for name, words in (
                ("policy", "names of unit policies, separated by commas"), ("as_of", "the day in the world (YYYY-MM-DD)"),
                ("known_on", "as published by this day (YYYY-MM-DD)"),
            )
        ),
    ],
    "responses": {(200, JSON): COUNTS, 304: None, **problems(400, 401, 404, 406)},
}  # fmt: skip


class HardwareView(ApiView):
    """A deal's hardware counted."""

    @extend_schema(**{name: part for name, part in _DOC.items() if name != "parameters"})
    def get(self, request: Request, deal: str) -> HttpResponse:
        given = read_only(request.query_params, ("policy", "as_of", "known_on", "format"))
        policies = [name for name in given.get("policy", "").split(",") if name]

        def counted(sheet: dict[str, Any], days: Mapping[str, Any]) -> dict[str, Any]:
            counts = hardware_counts(sheet, policies=policies).to_json()
            return {"deal": sheet["id"], "revision": sheet["revision"], **counts}

        return of_sheet(request, deal, given, counted)
