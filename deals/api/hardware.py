"""/api/v1/deals/<id>/hardware/: a deal's hardware as counts of chips, H100-equivalents and megawatts."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals.api.deals import deal_key
from deals.api.values import QUANTITY
from deals.hardware.catalogue import load_unit_policies
from deals.reports.deal_sheet import deal_sheet
from deals.reports.hardware_counts import STATES, hardware_counts
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.shapes import JSON, TEXT, Schema, identified, problems
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint


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
        if wrong := [name for name in policies if name not in load_unit_policies()]:
            raise bad_parameter("policy", f'"{wrong[0][:60]}" is not one of: {", ".join(load_unit_policies())}')
        today = timezone.now().date()
        known_on = known_day(read_day("known_on", given.get("known_on")), today=today)
        sheet = deal_sheet(
            viewer=request.viewer, deal=deal_key(deal), today=today, as_of=read_day("as_of", given.get("as_of")) or today,
            known_on=known_on,
        )  # fmt: skip
        if sheet is None:
            raise Http404
        document = orjson.loads(sheet.body)
        counted = hardware_counts(document, policies=policies).to_json()
        body = orjson.dumps({"deal": document["id"], "revision": document["revision"], **counted})
        return tagged(request._request, body, digest=fingerprint(body))
