"""/deals/deals.csv: every deal of a list as a row for a spreadsheet, figures as numbers beside the words of the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from deals.pages.deal.downloads import csv_file
from deals.pages.deal_row import deal_row
from deals.pages.deal_views import filters_of
from deals.pages.listing import refusals_told
from deals.reports.deal_list import DealPage, deal_list
from deals.reports.deals_at import deals_at
from deals.reports.filters import DEFAULT_ORDERING
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.frame import Clocks, clocks, reader_page

MOST = 5_000
_BATCH = 500
Sheet = Mapping[str, Any]


def _amount(name: str) -> Callable[[Sheet, Sheet], object]:
    return lambda deal, row: (row["amount"] or {}).get(name)


def _country(place: int, name: str) -> Callable[[Sheet, Sheet], object]:
    return lambda deal, row: row["path"][place][name]


def _count(name: str) -> Callable[[Sheet, Sheet], object]:
    return lambda deal, row: row["counts"][name]


def _named(group: str) -> Callable[[Sheet, Sheet], object]:
    return lambda deal, row: "; ".join(
        dict.fromkeys((r["party"] or {}).get("name") or "" for r in row["roles"] if r["group"] == group)
    )


# head → the cell, from the brief sheet and its row of the list; an empty cell is not known, never zero
CELLS: tuple[tuple[str, Callable[[Sheet, Sheet], object]], ...] = (
    ("id", lambda deal, row: deal["id"]),
    ("key", lambda deal, row: deal["external_ref"]),
    ("title", lambda deal, row: deal["title"]),
    ("amount as written", _amount("words")),
    ("amount kind", _amount("kind")),
    ("low", _amount("low")),
    ("point", _amount("point")),
    ("high", _amount("high")),
    ("currency", _amount("currency")),
    ("measure", lambda deal, row: row["measure"]),
    ("stage", lambda deal, row: row["stage"]),
    ("stage since", lambda deal, row: date_words((deal["derived"]["stage"] or {}).get("since"))),
    ("certainty", lambda deal, row: row["standing"]["certainty"]),
    ("certainty, why", lambda deal, row: row["note"]),
    ("borrower country", _country(0, "code")),
    ("borrower country, certainty", _country(0, "certainty")),
    ("site country", _country(1, "code")),
    ("site country, certainty", _country(1, "certainty")),
    ("user country", _country(2, "code")),
    ("user country, certainty", _country(2, "certainty")),
    ("named borrower", _named("obligor")),
    ("named lenders and investors", _named("money")),
    ("named user", _named("user")),
    ("chips", lambda deal, row: "; ".join(row["chips"])),
    ("articles", _count("sources")),
    ("roots", _count("origins")),
    ("newsrooms", _count("newsrooms")),
    ("replies", lambda deal, row: "; ".join(f"{stance.replace('_', ' ')} {n}" for stance, n in row["replies"].items())),
    ("announced", lambda deal, row: date_words(row["announced"])),
    ("last first-hand report, no later than", lambda deal, row: row["last"]),
    ("silent days, at least", lambda deal, row: row["silent"]),
)


@reader_page
def deals_csv(request: HttpRequest) -> HttpResponse:
    """GET /deals/deals.csv; the filters, order and dates of GET /deals/. Said in the last row where there are more."""
    clock = clocks(request.GET)
    with refusals_told():
        lines = list(_lines(request, clock))
    return csv_file(lines, name="deals.csv")


def _lines(request: HttpRequest, clock: Clocks) -> Iterator[list[str]]:
    yield [head for head, _ in CELLS]
    cursor, written = None, 0
    while True:
        page = _page(request, clock, cursor)
        for found in page.rows:
            deal = orjson.loads(found.body)
            row = deal_row(deal, clock.known_on)
            yield ["" if (cell := read(deal, row)) is None else str(cell) for _, read in CELLS]
        cursor, written = page.next, written + len(page.rows)
        if cursor is None:
            return
        if written >= MOST:
            yield [f"Cut after {written} deals; the rest by narrower filters, or page by page from /api/v1/deals/"]
            return


def _page(request: HttpRequest, clock: Clocks, cursor: str | None) -> DealPage:
    asked: dict[str, Any] = {
        "viewer": request.viewer, "filters": filters_of(request.GET), "ordering": request.GET.get("ordering") or DEFAULT_ORDERING,
        "cursor": cursor, "limit": _BATCH, "brief": True,
    }  # fmt: skip
    if clock.is_today:
        return deal_list(day=clock.today, **asked)
    return deals_at(today=clock.today, as_of=clock.as_of, known_on=clock.known_on, **asked)
