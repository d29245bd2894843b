"""The saved views of the deal list: those of the house and one's own as tabs; keeping one, and forgetting it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from deals.actions.saved_views import ViewRefused, forget_view, save_view
from deals.pages import columns
from deals.reports.deal_list import Ordering
from deals.reports.filters import FilterError, read
from deals.reports.saved_views import saved_views
from dealtracker.uikit.frame import BadAddress, reader_page, without

# label, parameters
HOUSE: tuple[tuple[str, str], ...] = (
    ("All deals", ""),
    ("Talks and marketing", "stage=talks&stage=marketing"),
    ("Signed and closed", "stage=signed&stage=closed"),
    ("Contested", "certainty=contested"),
    ("Amount not stated", "band=none"),
)
DATES = ("known_on", "as_of")
BESIDE = ("cursor", "ordering", *columns.OWN, *DATES)


def filters_of(query: QueryDict) -> dict[str, list[str]]:
    """What an address asks of the deals themselves."""
    return {name: values for name in query if name not in BESIDE and any(values := query.getlist(name))}


def views(request: HttpRequest) -> dict[str, Any]:
    """Tabs of the house keep dates, order and columns; one's own have order and columns in them. `kept` is what a new
    view would be, empty where there is nothing to keep; `own` the name of the view that is shown, where it is one's own."""
    rest = without(request.GET, "cursor", columns.KEEP, *filters_of(request.GET))
    dates = without(request.GET, *(name for name in request.GET if name not in DATES))
    now, plain = _kept(request.GET), _plain(request.GET)
    own = saved_views(viewer=request.viewer)
    named = next((label for label, query in own if query == now), "")
    tabs = [_tab(label, query, rest, current=not named and query == plain) for label, query in HOUSE]
    tabs += [_tab(label, query, dates, current=label == named) for label, query in own]
    is_new = now and not named and not any(tab["current"] for tab in tabs)
    return {"tabs": tabs, "own": named, "kept": now if is_new and not request.viewer.is_anonymous else ""}


def _tab(label: str, query: str, rest: str, *, current: bool) -> dict[str, Any]:
    asked = "&".join(filter(None, (query, rest)))
    return {"label": label, "url": f"/deals/?{asked}" if asked else "/deals/", "current": current}


def _plain(query: QueryDict) -> str:
    """The filters as the table of the house writes them."""
    return "&".join(f"{name}={value}" for name, values in filters_of(query).items() for value in values if value)


def _kept(query: QueryDict) -> str:
    """What is kept of an address: everything but the page of the list, the dates and empty values."""
    left = QueryDict(mutable=True)
    for name in sorted(query):
        if name not in ("cursor", columns.KEEP, *DATES) and any(values := query.getlist(name)):
            left.setlist(name, [value for value in values if value])
    return left.urlencode()


@reader_page
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """POST /deals/views/ with `label` and `query` keeps a view; with `forget` it forgets the one of that name."""
    if request.viewer.is_anonymous:
        raise Http404
    if label := request.POST.get("forget"):
        forget_view(label=label, viewer=request.viewer)
        messages.success(request, f"The view “{label[:60]}” is forgotten.")
        return redirect("deals")
    query = _kept(_asked(request.POST.get("query", "")))
    try:
        save_view(label=request.POST.get("label", ""), query=query, viewer=request.viewer)
    except ViewRefused as error:
        messages.warning(request, f"The view was not kept: {error}.")
    return redirect(f"/deals/?{query}" if query else "/deals/")


def _asked(text: str) -> QueryDict:
    """A question that the list takes; raises BadAddress."""
    try:
        query = QueryDict(text)
        read(filters_of(query))
        Ordering.read(query.get("ordering") or "title")
    except FilterError as error:
        raise BadAddress(f"{error.name}: {error}.") from None
    except ValueError:
        raise BadAddress("query: is not a question that the list takes.") from None
    return query
