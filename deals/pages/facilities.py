"""/facilities/ and /facilities/compare/: every facility with its terms, and up to six side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from deals.pages import columns
from deals.pages.book.shown import as_file, twins
from deals.pages.deal.compare_terms import ROWS, compared
from deals.pages.deal.downloads import plain
from deals.pages.deal.seen import Seen, as_read, words
from deals.pages.facility_file import rows_of, workbook
from deals.pages.facility_rows import HEAD, csv_lines, json_rows, lines_of_page
from deals.pages.listing import as_json, json_address, refusals_told, search_words
from deals.reports.cited_sources import cited_sources
from deals.reports.deal_sheet import deal_sheet
from deals.reports.deals_at import with_words
from deals.reports.facility_list import FILTERS, FacilityPage, deals_of_facilities, facility_list
from deals.reports.facility_sheets import facility_sheets
from deals.reports.filters import search
from dealtracker.ids import private_key
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import BadAddress, Clocks, clocks, frame, reader_page

MOST, PAGE = 6, 50
COOKIE = "facility-columns"
# Terms that few sources tell: shown where they are asked for
RARE = ("Floor", "Issue price (OID)", "Fees", "Repayment", "Advance rate", "Customer class")
COLUMNS = tuple(
    columns.Column(slugify(head), head, lambda line, head=head: dict(line["cells"])[head], usual=head not in RARE)
    for head in HEAD
)
_LABELS = {"kind": "Kind", "measure": "Measure", "commitment": "Commitment", "stage": "Stage"}


@reader_page
def facilities(request: HttpRequest) -> HttpResponse:
    """GET /facilities/?q=&kind=&measure=&commitment=&stage=&currency=&as_of=&known_on=&format=: one row a pricing class."""
    if answer := columns.kept(request, COLUMNS, COOKIE):
        return answer
    clock, query, shown = clocks(request.GET), search_words(request), columns.chosen(request, COLUMNS, COOKIE)
    chosen = {name: values for name in FILTERS if (values := [v for v in request.GET.getlist(name) if v])}
    page = _page(request, clock, chosen, query)
    deals = {key for row in page.rows if (key := private_key("deal", row["deal"]))}
    days = {"today": clock.today, "as_of": clock.as_of, "known_on": clock.known_on}
    sheets = facility_sheets(viewer=request.viewer, deals=deals, words=query, **days)
    lines = lines_of_page(page.rows, sheets, clock, chosen)
    following = _next(request, page.next)
    if answer := as_file(
        request, {"results": json_rows(page.rows, lines), "next": following}, csv_lines(lines), "facilities"
    ):
        return answer
    more = " on this page" if page.next or request.GET.get("cursor") else ""
    context = {
        **frame(request, section="Facilities", clock=clock),
        **twins(request),
        "query": query,
        "selects": [
            (name, _LABELS[name], allowed, chosen.get(name, [""])[0]) for name, (_, allowed) in FILTERS.items()
        ],
        "rows": [{**line, "cells": [(column, column.cell(line)) for column in shown]} for line in lines],
        "shown": shown,
        "column_choice": columns.choice(request, COLUMNS, shown),
        "filtered": bool(chosen or query),
        "pager": {
            "words": f"{count_words(len({line['id'] for line in lines}), 'facility', 'facilities')}{more}",
            "next": following,
        },
        "most": MOST,
    }
    return render(request, "deals/facilities.html", context)


def _page(request: HttpRequest, clock: Clocks, chosen: dict[str, list[str]], query: str) -> FacilityPage:
    """Facilities as they stand; on other dates what is asked for is asked of the sheets of those dates instead."""
    asked: dict[str, Any] = {
        "viewer": request.viewer, "day": clock.today, "limit": PAGE,
        "currency": request.GET.get("currency", ""), "cursor": request.GET.get("cursor", ""),
    }  # fmt: skip
    with refusals_told():
        page = facility_list(**asked, filters=chosen, words=search(query) if query else None)
        if clock.is_today or not (chosen or query):
            return page
        days = {"today": clock.today, "as_of": clock.as_of, "known_on": clock.known_on}
        return facility_list(
            **asked, filters={}, words=with_words(viewer=request.viewer, words=query, **days) if query else None
        )


def _next(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


@reader_page
def compare(request: HttpRequest) -> HttpResponse:
    """GET /facilities/compare/?id=facility_…&id=…: up to six, each blank told apart, differing rows marked."""
    clock, asked = clocks(request.GET), _asked(request)
    columns = _columns(request, asked, clock)
    rows, absent = compared(columns)
    if answer := as_json(request, _plain(columns, rows)):
        return answer
    context = {
        **frame(request, section="Facilities", clock=clock),
        "json_url": json_address(request),
        "file_url": f"{reverse('facilities-file')}?{request.GET.urlencode()}",
        "columns": columns,
        "rows": rows,
        "absent": absent,
        "asked": len(asked),
        "all_rows": len(ROWS),
        "crumbs": [{"label": "Facilities", "url": "/facilities/"}, {"label": "Compare"}],
    }
    return render(request, "deals/compare_facilities.html", context)


@reader_page
def compare_file(request: HttpRequest) -> HttpResponse:
    """GET /facilities/compare.xlsx?id=facility_…: the same as a workbook with real numbers and numbered sources."""
    clock = clocks(request.GET)
    columns = _columns(request, _asked(request), clock)
    cited = cited_sources(viewer=request.viewer, rows=rows_of(columns), known_on=clock.known_on)
    return workbook(columns, cited, known_on=clock.known_on)


def _asked(request: HttpRequest) -> list[UUID]:
    keys = [_key(text) for text in dict.fromkeys(request.GET.getlist("id"))]
    if len(keys) > MOST:
        raise BadAddress(f"At most {MOST} facilities can be compared; {len(keys)} are asked for.")
    return keys


def _columns(request: HttpRequest, keys: list[UUID], clock: Clocks) -> list[dict[str, Any]]:
    """One a facility that this viewer may see on these dates, in the order asked."""
    deals = deals_of_facilities(viewer=request.viewer, day=clock.today, facilities=keys)
    sheets = {deal: seen for deal in set(deals.values()) if (seen := _seen(request, deal, clock))}
    return [column for key in keys if (column := _column(sheets, deals.get(key), key))]


def _plain(columns: list[dict[str, Any]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The comparison as text: one object a facility, in the words of the page."""
    return {
        "results": [
            {
                "id": column["row"]["id"],
                "name": column["name"],
                "deal": column["title"],
                "terms": {row["title"]: plain(row["cells"][place]) for row in rows},
            }
            for place, column in enumerate(columns)
        ]
    }


def _key(text: str) -> UUID:
    key = private_key("facility", text)
    if key is None:
        raise BadAddress(f'id: "{text[:60]}" is not an id of a facility (facility_…).')
    return key


def _seen(request: HttpRequest, deal: UUID, clock: Clocks) -> Seen | None:
    sheet = deal_sheet(viewer=request.viewer, deal=deal, today=clock.today, as_of=clock.as_of, known_on=clock.known_on)
    return Seen(as_read(orjson.loads(sheet.body)), clock) if sheet else None


def _column(sheets: dict[UUID, Seen], deal: UUID | None, key: UUID) -> dict[str, Any] | None:
    seen = sheets.get(deal) if deal else None
    row = (
        next((row for row in seen.doc["facilities"] if private_key("facility", row["id"]) == key), None)
        if seen
        else None
    )
    if seen is None or row is None:
        return None
    return {
        "seen": seen,
        "row": row,
        "name": words(row.get("name")) or row["kind"],
        "title": seen.doc["title"],
        "url": f"{seen.url}#facilities-{row['key']}",
    }
