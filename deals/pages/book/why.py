"""/exposure/why/: one sum as a tree, down to the entries and claims that give it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.pages.book.why_shown import lines, shown_tree
from deals.reports.exposure_groups import MEASURES
from deals.reports.why_apart import APART, why_apart
from deals.reports.why_number import BASES, FIGURES, why_number
from deals.reports.why_rest import UNDISCLOSED
from dealtracker.money import AmountError, parse_currency
from dealtracker.uikit.frame import BadAddress, Clocks, clocks, frame, reader_page

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
    """GET /exposure/why/?dimension=&key=&weight=&basis=&of=&figure=&measure=&factor=&into=&as_of=&known_on=; `of` is the
    currency, `into` another one in which the line is told."""
    if request.GET.get("measure") in APART:
        return _apart(request)
    shown.only(request, "dimension", "key", "weight", "basis", "of", "figure", "measure", "factor", "invented", "into")
    clock = clocks(request.GET)
    figure = shown.choice(request, "figure", FIGURES, "point")
    basis = request.GET.get("basis") if figure == UNDISCLOSED else shown.choice(request, "basis", BASES, "entries")
    given: Row = {
        "dimension": shown.choice(request, "dimension", tuple(shown.DIMENSIONS), "lender"), "key": request.GET.get("key") or None,
        "weight": shown.choice(request, "weight", tuple(shown.WEIGHTS), "committed"), "basis": basis or None,
        "currency": _currency(request), "figure": figure, "into": _currency(request, "into") if request.GET.get("into") else None,
        "measure": shown.choice(request, "measure", MEASURES, "debt"), "factor": shown.factor(request),
        "invented": shown.choice(request, "invented", ("true", "false"), "false") == "true",
    }  # fmt: skip
    found = shown.asked(why_number, viewer=request.viewer, **given, **shown.days(clock))
    each = "One row a facility or hold; under it what it comes from. The leaves of a row add up to it."
    told = {
        "what": _words(given), "standing": {"certainty": basis} if basis else None, "each": each,
        "first": "Part" if given["into"] else "",
    }  # fmt: skip
    return _answer(request, found, clock, **told, back=("/exposure/by/", "Exposure, grouped"))


def _apart(request: HttpRequest) -> HttpResponse:
    """The same of a total that is neither debt nor equity: GET ?measure=&of=&as_of=&known_on=."""
    shown.only(request, "measure", "of")
    clock, measure, code = clocks(request.GET), request.GET["measure"], _currency(request)
    found = shown.asked(why_apart, viewer=request.viewer, measure=measure, currency=code, **shown.days(clock))
    what, each = f"{measure.capitalize()} in {code}", "One row a stated amount, with its claims. The rows add up to the total."
    return _answer(request, found, clock, what=what, each=each, back=("/exposure/", "Exposure"))


def _answer(request: HttpRequest, found: Row, clock: Clocks, **told: Any) -> HttpResponse:
    if answer := shown.as_file(request, found, lines(found), "why-this-number"):
        return answer
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request), "tabs": shown.tabs("Grouped", request.viewer),
        **shown_tree(found, clock), **told,
    }  # fmt: skip
    return render(request, "deals/book/why.html", context)


def _words(given: Row) -> str:
    into = f", in {given['into']} at the rates of the day" if given["into"] else ""
    by = shown.DIMENSIONS[given["dimension"]].lower()
    return f"{WORDS[given['figure']]}, {given['weight']}, {given['measure']} in {given['currency']}, by {by}{into}"


def _currency(request: HttpRequest, name: str = "of") -> str:
    try:
        return parse_currency(request.GET.get(name) or "USD")
    except AmountError as error:
        raise BadAddress(f"{name}: {error}.") from None
