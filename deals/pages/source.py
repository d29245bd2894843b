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
from dealtracker.uikit.frame import frame, reader_page


@reader_page
def source(request: HttpRequest, source: str) -> HttpResponse:
    """GET /sources/<id>/."""
    key = private_key("source", source)
    sheet = source_sheet(viewer=request.viewer, source=key) if key else None
    if key is None or sheet is None:
        raise Http404
    context = {
        **frame(request, json_path=f"/api/v1/sources/{sheet['id']}/", json_keeps=()),
        "source": sheet,
        "published": published(sheet),
        "deals": [
            {**deal, "url": deal_url(deal), "claims": [_claim(deal, claim) for claim in deal["claims"]]}
            for deal in sheet["deals"]
        ],
        "goes_back_to": [_link(link) for link in sheet["to"]],
        "followed_by": [_link(link) for link in sheet["from"]],
        "may_review": source_with_links(viewer=request.viewer, source=key) is not None,
        "crumbs": [{"label": "Deals", "url": "/deals/"}, {"label": sheet["publisher"]}],
    }
    return render(request, "evidence/source.html", context)


def _link(link: dict[str, Any]) -> dict[str, Any]:
    return {**link, "url": f"/sources/{link['id']}/", "date": published(link)}


def _claim(deal: dict[str, Any], claim: dict[str, Any]) -> dict[str, Any]:
    at = f"/{claim['list']}/{claim['key']}" + (f"/{claim['field']}" if claim["field"] else "") if claim["key"] else ""
    said = claim["words"] or value_words(claim["value"])
    about = ", ".join(filter(None, (claim["called"], claim["field"].replace("_", " "))))
    return {
        **claim,
        "said": said,
        "what": f"{claim['kind']}: {about}" if about else claim["kind"],
        "how": ATTRIBUTION.get(claim["attribution"], claim["attribution"]),
        "url": f"/deals/{deal['id']}/claims/?at={at}" if at else "",
    }
