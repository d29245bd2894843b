"""/facilities/ and /facilities/compare/: every facility with its terms, and up to six side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deals.agreements.words import FACILITY_KINDS
from deals.pages.deal.cells import quantity_words
from deals.pages.deal.compare_terms import ROWS, compared
from deals.pages.deal.downloads import plain
from deals.pages.deal.seen import Seen, as_read, deal_url, words
from deals.pages.deal.terms import COMMITMENT, price_words
from deals.pages.facility_file import rows_of, workbook
from deals.pages.listing import as_json, json_address, search_words
from deals.reports.cited_sources import cited_sources
from deals.reports.deal_sheet import deal_sheet
from deals.reports.facility_list import FILTERS, deals_of_facilities, facility_list
from deals.reports.filters import FilterError
from dealtracker.ids import private_key
from dealtracker.periods import When
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import BadAddress, Clocks, clocks, frame, reader_page

MOST = 6
_LABELS = {"kind": "Kind", "measure": "Measure", "commitment": "Commitment", "stage": "Stage"}


@reader_page
def facilities(request: HttpRequest) -> HttpResponse:
    """GET /facilities/?q=&kind=&measure=&commitment=&stage=&currency=."""
    clock, query = clocks(request.GET), search_words(request)
    chosen = {name: values for name in FILTERS if (values := [v for v in request.GET.getlist(name) if v])}
    try:
        page = facility_list(
            viewer=request.viewer,
            day=clock.today,
            filters=chosen,
            words=query,
            currency=request.GET.get("currency", ""),
            cursor=request.GET.get("cursor", ""),
        )
    except FilterError as error:
        raise BadAddress(f"{error.name}: {error}.") from None
    if answer := as_json(request, {"results": page.rows, "next": _next(request, page.next)}):
        return answer
    more = " on this page" if page.next or request.GET.get("cursor") else ""
    context = {
        **frame(request, section="Facilities"),
        "json_url": json_address(request),
        "query": query,
        "selects": [
            (name, _LABELS[name], allowed, chosen.get(name, [""])[0]) for name, (_, allowed) in FILTERS.items()
        ],
        "rows": [_line(row) for row in page.rows],
        "filtered": bool(chosen or query),
        "pager": {
            "words": f"{count_words(len(page.rows), 'facility', 'facilities')}{more}",
            "next": _next(request, page.next),
        },
        "most": MOST,
    }
    return render(request, "deals/facilities.html", context)


def _next(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _line(row: dict[str, Any]) -> dict[str, Any]:
    counts = {name: row[name] for name in ("certainty", "sources", "origins", "newsrooms")}
    months, due = row["tenor_months"], row["maturity_date"]
    term = [
        quantity_words(months, "months") if months else "",
        f"due {When.parse(due).in_words()}" if due else "",
        row["maturity_rule"],
    ]
    return {
        **row,
        "title": row["title"],
        "url": deal_url({"id": row["deal"], "title": row["title"]}),
        "name": row["name"] or row["kind"],
        "kind": FACILITY_KINDS.get(row["kind"], row["kind"]),
        "commitment": COMMITMENT.get(row["commitment"], row["commitment"]),
        "prices": [said for price in row["pricing"] if (said := price_words(price))],
        "term": [part for part in term if part],
        "standing": counts if row["certainty"] else None,
        "at": f"/deals/{row['deal']}/claims/?at=/facilities/{row['key']}/amount",
        "security": ", ".join(filter(None, (row["seniority"], *row["pledges"]))),
    }


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
