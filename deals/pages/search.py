"""/search/?q=: deals, parties, sites and sources from one box, in any script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.seen import published
from deals.pages.deal_row import deal_row
from deals.pages.listing import as_json, json_address, refusals_told, search_words
from deals.pages.parties import KIND_WORDS, party_url
from deals.reports.search import Found, search_everything, search_everything_at
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    """GET /search/?q=&as_of=&known_on=: what was known then has the names that it had then."""
    words, clock = search_words(request), clocks(request.GET)
    context = {**frame(request, clock=clock), "query": words, "words": words}
    if not words:
        return render(request, "deals/search.html", context)
    with refusals_told():
        found = _found(request, words, clock)
    plain = {"deals": found.deals, "parties": found.parties, "sites": found.sites, "sources": found.sources}
    if answer := as_json(request, plain):
        return answer
    people = [
        {
            **p,
            "url": clock.on(party_url(p["id"], p["name"])),
            "kind": KIND_WORDS.get(p["kind"], p["kind"]),
            "country": country_name(p["country"]) if p["country"] else "",
        }
        for p in found.parties
    ]
    places = [
        {**s, "url": clock.on(f"/sites/{s['id']}/"), "country": country_name(s["country"]) if s["country"] else ""}
        for s in found.sites
    ]
    shown = {
        "found": found,
        "deals": [deal_row(deal, clock.known_on) for deal in found.deals],
        "parties": people,
        "sites": places,
        "sources": [{**one, "published": published(one)} for one in found.sources],
    }
    return render(request, "deals/search.html", {**context, **shown, "json_url": json_address(request)})


def _found(request: HttpRequest, words: str, clock: Clocks) -> Found:
    if clock.is_today:
        return search_everything(viewer=request.viewer, words=words, day=clock.today)
    return search_everything_at(
        viewer=request.viewer, words=words, today=clock.today, as_of=clock.as_of, known_on=clock.known_on
    )
