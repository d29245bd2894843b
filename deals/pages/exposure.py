"""/exposure/: who is named as a lender in how many deals, and totals of stated amounts, each kind apart."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deals.pages.book import shown
from deals.pages.book.groups import why_address
from deals.pages.deal.seen import deal_url
from deals.pages.listing import as_json, json_address
from deals.pages.parties import KIND_WORDS, party_url
from deals.reports.exposure_by import exposure_by
from deals.reports.lender_table import lender_table
from dealtracker.uikit import formats
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

WEIGHTS = {
    "committed": "Committed",
    "possible": "Possible: conditional or optional",
    "proposed": "Proposed: nobody is known to be bound",
}
APART = {
    "contingent support": "Contingent support, caps in force",
    "contract value": "Contract value",
    "project cost": "Project cost",
}


@reader_page
def exposure(request: HttpRequest) -> HttpResponse:
    """GET /exposure/?as_of=&currency=; an address that names a dimension leads to the page that groups by it."""
    if "dimension" in request.GET:
        return redirect(f"{reverse('exposure-by')}?{request.GET.urlencode()}")
    shown.only(request, "currency")
    clock = clocks(request.GET)
    currency = shown.currency(request)
    days = {"as_of": clock.as_of, "known_on": clock.known_on, "today": clock.today}
    named = lender_table(viewer=request.viewer, **days)
    found = exposure_by(viewer=request.viewer, currency=currency, **days)
    if answer := as_json(request, {"as_of": clock.as_of, "known_on": clock.known_on, "lenders": named, **found}):
        return answer
    context = {
        **frame(request, section="Exposure", clock=clock),
        "json_url": json_address(request),
        "tabs": shown.tabs("Overview", request.viewer),
        "covers": named["covers"],
        "lenders": [_lender(row) for row in named["named"]],
        "unnamed": [_lender(row) for row in named["unnamed"]],
        "totals": _grouped(found["totals"], clock),
        "apart": [_apart(row, clock) for row in found["apart"]],
        "without": found["without"],
        "facilities": found["facilities"],
        "figure": _figure(found["largest"], currency, clock),
        "currency": currency,
    }
    return render(request, "deals/exposure.html", context)


def _lender(row: dict[str, Any]) -> dict[str, Any]:
    deals = [{**deal, "url": deal_url(deal)} for deal in row["in"]]
    return {
        **row,
        "url": party_url(row["id"], row["name"]),
        "kind": KIND_WORDS.get(row["kind"], row["kind"]),
        "in": deals,
        "roles": ", ".join(row["roles"]),
    }


def _grouped(totals: list[dict[str, Any]], clock: Clocks) -> list[dict[str, Any]]:
    """Measures apart, then weights apart; every basis and currency has a line of its own."""
    found = []
    for measure in ("debt", "equity"):
        rows = [_total(row, clock) for row in totals if row["measure"] == measure]
        if rows:
            found.append({"title": measure.capitalize(), "rows": rows})
    return found


def _total(row: dict[str, Any], clock: Clocks) -> dict[str, Any]:
    given = {"dimension": "currency", "measure": row["measure"], "factor": 1, "invented": False}
    figures = {
        name: {
            "words": shown.sum_words(row[name], row["currency"]),
            "url": why_address(row, row["currency"], given, clock, name),
            "blank": f"stated of {row[f'with_{name}']} of {row['facilities']}",
        }
        for name in ("point", "low", "high")
    }
    return {
        **row,
        "title": WEIGHTS[row["weight"]],
        "standing": {"certainty": row["basis"]},
        "figures": figures,
        "without": row["facilities"] - row["with_point"],
    }


def _apart(row: dict[str, Any], clock: Clocks) -> dict[str, Any]:
    return {
        **row,
        "why": clock.on(shown.address("/exposure/why/", measure=row["measure"], of=row["currency"])),
        "title": APART.get(row["measure"], row["measure"].capitalize()),
        "words": shown.sum_words(row["point"], row["currency"]),
        "without": row["rows"] - row["with_point"],
    }


def _figure(largest: list[dict[str, Any]], currency: str, clock: Clocks) -> dict[str, Any] | None:
    if not largest:
        return None
    rows = [
        {
            "label": row["title"].split(":")[0],
            "amount": row["amount"],
            "basis": row["basis"],
            "words": f"{formats.amount_words(row['amount'])}, {row['weight']}",
            "href": f"/deals/{row['deal']}/#facilities",
        }
        for row in largest
    ]
    return {
        "id": "largest",
        "title": f"Stated debt by facility, {currency}, as of {formats.date_words(clock.as_of)}",
        "currency": currency,
        "rows": rows,
        "note": "One bar a facility, as its source wrote the amount; committed, possible and proposed amounts are not added.",
    }
