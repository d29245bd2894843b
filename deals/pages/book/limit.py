"""/exposure/limits/<id>/: one limit with its changes and breaches; an editor changes or ends it, with a reason."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals.actions.limits import LimitRefused
from deals.pages.book import limit_form, shown
from deals.pages.book.limits import limit_row
from deals.reports.limit_list import limit_history, limit_list
from dealtracker.ids import private_key
from dealtracker.strictjson import Fault
from dealtracker.uikit.frame import clocks, frame, reader_page


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, limit: str) -> HttpResponse:
    """GET /exposure/limits/<id>/: one limit, its changes and breaches; POST changes amount, end or owner."""
    key = private_key("limit", limit)
    found = key and limit_history(viewer=request.viewer, limit=key)
    if request.viewer.is_anonymous or key is None or not found:
        raise Http404
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            limit_form.change(request, key)
        except LimitRefused as error:
            faults = error.faults
        else:
            return redirect("exposure-limit", limit)
    clock = clocks(request.GET)
    [row] = limit_list(viewer=request.viewer, only=key, **shown.days(clock))["limits"]
    context = {
        **frame(request, section="Exposure", clock=clock), "tabs": shown.tabs("Limits", request.viewer),
        "limit": limit_row(row, clock), **found,
        "people": limit_form.owners(request) if row["may_change"] else [], "faults": limit_form.told(faults), "typed": request.POST,
    }  # fmt: skip
    return render(request, "deals/book/limit.html", context, status=400 if faults else 200)
