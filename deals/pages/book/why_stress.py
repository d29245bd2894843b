"""/jobs/<id>/why/: one figure of a stress run as a tree, down to entries, claims, rates, curves and the shocks."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deals.pages.book import shown
from deals.pages.book.why_shown import lines, shown_tree
from deals.reports.why_stress import VALUES, RunLine, why_stress
from deals.stress.calc import FIGURES
from dealtracker.ids import private_key
from dealtracker.uikit.frame import Clocks, frame, reader_page


@reader_page
def why(request: HttpRequest, job: str) -> HttpResponse:
    """GET /jobs/<id>/why/?dimension=&key=&figure=&weight=&basis=&value=; its twin is /api/v1/jobs/<id>/why/."""
    shown.only(request, "dimension", "key", "figure", "weight", "basis", "value")
    key, given, today = private_key("job", job), request.GET, timezone.now().date()
    if request.viewer.is_anonymous or key is None:
        raise Http404
    line = RunLine(
        shown.choice(request, "dimension", tuple(shown.DIMENSIONS), "borrower"), given.get("key") or None,
        shown.choice(request, "figure", FIGURES, FIGURES[0]), shown.choice(request, "weight", tuple(shown.WEIGHTS), "committed"),
        given.get("basis", ""),
    )  # fmt: skip
    value = shown.choice(request, "value", VALUES, "stressed")
    found = shown.asked(why_stress, viewer=request.viewer, job=key, line=line, value=value, today=today)
    if not found:
        raise Http404
    if answer := shown.as_file(request, found, lines(found), "why-this-number"):
        return answer
    clock = Clocks(date.fromisoformat(found["as_of"]), date.fromisoformat(found["known_on"]), today)
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request), "tabs": shown.tabs("Stress", request.viewer),
        **shown_tree(found, clock), "first": "Part" if value == "difference" else "", "standing": {"certainty": line.basis},
        "what": f"{line.figure.capitalize()}, {value}, of {found['name'] or 'what is not stated'}, {line.weight}",
        "each": "One row a part; under it what it comes from. Worked out from the leaves, the figure is the same.",
        "differs": "The run is frozen; what it rests on was told otherwise since.",
        "back": (f"/jobs/{job}/", "The run"),
    }  # fmt: skip
    return render(request, "deals/book/why.html", context)
