"""/deals/: all visible deals, filtered, a page at a time; its filters are counted once the rows stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deals.pages import columns
from deals.pages.deal_columns import COLUMNS, COOKIE, heads, over
from deals.pages.deal_facets import DIMENSIONS, facet_groups, filter_chips
from deals.pages.deal_row import deal_row
from deals.pages.deal_views import filters_of, views
from deals.pages.listing import refusals_told
from deals.reports.deal_facets import deal_facets
from deals.reports.deal_list import DealPage, DealRow, count, deal_list
from deals.reports.deals_at import PageAt, deals_at
from deals.reports.filters import DEFAULT_ORDERING, Filters
from dealtracker.apikit.keyset import link
from dealtracker.uikit import parts
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page, without

PAGE = 50
MOST_COMPARED = 6
# Parameters that choose neither a deal nor a date of its sheet
SHOWN = ("cursor", "ordering", *columns.OWN)
SORTS = (
    ("-last_report", "last first-hand report"),
    ("-amount", "amount, largest first"),
    ("-announced_date", "announced, latest first"),
    ("title", "title"),
)


@reader_page
def deals(request: HttpRequest) -> HttpResponse:
    """GET /deals/; the same parameters as GET /api/v1/deals/, and `column` for what is shown of each."""
    if answer := columns.kept(request, COLUMNS, COOKIE):
        return answer
    clock, filters = clocks(request.GET), filters_of(request.GET)
    shown, ordering = columns.chosen(request, COLUMNS, COOKIE), request.GET.get("ordering") or DEFAULT_ORDERING
    with refusals_told():
        page, total = _page(request, clock, filters)
    counts = (page.facets or {}) if isinstance(page, PageAt) else None
    context = {
        **frame(request, section="Deals", clock=clock, json_path="/api/v1/deals/", json_keeps=set(request.GET) - {*columns.OWN}),
        **_table(request, shown, ordering), "rows": [_line(row, shown, clock) for row in page.rows], "total": total,
        "facet_groups": facet_groups(counts, filters, request.viewer),
        "filters_url": f"{reverse('deals-filters')}?{without(request.GET, 'cursor')}".rstrip("?"), "counted": counts is not None,
        "chips": filter_chips(request.GET, filters, request.viewer), "views": views(request), "sorts": SORTS,
        "ordering": ordering, "query": request.GET.get("q", ""), "clock": clock, "pager": _pager(request, page, total),
        "clear_url": f"/deals/?{_rest(request)}".rstrip("?"), "most": MOST_COMPARED,
        "todays_order": isinstance(page, PageAt) and not page.is_ordered,
    }  # fmt: skip
    return render(request, "deals/list.html", context)


@reader_page
def filters(request: HttpRequest) -> HttpResponse:
    """GET /deals/filters/ with the parameters of the list: what it can be filtered by, with counts; the part of its page
    to a script, a page of its own to a reader without any."""
    clock, asked = clocks(request.GET), filters_of(request.GET)
    with refusals_told():
        if clock.is_today:
            counts = deal_facets(viewer=request.viewer, day=clock.today, filters=asked, dimensions=DIMENSIONS)
        else:
            counts = _page(request, clock, asked)[0].facets or {}
    groups = facet_groups(counts, asked, request.viewer)
    if request.headers.get("HX-Request"):
        return render(request, "ui/facet_groups.html", parts.facets({"request": request}, groups))
    context = {"facet_groups": groups, "chips": filter_chips(request.GET, asked, request.viewer)}
    return render(request, "deals/filters.html", {**frame(request, section="Deals", clock=clock), **context})


def _table(request: HttpRequest, shown: Sequence[columns.Column], ordering: str) -> dict[str, Any]:
    """The head of the table, the choice of its columns, and the same deals elsewhere."""
    same_deals = without(request.GET, *SHOWN)
    return {
        "heads": heads(shown, ordering), "over": over(shown), "names_shown": {column.name for column in shown},
        "fits": all(column.usual for column in shown), "column_choice": columns.choice(request, COLUMNS, shown),
        "csv_url": columns.address("/deals/deals.csv", request), "same_deals": same_deals and f"?{same_deals}",
    }  # fmt: skip


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


def _line(row: DealRow, shown: Sequence[columns.Column], clock: Clocks) -> dict[str, Any]:
    """A row with its cells drawn: (column, cell)."""
    deal = deal_row(orjson.loads(row.body), clock.known_on)
    return {**deal, "cells": [(column, column.cell(deal)) for column in shown]}


def _rest(request: HttpRequest) -> str:
    """What an address says beside its filters: dates, order and columns."""
    return without(request.GET, "cursor", columns.KEEP, *filters_of(request.GET))


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
