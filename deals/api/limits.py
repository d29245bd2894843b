"""/api/v1/limits/: limits with what is used of each, what is left, and since when they stand over it."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals.api.exposures import OBJECT
from deals.reports.limit_list import limit_list
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.shapes import JSON, problems, text
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint

_PARAMETERS = [
    text("ended", "true gives those that are not in force on as_of", enum=["true", "false"]),
    text("as_of", "the day in the world, today if absent"), text("known_on", "as published by this day, today if absent"),
]  # fmt: skip


class LimitsView(ApiView):
    """The limits of those compartments that the reader reads."""

    @extend_schema(
        operation_id="limits_list",
        parameters=_PARAMETERS,
        responses={(200, JSON): OBJECT, 304: None, **problems(400, 401, 406)},
    )
    def get(self, request: Request) -> HttpResponse:
        given: dict[str, Any] = read_only(request.query_params, ("ended", "as_of", "known_on", "format"))
        if given.get("ended", "false") not in ("true", "false"):
            raise bad_parameter("ended", "must be true or false")
        today = timezone.now().date()
        days: dict[str, Any] = {
            "as_of": read_day("as_of", given.get("as_of")) or today,
            "known_on": known_day(read_day("known_on", given.get("known_on")), today=today),
        }
        found = limit_list(viewer=request.viewer, today=today, ended=given.get("ended") == "true", **days)
        body = orjson.dumps(found)
        return tagged(request._request, body, digest=fingerprint(body))
