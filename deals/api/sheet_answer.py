"""An answer worked out from a deal's sheet on two days: its ETag, 404 where the deal is hidden, a problem by parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from deals.api.deals import deal_key
from deals.reports.deal_sheet import deal_sheet
from deals.reports.filters import FilterError
from dealtracker.apikit.listing import bad_parameter, known_day, read_day
from dealtracker.apikit.tags import tagged
from dealtracker.ids import fingerprint


def of_sheet(
    request: Request, deal: str, given: Mapping[str, str], question: Callable[[dict[str, Any], Mapping[str, date]], Any]
) -> HttpResponse:
    """`question` takes the sheet and {"as_of", "known_on", "today"}; a FilterError of it is a bad parameter."""
    today = timezone.now().date()
    known_on = known_day(read_day("known_on", given.get("known_on")), today=today)
    days = {"as_of": read_day("as_of", given.get("as_of")) or today, "known_on": known_on, "today": today}
    sheet = deal_sheet(viewer=request.viewer, deal=deal_key(deal), **days)
    if sheet is None:
        raise Http404
    try:
        found = question(orjson.loads(sheet.body), days)
    except FilterError as error:
        raise bad_parameter(error.name, str(error), error.code) from None
    body = orjson.dumps(found)
    return tagged(request._request, body, digest=fingerprint(body))
