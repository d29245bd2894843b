"""/exposure/why/: one sum as a tree, down to the entries and claims that give it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.pages.book.why_shown import lines, shown_tree
from deals.reports.exposure_groups import MEASURES
from deals.reports.why_number import BASES, FIGURES, why_number
from deals.reports.why_rest import UNDISCLOSED
from dealtracker.money import AmountError, parse_currency
from dealtracker.uikit.frame import BadAddress, clocks, frame, reader_page

WORDS = {
    "point": "Stated or committed", "low": "Low", "high": "High", "outstanding": "Outstanding", "undrawn": "Undrawn",
    "exposure": "Exposure", "net_point": "Committed, net of participations",
    "net_outstanding": "Outstanding, net of participations",
    "net_undrawn": "Undrawn, net of participations",
    UNDISCLOSED: "Beyond the named holds",
}  # fmt: skip
Row = dict[str, Any]


@reader_page
def why(request: HttpRequest) -> HttpResponse:
    """GET /exposure/why/?dimension=&key=&weight=&basis=&of=&figure=&measure=&factor=&as_of=&known_on=; `of` is the currency."""
    shown.only(request, "dimension", "key", "weight", "basis", "of", "figure", "measure", "factor", "invented")
    clock = clocks(request.GET)
    figure = shown.choice(request, "figure", FIGURES, "point")
    basis = request.GET.get("basis") if figure == UNDISCLOSED else shown.choice(request, "basis", BASES, "entries")
    given: Row = {
        "dimension": shown.choice(request, "dimension", tuple(shown.DIMENSIONS), "lender"), "key": request.GET.get("key") or None,
        "weight": shown.choice(request, "weight", tuple(shown.WEIGHTS), "committed"), "basis": basis or None,
        "currency": _currency(request), "figure": figure,
        "measure": shown.choice(request, "measure", MEASURES, "debt"), "factor": shown.factor(request),
        "invented": shown.choice(request, "invented", ("true", "false"), "false") == "true",
    }  # fmt: skip
    found = shown.asked(why_number, viewer=request.viewer, **given, **shown.days(clock))
    if answer := shown.as_file(request, found, lines(found), "why-this-number"):
        return answer
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request), "tabs": shown.tabs("Grouped", request.viewer),
        "what": _words(given), **shown_tree(found, clock), "standing": {"certainty": basis} if basis else None,
        "each": "One row a facility or hold; under it what it comes from. The leaves of a row add up to it.",
        "back": ("/exposure/by/", "Exposure, grouped"),
    }  # fmt: skip
    return render(request, "deals/book/why.html", context)


def _words(given: Row) -> str:
    by = shown.DIMENSIONS[given["dimension"]].lower()
    return f"{WORDS[given['figure']]}, {given['weight']}, {given['measure']} in {given['currency']}, by {by}"


def _currency(request: HttpRequest) -> str:
    try:
        return parse_currency(request.GET.get("of") or "USD")
    except AmountError as error:
        raise BadAddress(f"of: {error}.") from None
