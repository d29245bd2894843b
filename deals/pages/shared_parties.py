"""/deals/shared-parties/: parties in two or more of the deals of a list, with the list's own filters; and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.downloads import csv_file
from deals.pages.deal_facets import filter_chips
from deals.pages.listing import as_json, json_address, refusals_told
from deals.pages.parties import KIND_WORDS, party_url
from deals.reports.filters import Filters
from deals.reports.shared_parties import MOST_COMPUTED, SharedParties, SharedParty, shared_parties
from dealtracker.ids import public_id
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page, without
from parties.reports.list_versions import NOT_SCREENED, lists_in_words

_OWN = ("cursor", "ordering", "known_on", "as_of", "format")


@reader_page
def shared(request: HttpRequest) -> HttpResponse:
    """GET /deals/shared-parties/; the filters and dates of GET /deals/."""
    clock, filters, found = _asked(request)
    document = {"results": [_told(row) for row in found.rows], "deals": found.deals, "cut": found.cut}
    if answer := as_json(request, document):
        return answer
    kept = without(request.GET, "cursor", "ordering", "format")
    context = {
        **frame(request, section="Deals", clock=clock), "json_url": json_address(request), "clock": clock, "found": found,
        "rows": [_line(row, clock) for row in found.rows], "most": MOST_COMPUTED,
        "chips": filter_chips(request.GET, filters, request.viewer),
        "list_url": f"/deals/?{kept}" if kept else "/deals/",
        "csv_url": f"/deals/shared-parties.csv?{kept}" if kept else "/deals/shared-parties.csv",
        "crumbs": [{"label": "Deals", "url": f"/deals/?{kept}" if kept else "/deals/"}, {"label": "Shared parties"}],
    }  # fmt: skip
    return render(request, "deals/shared_parties.html", context)


@reader_page
def shared_csv(request: HttpRequest) -> HttpResponse:
    """GET /deals/shared-parties.csv: a row a party and deal, with against what parties are screened below."""
    _, _, found = _asked(request)
    return csv_file(_cells(found), name="shared-parties.csv")


def _asked(request: HttpRequest) -> tuple[Clocks, Filters, SharedParties]:
    clock = clocks(request.GET)
    filters = {name: values for name in request.GET if name not in _OWN and any(values := request.GET.getlist(name))}
    with refusals_told():
        found = shared_parties(
            viewer=request.viewer, today=clock.today, as_of=clock.as_of, known_on=clock.known_on, filters=filters
        )
    return clock, filters, found


def _line(row: SharedParty, clock: Clocks) -> dict[str, Any]:
    return {
        "name": row.name, "url": clock.on(party_url(public_id("party", row.party), row.name)), "hq": row.hq_country,
        "kind": KIND_WORDS.get(row.kind, row.kind), "n": len(row.deals),
        "deals": [
            {"title": one.title, "url": clock.on(f"/deals/{public_id('deal', one.deal)}/"), "roles": ", ".join(one.roles)}
            for one in row.deals
        ],
    }  # fmt: skip


def _told(row: SharedParty) -> dict[str, Any]:
    deals = [{"id": public_id("deal", one.deal), "title": one.title, "roles": list(one.roles)} for one in row.deals]
    return {"party": {"id": public_id("party", row.party), "name": row.name}, "kind": row.kind, "deals": deals}


def _cells(found: SharedParties) -> Iterator[list[str]]:
    yield ["party id", "party", "kind", "head office", "deals", "deal id", "deal", "roles"]
    for row in found.rows:
        for one in row.deals:
            yield [
                public_id("party", row.party), row.name, row.kind, row.hq_country, str(len(row.deals)), public_id("deal", one.deal),
                one.title, "; ".join(one.roles),
            ]  # fmt: skip
    for words in lists_in_words() or [NOT_SCREENED]:
        yield ["screening", words]
