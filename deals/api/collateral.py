"""/api/v1/deals/<id>/collateral/: what secures each facility, and the cover by day under named curves."""

from __future__ import annotations

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals.api.deals import deal_key
from deals.api.values import array, closed
from deals.reports.collateral import collateral
from deals.reports.deal_sheet import deal_sheet
from deals.reports.secured import UnknownCurve
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.shapes import DAY, JSON, TEXT, identified, problems, text
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint

_OBJECTS = array({"type": "object"})
_ANSWER = closed(
    *("deal", "as_of", "known_on", "curves", "facilities", "over_pledged", "eligible_states"),
    deal=TEXT, as_of=DAY, known_on=DAY, curves=_OBJECTS, facilities=_OBJECTS, over_pledged=_OBJECTS, eligible_states=array(TEXT),
)  # fmt: skip


class CollateralView(ApiView):
    """Cost, eligible cost, value, borrowing base and loan to value; a figure that is not known is null, and why is said."""

    @extend_schema(
        operation_id="deals_collateral",
        parameters=[
            identified("deal", "deal"),
            text("curve", "ids of price curves, separated by commas: one a chip"),
            text("as_of", "the day in the world (YYYY-MM-DD)"),
            text("known_on", "as published by this day (YYYY-MM-DD)"),
        ],
        responses={(200, JSON): _ANSWER, 304: None, **problems(400, 401, 404, 406)},
    )
    def get(self, request: Request, deal: str) -> HttpResponse:
        given = read_only(request.query_params, ("curve", "as_of", "known_on", "format"))
        today = timezone.now().date()
        as_of = read_day("as_of", given.get("as_of")) or today
        known_on = known_day(read_day("known_on", given.get("known_on")), today=today)
        sheet = deal_sheet(viewer=request.viewer, deal=deal_key(deal), today=today, as_of=as_of, known_on=known_on)
        if sheet is None:
            raise Http404
        chosen = [one for one in given.get("curve", "").split(",") if one]
        try:
            found = collateral(
                viewer=request.viewer, document=orjson.loads(sheet.body), as_of=as_of, known_on=known_on, chosen=chosen
            )
        except UnknownCurve as error:
            raise bad_parameter("curve", f'"{str(error)[:60]}" is no curve for a chip pledged here') from None
        body = orjson.dumps(found)
        return tagged(request._request, body, digest=fingerprint(body))
