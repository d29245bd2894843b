"""/exposure/limits/<id>/why/: what is used of a limit as a tree, down to the entries and claims that give it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.pages.book.limits import limit_name
from deals.pages.book.why_shown import lines, shown_tree
from deals.reports.limit_uses import Days
from deals.reports.why_limit import why_limit
from dealtracker.ids import private_key
from dealtracker.uikit.frame import clocks, frame, reader_page


@reader_page
def why(request: HttpRequest, limit: str) -> HttpResponse:
    """GET /exposure/limits/<id>/why/?as_of=&known_on=&format=; its twin is /api/v1/limits/<id>/why/."""
    shown.only(request)
    key, clock = private_key("limit", limit), clocks(request.GET)
    if request.viewer.is_anonymous or key is None:
        raise Http404
    found = why_limit(viewer=request.viewer, limit=key, days=Days(clock.as_of, clock.known_on, clock.today))
    if found is None:
        raise Http404
    if answer := shown.as_file(request, found, lines(found), "why-this-number"):
        return answer
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request), "tabs": shown.tabs("Limits", request.viewer),
        **shown_tree(found, clock), "first": "Basis and currency",
        "what": f"Used of the limit on {limit_name(found)}, {found['figure']}",
        "each": "One row a basis and currency; under it each deal. The leaves of a row add up to it.",
        "back": (f"/exposure/limits/{limit}/", "The limit"),
    }  # fmt: skip
    return render(request, "deals/book/why.html", context)
