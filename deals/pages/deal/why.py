"""/deals/<id>/why/: one figure that the pages of a deal work out, as a tree down to entries, claims and versioned tables."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.pages.book.why_shown import lines, shown_tree
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Row, Seen
from deals.reports.why_deal import FIGURES, why_deal
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.frame import BadAddress, reader_page

WORDS = {
    "headline": "The amount at the head of the deal", "difference": "Difference of a total to its parts",
    "remainder": "Undisclosed remainder", "remainder_by_entries": "Undisclosed remainder, by entries",
    "committed": "Committed, by entries", "outstanding": "Outstanding, by entries", "undrawn": "Undrawn, by entries",
    "underwritten": "Underwritten, by entries", "chips": "Chips", "h100_equivalents": "H100-equivalents",
    "megawatts": "Megawatts", "in_state": "Chips in one state", "beyond_state": "More chips than in another state",
    "test": "Distance of a test to its limit",
}  # fmt: skip
_TAKEN = ("figure", "at", "on", "by", "bound", "policy")
_BOUNDS = {"point": "the figure", "low": "at least", "high": "at most"}


@reader_page
def why(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/why/?figure=&at=&on=&by=&bound=&policy=&as_of=&known_on=; its twin is /api/v1/deals/<id>/why/."""
    shown.only(request, *_TAKEN)
    _, _, seen = found(request, deal)
    figure = shown.choice(request, "figure", FIGURES, "headline")
    given = {name: request.GET.get(name) or None for name in ("at", "by", "bound")}
    policies = [name for name in request.GET.get("policy", "").split(",") if name]
    tree = shown.asked(
        why_deal, viewer=request.viewer, document=dict(seen.doc), figure=figure, on=_on(request), policies=policies,
        **{**given, "at": given["at"] or ""}, **shown.days(seen.clock),
    )  # fmt: skip
    if answer := shown.as_file(request, tree, lines(tree), "why-this-number"):
        return answer
    days = dict(parse_qsl(seen.clock.query))
    asked = {name: one for name in _TAKEN if (one := request.GET.get(name))}
    others = [(_BOUNDS[one], seen.at("why/", **{**asked, "bound": one})) for one in tree["bounds"] if one != tree["bound"]]
    context = {
        **base(request, seen, crumb="Why this number?"), **shown.twins(request), **shown_tree(tree, seen.clock),
        "json_url": shown.address(f"/api/v1/deals/{seen.doc['id']}/why/", **{**asked, "figure": figure}, **days),
        "what": _what(seen, tree), "on": tree["on"], "first": "Part", "as_of": seen.clock.as_of, "known_on": seen.clock.known_on,
        "each": "One row a part; under it what it comes from. Worked out from the leaves, the figure is the same.",
        "back": (seen.url, "The deal"), "others": others,
    }  # fmt: skip
    return render(request, "deals/book/why.html", context)


def _what(seen: Seen, tree: Row) -> str:
    """ "H100-equivalents, 512 servers (h1), by h100e-fp16-2026-11, at least"."""
    name, _, key = (tree["at"] or "").removeprefix("/").partition("/")
    row = next((row for row in seen.doc.get(name, ()) if row["key"] == key), {}) if key else {}
    said = seen.name_of(row["id"]) if row.get("id") in seen.rows else str(row.get("measure") or row.get("kind") or "")
    bound = "" if tree["bound"] in (None, "point") else _BOUNDS[tree["bound"]]
    by = f"by {tree['by']}" if tree["by"] and tree["figure"] != "beyond_state" else tree["by"]
    return ", ".join(filter(None, (WORDS[tree["figure"]], f"{said} ({key})" if key else "", by, bound)))


def _on(request: HttpRequest) -> Any:
    text = request.GET.get("on")
    try:
        return parse_day(text) if text else None
    except DateError as error:
        raise BadAddress(f"on: {error}.") from None
