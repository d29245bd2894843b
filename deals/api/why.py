"""/api/v1/deals/<id>/why/: the tree behind one figure that a deal's own pages work out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deals.api.collateral import OBJECT
from deals.api.sheet_answer import of_sheet
from deals.reports.why_deal import FIGURES, why_deal
from dealtracker.apikit.listing import read_day, read_only
from dealtracker.apikit.shapes import JSON, identified, problems, text
from dealtracker.apikit.views import ApiView

_ASKED = (
    text("figure", "which figure; headline if absent", enum=list(FIGURES)),
    text("at", "the row it is of, as claims name it: /facilities/f1, /figures/…, /hardware/…, /covenants/…; no part of headline"),
    text("on", "the day of a covenant’s test (YYYY-MM-DD)"),
    text("by", "a version of a table, for h100_equivalents and megawatts; the other state, for beyond_state"),
    text("bound", "of a count; absent for its point, else its highest, else its lowest", enum=["point", "low", "high"]),
    text("policy", "names of unit policies, separated by commas"),
    text("as_of", "the day in the world (YYYY-MM-DD)"), text("known_on", "as published by this day (YYYY-MM-DD)"),
)  # fmt: skip


class DealWhyView(ApiView):
    """A tree down to entries, claims and factors of versioned tables; worked out again from its leaves it is the same."""

    @extend_schema(
        operation_id="deals_why",
        parameters=[identified("deal", "deal"), *_ASKED],
        responses={(200, JSON): OBJECT, 304: None, **problems(400, 401, 404, 406)},
    )
    def get(self, request: Request, deal: str) -> HttpResponse:
        names = ("figure", "at", "on", "by", "bound", "policy", "as_of", "known_on", "format")
        given = read_only(request.query_params, names)
        asked: dict[str, Any] = {
            "figure": given.get("figure", "headline"), "at": given.get("at", ""), "on": read_day("on", given.get("on")),
            "by": given.get("by"), "bound": given.get("bound"),
            "policies": [name for name in given.get("policy", "").split(",") if name],
        }  # fmt: skip
        return of_sheet(
            request, deal, given, lambda sheet, days: why_deal(viewer=request.viewer, document=sheet, **days, **asked)
        )
