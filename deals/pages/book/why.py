"""/exposure/why/: one sum as a tree, down to the entries and claims that give it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.reports.exposure_groups import MEASURES
from deals.reports.why_number import BASES, FIGURES, why_number
from dealtracker.money import AmountError, parse_currency
from dealtracker.uikit.frame import BadAddress, clocks, frame, reader_page

WORDS = {
    "point": "Stated or committed", "low": "Low", "high": "High", "outstanding": "Outstanding", "undrawn": "Undrawn",
    "exposure": "Exposure", "net_point": "Committed, net of participations",
    "net_outstanding": "Outstanding, net of participations",
    "net_undrawn": "Undrawn, net of participations",
}  # fmt: skip
_HEAD = (
    "deal", "title", "facility", "hold", "amount_of_part", "rule", "leaf", "kind", "value_date", "amount", "currency", "source",
)  # fmt: skip
Row = dict[str, Any]


@reader_page
def why(request: HttpRequest) -> HttpResponse:
    """GET /exposure/why/?dimension=&key=&weight=&basis=&of=&figure=&measure=&factor=&as_of=&known_on=; `of` is the currency."""
    shown.only(request, "dimension", "key", "weight", "basis", "of", "figure", "measure", "factor", "invented")
    clock = clocks(request.GET)
    given: Row = {
        "dimension": shown.choice(request, "dimension", tuple(shown.DIMENSIONS), "lender"), "key": request.GET.get("key") or None,
        "weight": shown.choice(request, "weight", tuple(shown.WEIGHTS), "committed"),
        "basis": shown.choice(request, "basis", BASES, "entries"),
        "currency": _currency(request), "figure": shown.choice(request, "figure", FIGURES, "point"),
        "measure": shown.choice(request, "measure", MEASURES, "debt"), "factor": shown.factor(request),
        "invented": shown.choice(request, "invented", ("true", "false"), "false") == "true",
    }  # fmt: skip
    found = shown.asked(why_number, viewer=request.viewer, **given, **shown.days(clock))
    if answer := shown.as_file(request, found, _lines(found), "why-this-number"):
        return answer
    code = found["currency"]
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request), "tabs": shown.tabs("Grouped", request.viewer),
        "given": given, "found": found, "what": WORDS[str(given["figure"])], "dimension": shown.DIMENSIONS[given["dimension"]],
        "words": shown.sum_words(found["amount"], code), "again": shown.sum_words(found["recomputed"], code),
        "is_same": found["amount"] == found["recomputed"], "parts": [_part(node, code) for node in found["parts"]],
        "standing": {"certainty": given["basis"]},
    }  # fmt: skip
    return render(request, "deals/book/why.html", context)


def _currency(request: HttpRequest) -> str:
    try:
        return parse_currency(request.GET.get("of") or "USD")
    except AmountError as error:
        raise BadAddress(f"of: {error}.") from None


def _part(node: Row, code: str) -> Row:
    return {
        **node, "words": shown.sum_words(node["amount"], code), "url": f"/deals/{node['deal']}/",
        "leaves": [_leaf(leaf, node, code) for leaf in node.get("leaves", ())],
        "of": [
            {**_part(one, code), "name": name} for name, one in zip(("Outstanding", "Undrawn"), node.get("of", ()), strict=False)
        ],
    }  # fmt: skip


def _leaf(leaf: Row, node: Row, code: str) -> Row:
    found = {**leaf, "words": shown.sum_words(leaf["amount"], code)}
    if "entries" in leaf:
        found["entries"] = [_leaf(one, node, code) for one in leaf["entries"]]
    if "claims" in leaf:
        found["claims_url"] = shown.address(f"/deals/{node['deal']}/claims/", at=leaf["at"])
    return found


def _lines(found: Row) -> list[list[str]]:
    """A row a leaf."""
    rows = [
        [
            "deal",
            "title",
            "facility",
            "hold",
            "amount_of_part",
            "rule",
            "leaf",
            "kind",
            "value_date",
            "amount",
            "currency",
            "source",
        ]
    ]
    nodes = [one for node in found["parts"] for one in (node.get("of") or [node])]
    titles = {node["deal"]: node["title"] for node in found["parts"]}
    for node in nodes:
        head = [node["deal"], titles[node["deal"]], node["facility"], node["hold"] or "", node["amount"], node["rule"]]
        rows += [[*head, *_cells(leaf), found["currency"], _sources(leaf)] for leaf in node["leaves"]]
    return rows


def _cells(leaf: Row) -> list[str]:
    if "participation" in leaf:
        return [leaf["participation"]["participant"], "participation", "", leaf["amount"]]
    return [
        leaf.get("entry") or leaf.get("at", ""),
        leaf.get("kind", "stated"),
        leaf.get("value_date", ""),
        leaf["amount"],
    ]


def _sources(leaf: Row) -> str:
    if "claims" in leaf:
        return "; ".join(claim["source"]["publisher"] for claim in leaf["claims"])
    return str((leaf.get("source") or {}).get("publisher", ""))
