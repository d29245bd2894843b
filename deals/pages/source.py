"""/sources/<id>/: one source, what it goes back to, what goes back to it, and what it states."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.claims import ATTRIBUTION, value_words
from deals.pages.deal.seen import deal_url, published
from deals.reports.proposals import source_with_links
from deals.reports.source_sheet import source_sheet
from dealtracker.ids import private_key
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

_PAGES = {"deal": deal_url, "party": lambda one: f"/parties/{one['id']}/", "site": lambda one: f"/sites/{one['id']}/"}


@reader_page
def source(request: HttpRequest, source: str) -> HttpResponse:
    """GET /sources/<id>/?known_on=."""
    key, clock = private_key("source", source), clocks(request.GET)
    sheet = source_sheet(viewer=request.viewer, source=key, known_on=clock.known_on) if key else None
    if key is None or sheet is None:
        raise Http404
    context = {
        **frame(request, section="Sources", clock=clock, json_path=f"/api/v1/sources/{sheet['id']}/", json_keeps=("known_on",)),
        "source": sheet,
        "published": published(sheet),
        "states": [
            {**one, "url": clock.on(_PAGES[one["kind"]](one)), "claims": [_claim(one, claim, clock) for claim in one["claims"]]}
            for one in sheet["states"]
        ],
        "goes_back_to": [_link(link, clock) for link in sheet["to"]],
        "followed_by": [_link(link, clock) for link in sheet["from"]],
        "may_review": source_with_links(viewer=request.viewer, source=key) is not None,
        "crumbs": [{"label": "Sources", "url": clock.on("/sources/")}, {"label": sheet["publisher"]}],
    }
    return render(request, "evidence/source.html", context)


def _link(link: dict[str, Any], clock: Clocks) -> dict[str, Any]:
    return {**link, "url": clock.on(f"/sources/{link['id']}/"), "date": published(link)}


def _claim(subject: dict[str, Any], claim: dict[str, Any], clock: Clocks) -> dict[str, Any]:
    at = f"/{claim['list']}/{claim['key']}" + (f"/{claim['field']}" if claim["field"] else "") if claim["key"] else ""
    said = claim["words"] or value_words(claim["value"])
    about = ", ".join(filter(None, (claim["called"], claim["field"].replace("_", " "))))
    return {
        **claim,
        "said": said,
        "what": f"{claim['kind']}: {about}" if about else claim["kind"],
        "how": ATTRIBUTION.get(claim["attribution"], claim["attribution"]),
        "url": "&".join(filter(None, [f"/deals/{subject['id']}/claims/?at={at}", clock.query])) if at else "",
    }
