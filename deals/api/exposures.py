"""/api/v1/exposures/: sums over the deals that the reader sees, why they are what they are, and what matures when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from deals.api.deals import deal_key
from deals.exposure.dimensions import NAMES
from deals.reports.balances_of import balances_of
from deals.reports.exposure_groups import MEASURES, exposure_groups
from deals.reports.filters import FilterError
from deals.reports.maturity_wall import maturity_wall
from deals.reports.why_apart import APART, why_apart
from deals.reports.why_number import FIGURES, why_number
from deals.reports.why_rest import UNDISCLOSED
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.shapes import JSON, identified, problems, text
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint
from dealtracker.money import AmountError, parse_currency, parse_decimal

_DAYS = [
    text("as_of", "the day in the world, today if absent"),
    text("known_on", "as published by this day, today if absent"),
]
_DIMENSION = text("dimension", "by what to group", enum=list(NAMES), required=True)
_MEASURE = text("measure", "debt if absent", enum=list(MEASURES))
_ANY_MEASURE = text("measure", "debt if absent; what stands apart takes no more than currency", enum=[*MEASURES, *APART])
_CURRENCY = text("currency", "sums are repeated in it at a dated rate; USD if absent")
_INTO = text("into", "another currency in which the line is told, at the rates of the day")
_INVENTED = text("invented", "true lets the invented example in", enum=["true", "false"])
_FACTOR = text("factor", "conversion factor of what is undrawn, 1 if absent")
_LINE = [
    text("key", "the group; absent for what belongs to none"),
    *(text(name, "of the line", required=True) for name in ("weight", "currency")),
    text("basis", "of the line; absent for what is undisclosed"),
    text("figure", "of the line", enum=list(FIGURES), required=True),
]
OBJECT = {"type": "object", "additionalProperties": True}


def _documented(operation: str, *parameters: OpenApiParameter) -> Any:
    return extend_schema(
        operation_id=operation, parameters=[*parameters, *_DAYS],
        responses={(200, JSON): OBJECT, 304: None, **problems(400, 401, 404, 406)},
    )  # fmt: skip


def _asked(request: Request, *names: str) -> dict[str, Any]:
    """What every question takes, as values; raises Problem for what it does not take."""
    given = read_only(request.query_params, ("as_of", "known_on", "format", *names))
    today = timezone.now().date()
    asked: dict[str, Any] = {name: given[name] for name in names if given.get(name)}
    days: dict[str, date] = {
        "as_of": read_day("as_of", given.get("as_of")) or today,
        "known_on": known_day(read_day("known_on", given.get("known_on")), today=today),
    }
    if "invented" in asked:
        if asked["invented"] not in ("true", "false"):
            raise bad_parameter("invented", "must be true or false")
        asked["invented"] = asked["invented"] == "true"
    if "factor" in asked:
        asked["factor"] = _factor(asked["factor"])
    for name in ("currency", "into"):
        if name in asked:
            _check_currency(name, asked[name])
    return {**asked, **days, "today": today, "viewer": request.viewer}


def _factor(value: str) -> Decimal:
    try:
        found = parse_decimal(value)
    except AmountError as error:
        raise bad_parameter("factor", str(error)) from None
    if not 0 <= found <= 1:
        raise bad_parameter("factor", "must lie between 0 and 1")
    return found


def _check_currency(name: str, value: str) -> None:
    try:
        parse_currency(value)
    except AmountError as error:
        raise bad_parameter(name, str(error)) from None


def _answer(request: Request, question: Any, **asked: Any) -> HttpResponse:
    try:
        found = question(**asked)
    except FilterError as error:
        raise bad_parameter(error.name, str(error), error.code) from None
    body = orjson.dumps(found)
    return tagged(request._request, body, digest=fingerprint(body))


def _needed(asked: dict[str, Any], *names: str) -> None:
    for name in names:
        if name not in asked:
            raise bad_parameter(name, "is needed", "required")


class ExposuresView(ApiView):
    """Exposure by lender, borrower, arranger, end beneficiary, their parents, site, country, chip, currency or maturity."""

    @_documented("exposures_list", _DIMENSION, _MEASURE, _CURRENCY, _FACTOR, _INVENTED)
    def get(self, request: Request) -> HttpResponse:
        asked = _asked(request, "dimension", "measure", "currency", "factor", "invented")
        _needed(asked, "dimension")
        return _answer(request, exposure_groups, **asked)


class WhyView(ApiView):
    """The tree behind one figure of one line, down to entries and claims; of what stands apart, of its total in a currency."""

    @_documented("exposures_why", _DIMENSION, *_LINE, _ANY_MEASURE, _FACTOR, _INVENTED, _INTO)
    def get(self, request: Request) -> HttpResponse:
        if request.query_params.get("measure") in APART:
            return _answer(request, why_apart, **{"currency": "USD", **_asked(request, "measure", "currency")})
        names = ("dimension", "weight", "currency", "figure")
        asked = _asked(request, *names, "basis", "key", "measure", "factor", "invented", "into")
        _needed(asked, *names, *(() if asked.get("figure") == UNDISCLOSED else ("basis",)))
        asked = {"key": None, "basis": None, **asked}
        return _answer(request, why_number, **asked)


class MaturityWallView(ApiView):
    """What matures in which year."""

    @_documented("maturity_wall_retrieve", _MEASURE, _CURRENCY, _INVENTED)
    def get(self, request: Request) -> HttpResponse:
        return _answer(request, maturity_wall, **_asked(request, "measure", "currency", "invented"))


class DealBalancesView(ApiView):
    """Where the facilities of one deal stand."""

    @_documented("deals_balances", identified("deal", "deal"))
    def get(self, request: Request, deal: str) -> HttpResponse:
        asked = _asked(request)
        found = balances_of(deal=deal_key(deal), **asked)
        if found is None:
            raise Http404
        return _answer(request, lambda: found)
