"""/deals/<id>/collateral/why/: one figure of collateral as a tree, down to entries, claims, rates and a curve's terms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.pages.book.why_shown import lines, shown_tree
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen
from deals.reports.secured import UnknownCurve
from deals.reports.why_collateral import FIGURES, OVER, why_collateral
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.frame import BadAddress, reader_page

WORDS = {
    "cost": "Cost of what is pledged", "eligible_cost": "Eligible cost", "value": "Value under the curve",
    "eligible_value": "Eligible value under the curve", "outstanding": "Outstanding", "ltv": "Loan to value",
    "borrowing_base": "Borrowing base", "headroom": "Headroom over what is outstanding",
    OVER: "Pledged beyond the line",
}  # fmt: skip
Row = dict[str, Any]


def address(seen: Seen, **asked: Any) -> str:
    """The page of one figure: figure=, facility=, on=, pledge=, line=, rank=, curve=, on the two days of this page."""
    return shown.address(f"{seen.root}collateral/why/", **asked, **dates(seen))


def dates(seen: Seen) -> Row:
    return {} if seen.clock.is_today else {"as_of": seen.clock.as_of, "known_on": seen.clock.known_on}


def stated_address(seen: Seen, at: str) -> str:
    """The claims of a value that is stated, not computed."""
    return shown.address(f"{seen.root}claims/", at=at, **dates(seen))


def chosen(request: HttpRequest) -> list[str]:
    """Ids of curves, each a parameter or all in one with commas."""
    return [one for text in request.GET.getlist("curve") for one in text.split(",") if one]


@reader_page
def why(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/collateral/why/?facility=&figure=&on=&curve=&pledge=&line=&rank=&as_of=&known_on=; its twin is
    /api/v1/deals/<id>/collateral/why/."""
    shown.only(request, "facility", "figure", "on", "curve", "pledge", "line", "rank")
    _, _, seen = found(request, deal)
    given = {name: request.GET.get(name) or None for name in ("facility", "pledge", "line", "rank")}
    figure, curves = shown.choice(request, "figure", FIGURES, "ltv"), chosen(request)
    try:
        tree = shown.asked(
            why_collateral, viewer=request.viewer, document=dict(seen.doc), figure=figure, on=_on(request), chosen=curves,
            **given, **shown.days(seen.clock),
        )  # fmt: skip
    except UnknownCurve as error:
        raise BadAddress(f'curve: "{str(error)[:60]}" is no curve for a chip of this deal.') from None
    if answer := shown.as_file(request, tree, lines(tree), "why-this-number"):
        return answer
    asked = {"figure": figure, **given, "on": request.GET.get("on"), "curve": ",".join(curves), **dates(seen)}
    back = shown.address(f"{seen.root}collateral/", curve=",".join(curves), **dates(seen))
    day = "" if tree["on"] == seen.clock.as_of.isoformat() else tree["on"]
    facility = next((one for one in seen.doc["facilities"] if one["id"] == given["facility"]), {})
    pledged = f"pledge {given['pledge']}" if given["pledge"] else ""
    context = {
        **base(request, seen, crumb="Why this number?"), **shown.twins(request), **shown_tree(tree, seen.clock),
        "json_url": shown.address(f"/api/v1/deals/{seen.doc['id']}/collateral/why/", **asked),
        "what": ", ".join(filter(None, (WORDS[figure], pledged, str(facility.get("name") or facility.get("kind") or "")))),
        "on": day, "first": "Part", "as_of": seen.clock.as_of, "known_on": seen.clock.known_on,
        "each": "One row a part; under it what it comes from. Worked out from the leaves, the figure is the same.",
        "back": (back, "Collateral"),
    }  # fmt: skip
    context["crumbs"].insert(-1, {"label": "Collateral", "url": back})
    return render(request, "deals/book/why.html", context)


def _on(request: HttpRequest) -> Any:
    text = request.GET.get("on")
    try:
        return parse_day(text) if text else None
    except DateError as error:
        raise BadAddress(f"on: {error}.") from None
