"""/deals/<id>/drift/: one fact through its re-reports side by side, and how an amount came to be what it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.claims import title, value_words
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen, published
from deals.reports.fact_drift import fact_drift
from dealtracker.uikit import formats
from dealtracker.uikit.frame import BadAddress, reader_page

_VERDICTS = {"repeats": "repeats it", "drift": "differs", "stands": "stands"}


@reader_page
def drift(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/drift/?at=/facilities/f1/amount."""
    key, _, seen = found(request, deal)
    at = request.GET.get("at", "")
    if not at:
        raise BadAddress("at is needed: the path of a value, such as /facilities/f1/amount.")
    told = fact_drift(viewer=request.viewer, deal=key, at=at, known_on=seen.clock.known_on)
    if told is None:
        raise Http404
    what = title(seen, at)
    hops = [_hop(hop) for hop in told["hops"]]
    context = {
        **base(request, seen, crumb=f"Through its re-reports: {what}"),
        "what": what,
        "hops": hops,
        "wrong": told["wrong"],
        "first": [hop for hop in hops if hop["first_wrong"]],
        "certainty": told["certainty"],
        "reason": told["reason"],
        "history": [_step(step) for step in told["history"]],
        "claims_url": seen.at("claims/", at=at),
        "json_url": _twin(seen, at),
    }
    return render(request, "deals/drift.html", context)


def _twin(seen: Seen, at: str) -> str:
    day = "" if seen.clock.known_on == seen.clock.today else f"&known_on={seen.clock.known_on}"
    return f"/api/v1/deals/{seen.doc['id']}/drift/?at={quote(at, safe='/')}{day}"


def _hop(hop: dict[str, Any]) -> dict[str, Any]:
    source, quoted = hop["source"], hop["quote"]
    said = value_words(hop["value"])
    return {
        **hop,
        "said": said or "repeats what stood",
        "quoted": quoted["exact"] if quoted else hop["words"] or "",
        "publisher": source["publisher"],
        "url": f"/sources/{source['id']}/",
        "language": source["language"] or "",
        "date": published(source),
        "has_it_from": hop["from"]["publisher"] if hop["from"] else "",
        "verdict_words": _VERDICTS.get(hop["verdict"], hop["verdict"]),
        "is_wrong": hop["verdict"] == "drift",
        "slip_words": slip_words(hop["slip"]),
        "indent": min(hop["depth"], 3),
    }


def _step(step: dict[str, Any]) -> dict[str, Any]:
    source = step["source"]
    return {
        **step,
        "said": value_words(step["value"]) or "not known",
        "publisher": source["publisher"],
        "url": f"/sources/{source['id']}/",
        "slip_words": slip_words(step["slip"]),
        "has_it_from": step["from"]["publisher"] if step["from"] else "",
    }


def slip_words(power: int) -> str:
    """ "differs by a power of ten (10 times)"; "" for no such slip."""
    if not power:
        return ""
    return f"differs by a power of ten ({formats.count_words(10 ** abs(power))} times)"
