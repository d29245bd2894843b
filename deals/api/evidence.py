"""How a fact came about: two days of publication compared, and one fact through its re-reports."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals.api import evidence_schemas as schemas
from deals.api.deals import deal_key
from deals.reports.deal_changes import deal_changes, sources_between
from deals.reports.deal_sheet import deal_sheet
from deals.reports.fact_drift import fact_drift
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint


class CompareView(ApiView):
    """What was added, changed, contested or withdrawn between two days of publication."""

    @extend_schema(**schemas.COMPARE)
    def get(self, request: Request, deal: str) -> HttpResponse:
        given = read_only(request.query_params, ("from", "to", "format"))
        key, today = deal_key(deal), timezone.now().date()
        sheet = deal_sheet(viewer=request.viewer, deal=key, today=today)
        if sheet is None:
            raise Http404
        first = orjson.loads(sheet.body)["derived"].get("known_from")
        later = _day("to", given, today) or today
        earlier = _day("from", given, today) or (date.fromisoformat(first) if first else later)
        if earlier > later:
            raise bad_parameter("from", f"lies after the later day, {later.isoformat()}")
        days: dict[str, Any] = {"viewer": request.viewer, "deal": key, "earlier": earlier, "later": later}
        return _answer(
            request,
            {"from": earlier, "to": later, "changes": deal_changes(**days), "new_sources": sources_between(**days)},
        )


class DriftView(ApiView):
    """One fact through its re-reports, the first wrong hop marked; for an amount, how it came to be what it is."""

    @extend_schema(**schemas.DRIFT)
    def get(self, request: Request, deal: str) -> HttpResponse:
        given = read_only(request.query_params, ("at", "known_on", "format"))
        if not given.get("at"):
            raise bad_parameter("at", "is needed: the path of a value, such as /facilities/f1/amount", "required")
        known_on = known_day(read_day("known_on", given.get("known_on")), today=timezone.now().date())
        found = fact_drift(viewer=request.viewer, deal=deal_key(deal), at=given["at"], known_on=known_on)
        if found is None:
            raise Http404
        return _answer(request, {**found, "known_on": known_on})


def _day(name: str, given: dict[str, str], today: date) -> date | None:
    day = read_day(name, given.get(name))
    if day is not None and day > today:
        raise bad_parameter(name, f"lies in the future; today is {today.isoformat()}")
    return day


def _answer(request: Request, document: dict[str, Any]) -> HttpResponse:
    body = orjson.dumps(document)
    return tagged(request._request, body, digest=fingerprint(body))
