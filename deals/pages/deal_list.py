"""/deals/: all visible deals, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.seen import deal_url, silent_days
from deals.pages.deal_facets import DIMENSIONS, facet_groups, filter_chips
from deals.reports.deal_facets import deal_facets
from deals.reports.deal_list import DealPage, count, deal_list
from deals.reports.deals_at import PageAt, deals_at
from deals.reports.filters import DEFAULT_ORDERING, FilterError, Filters
from deals.timeline.calc import STAGES
from dealtracker.apikit.keyset import link
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import BadAddress, Clocks, clocks, frame, reader_page

PAGE = 50
_OWN = ("cursor", "ordering", "known_on", "as_of")
SORTS = (
    ("-last_report", "last first-hand report"),
    ("-amount", "amount, largest first"),
    ("-announced_date", "announced, latest first"),
    ("title", "title"),
)
# saved views: label, parameters
VIEWS: tuple[tuple[str, str], ...] = (
    ("All deals", ""),
    ("Talks and marketing", "stage=talks&stage=marketing"),
    ("Signed and closed", "stage=signed&stage=closed"),
    ("Contested", "certainty=contested"),
    ("Amount not stated", "band=none"),
)


@reader_page
def deals(request: HttpRequest) -> HttpResponse:
    """GET /deals/; the same parameters as GET /api/v1/deals/."""
    clock = clocks(request.GET)
    filters = {name: values for name in request.GET if name not in _OWN and any(values := request.GET.getlist(name))}
    try:
        page, total = _page(request, clock, filters)
        counts = _counts(request, clock, filters, page)
    except FilterError as error:
        raise BadAddress(f"{error.name}: {error}.") from None
    rows = [deal_row(orjson.loads(row.body), clock.known_on) for row in page.rows]
    context = {
        **frame(request, section="Deals", clock=clock, json_path="/api/v1/deals/"),
        "rows": rows, "total": total, "facet_groups": facet_groups(counts, filters, request.viewer),
        "chips": filter_chips(request.GET, filters, request.viewer), "views": _views(request), "sorts": SORTS,
        "ordering": request.GET.get("ordering", DEFAULT_ORDERING), "query": request.GET.get("q", ""), "clock": clock,
        "pager": _pager(request, page, total),
        "clear_url": "/deals/", "todays_order": isinstance(page, PageAt) and not page.is_ordered,
    }  # fmt: skip
    return render(request, "deals/list.html", context)


def _page(request: HttpRequest, clock: Clocks, filters: Filters) -> tuple[DealPage, int | None]:
    asked: dict[str, Any] = {
        "viewer": request.viewer, "filters": filters, "ordering": request.GET.get("ordering") or DEFAULT_ORDERING,
        "cursor": request.GET.get("cursor") or None, "limit": PAGE, "brief": True,
    }  # fmt: skip
    if clock.is_today:
        page = deal_list(day=clock.today, **asked)
        return page, count(viewer=request.viewer, day=clock.today, filters=filters)
    then = deals_at(today=clock.today, as_of=clock.as_of, known_on=clock.known_on, **asked)
    return then, then.total


def _counts(request: HttpRequest, clock: Clocks, filters: Filters, page: DealPage) -> Mapping[str, Any]:
    """How many deals each value has on the dates of the page; none are told where only a part was computed."""
    if isinstance(page, PageAt):
        return page.facets or {}
    return deal_facets(viewer=request.viewer, day=clock.today, filters=filters, dimensions=DIMENSIONS)


def deal_row(deal: Mapping[str, Any], known_on: date) -> dict[str, Any]:
    """One line of the list, from the brief sheet."""
    derived = deal["derived"]
    headline, stage, last = derived["headline"], derived["stage"], derived["last_report"]
    standing = {**derived["counts"], "certainty": derived["certainty"]["code"]}
    reached = [code for code in STAGES if code in derived["stage_counts"]] or ([stage["code"]] if stage else [])
    return {
        "title": deal["title"], "url": deal_url(deal), "sub": _sub(deal), "demo": deal["demo"] == "invented",
        "walled": deal["compartment"] if deal["compartment"] != "Public" else "",
        "amount": headline["amount"] if headline else None, "measure": headline["measure"] if headline else "",
        "amount_standing": headline["standing"] if headline else None,
        "stage": stage["code"] if stage else None, "standing": standing, "note": derived["certainty"]["reason"],
        "reached": reached, "path": path_steps(derived["countries"]), "counts": derived["counts"],
        "replies": {stance.replace(" ", "_"): n for stance, n in derived["replies"].items()},
        "silent": silent_days(derived, known_on), "last": last,
        "last_is_bound": last != derived["last_report_earliest"],
    }  # fmt: skip


def path_steps(countries: Mapping[str, Any]) -> list[dict[str, str]]:
    """The three countries of a deal, each with its label; a gap where none is stated."""
    labels = (("borrower", "Borrower"), ("site", "Site"), ("use", "User"))
    first = {layer: countries[layer][0] if countries[layer] else {} for layer, _ in labels}
    return [
        {"label": label, "code": first[layer].get("code", ""), "certainty": first[layer].get("certainty", "")}
        for layer, label in labels
    ]


def _sub(deal: Mapping[str, Any]) -> str:
    """What the second line says: the chips and the sites, as far as stated."""
    chips = [chip["name"] or chip["vendor"] for chip in deal["derived"]["chips"]]
    places = [site.get("city") or site["name"] for site in deal["sites"]]
    return " · ".join(part for part in (", ".join(chips[:3]), ", ".join(places[:2])) if part)


def _views(request: HttpRequest) -> list[dict[str, Any]]:
    now = "&".join(f"{k}={v}" for k, values in request.GET.lists() if k not in _OWN for v in values if v)
    return [
        {"label": label, "url": f"/deals/?{query}" if query else "/deals/", "current": query == now}
        for label, query in VIEWS
    ]


def _pager(request: HttpRequest, page: DealPage, total: int | None) -> dict[str, Any]:
    """The number is of this page where the list was not computed as a whole."""
    if total is None:
        words = f"{count_words(len(page.rows), 'deal')} on this page"
    else:
        words = f"{len(page.rows)} of {total}" if page.next or page.previous else count_words(total, "deal")
    return {
        "words": words,
        "previous": link("/deals/", request.GET, page.previous),
        "next": link("/deals/", request.GET, page.next),
    }
