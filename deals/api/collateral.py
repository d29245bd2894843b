"""/api/v1/deals/<id>/collateral/: what secures each facility, and the cover by day under named curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals.api.deals import deal_key
from deals.api.values import array, closed
from deals.reports.collateral import collateral
from deals.reports.deal_sheet import deal_sheet
from deals.reports.filters import FilterError
from deals.reports.secured import UnknownCurve
from deals.reports.why_collateral import FIGURES, why_collateral
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.shapes import DAY, JSON, TEXT, identified, problems, text
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint

OBJECT = {"type": "object", "additionalProperties": True}
_OBJECTS = array({"type": "object"})
_ANSWER = closed(
    *("deal", "as_of", "known_on", "curves", "facilities", "over_pledged", "eligible_states"),
    deal=TEXT, as_of=DAY, known_on=DAY, curves=_OBJECTS, facilities=_OBJECTS, over_pledged=_OBJECTS, eligible_states=array(TEXT),
)  # fmt: skip


_ASKED = (
    identified("deal", "deal"),
    text("curve", "ids of price curves, separated by commas: one a chip"),
    text("as_of", "the day in the world (YYYY-MM-DD)"),
    text("known_on", "as published by this day (YYYY-MM-DD)"),
)


def _documented(operation: str, answer: Any, *parameters: Any) -> Any:
    return extend_schema(
        operation_id=operation, parameters=[*_ASKED, *parameters],
        responses={(200, JSON): answer, 304: None, **problems(400, 401, 404, 406)},
    )  # fmt: skip


def _given(request: Request, *names: str) -> dict[str, str]:
    return read_only(request.query_params, ("curve", "as_of", "known_on", "format", *names))


def _answer(request: Request, deal: str, question: Callable[..., Any], **more: Any) -> HttpResponse:
    """A question about the deal's sheet on its dates; what it does not take is a problem by parameter."""
    given, today = request.query_params, timezone.now().date()
    as_of = read_day("as_of", given.get("as_of")) or today
    known_on = known_day(read_day("known_on", given.get("known_on")), today=today)
    sheet = deal_sheet(viewer=request.viewer, deal=deal_key(deal), today=today, as_of=as_of, known_on=known_on)
    if sheet is None:
        raise Http404
    chosen = [one for one in given.get("curve", "").split(",") if one]
    asked = {"viewer": request.viewer, "as_of": as_of, "known_on": known_on, "chosen": chosen}
    try:
        found = question(document=orjson.loads(sheet.body), **asked, **more)
    except UnknownCurve as error:
        raise bad_parameter("curve", f'"{str(error)[:60]}" is no curve for a chip pledged here') from None
    except FilterError as error:
        raise bad_parameter(error.name, str(error), error.code) from None
    body = orjson.dumps(found)
    return tagged(request._request, body, digest=fingerprint(body))


class CollateralView(ApiView):
    """Cost, eligible cost, value, borrowing base and loan to value; a figure that is not known is null, and why is said."""

    @_documented("deals_collateral", _ANSWER)
    def get(self, request: Request, deal: str) -> HttpResponse:
        _given(request)
        return _answer(request, deal, collateral)


class CollateralWhyView(ApiView):
    """The tree behind one figure of collateral, down to entries, claims, dated rates and the terms of a curve."""

    @_documented(
        "deals_collateral_why",
        OBJECT,
        text("figure", "which figure", enum=list(FIGURES), required=True),
        text("facility", "whose figure; absent for what is pledged beyond a line"),
        text("on", "a day of the path (YYYY-MM-DD), as_of if absent"),
        text("pledge", "key of one pledge of hardware, for its cost or value alone"),
        text("line", "key of the hardware line, for over_pledged"),
        text("rank", "rank of the pledges, for over_pledged; absent where none is stated"),
    )
    def get(self, request: Request, deal: str) -> HttpResponse:
        given = _given(request, "figure", "facility", "on", "pledge", "line", "rank")
        return _answer(
            request, deal, why_collateral, figure=given.get("figure", ""), facility=given.get("facility"),
            on=read_day("on", given.get("on")), pledge=given.get("pledge"), line=given.get("line"), rank=given.get("rank"),
            today=timezone.now().date(),
        )  # fmt: skip
