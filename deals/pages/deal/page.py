"""/deals/<id>/: one deal, as of one day and as known on another, every value with its claims."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal import (
    agreements,
    assets,
    claims,
    exposure,
    findings,
    header,
    replies,
    roles,
    sources,
    terms,
    three_lines,
    timeline,
)
from deals.pages.deal.seen import Seen, as_read
from deals.pages.findings_block import findings_block
from deals.reports.claims_behind import claims_behind
from deals.reports.deal_names import editable
from deals.reports.deal_screening import deal_screening
from deals.reports.deal_sheet import DealSheet, deal_sheet
from deals.reports.listed_owners import listed_owners
from deals.reports.source_parts import source_parts
from deals.reports.views_of import records_of
from deals.reports.watch_list import last_look
from dealtracker.ids import private_key
from dealtracker.money import Amount
from dealtracker.uikit.frame import clocks, frame, reader_page

KEPT = ("as_of", "known_on")


def found(request: HttpRequest, text: str) -> tuple[UUID, DealSheet, Seen]:
    """The deal at this address on its dates; Http404 where it is hidden, absent or not yet published."""
    key, clock = private_key("deal", text), clocks(request.GET)
    sheet = (
        deal_sheet(viewer=request.viewer, deal=key, today=clock.today, as_of=clock.as_of, known_on=clock.known_on)
        if key
        else None
    )
    if key is None or sheet is None:
        raise Http404
    return key, sheet, Seen(as_read(orjson.loads(sheet.body)), clock, request.GET.get("claims", ""))


def base(request: HttpRequest, seen: Seen, *, crumb: str = "") -> dict[str, Any]:
    """What every page of one deal shares."""
    twin = f"/api/v1/deals/{seen.doc['id']}/"
    crumbs = [{"label": "Deals", "url": "/deals/"}, {"label": seen.doc["title"], "url": seen.url if crumb else ""}]
    return {
        **frame(request, section="Deals", clock=seen.clock, json_path=twin, json_keeps=KEPT),
        "revision": seen.doc["revision"],
        "deal": seen.doc,
        "deal_url": seen.url,
        "root": seen.root,
        "crumbs": [*crumbs, {"label": crumb}] if crumb else crumbs,
    }


@reader_page
def deal(request: HttpRequest, deal: str, slug: str = "") -> HttpResponse:
    """GET /deals/<id>/[<title>/]; `claims` opens the claims behind one value beside the page."""
    key, sheet, seen = found(request, deal)
    may_edit = editable(viewer=request.viewer, deal=key)
    behind = _behind(request, key, seen, seen.opened) if seen.opened else None
    parts = source_parts(viewer=request.viewer, deal=key, known_on=seen.clock.known_on)
    context = {
        **base(request, seen),
        **_sections(seen, parts),
        "controls": findings_block(seen.doc, seen.clock, listed_of(request, seen)),
        "head": header.header(seen),
        "records": records_of(viewer=request.viewer, document=seen.doc, today=seen.clock.today),
        "strip": _strip(seen),
        "drawer": claims.drawer(seen, behind, may_add=may_edit) if behind else None,
        "pending": pending_state(seen, sheet),
        "looked": _looked(request, key, seen),
        "screening": deal_screening(viewer=request.viewer, deal=key, day=seen.clock.today),
        "tools": (tools := _tools(seen) if may_edit and seen.clock.is_today else []),
        "amend_url": tools[0][1] if tools else "",
    }
    return render(request, "deals/deal.html", context)


def listed_of(request: HttpRequest, seen: Seen) -> dict[str, Amount]:
    """What parties on lists own of the deal's users, for a reader who may see what was screened."""
    return listed_owners(viewer=request.viewer, sheet=seen.doc, as_of=seen.clock.as_of, known_on=seen.clock.known_on)


def _sections(seen: Seen, parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "lines": three_lines.three_lines(seen),
        "replies": replies.reply_rows(seen, parts["retold"], parts["claimed"]),
        "not_asked": replies.not_asked(seen),
        "roles": roles.role_table(seen),
        "roles_note": roles.stated_roles(seen),
        "facilities": terms.facility_table(seen),
        "others": agreements.other_tables(seen),
        "absent": agreements.absent(seen),
        "hardware": assets.hardware_table(seen),
        "sites": assets.site_table(seen),
        "exposure": exposure.exposure(seen),
        "timeline": timeline.timeline(seen),
        "origins": sources.origins(seen, parts),
        "counts": seen.derived["counts"],
        "findings": findings.findings(seen),
    }


def _looked(request: HttpRequest, key: UUID, seen: Seen) -> dict[str, Any]:
    """Since when one who is signed in has this deal on the watch list, and the way to what differs since."""
    if request.viewer.is_anonymous:
        return {}
    on = last_look(viewer=request.viewer, deal=key)
    return {
        "on": on,
        "url": f"{seen.root}compare/?from={on}&to={seen.clock.today}" if on else "",
        "do": f"{seen.root}watch/",
    }


def _tools(seen: Seen) -> list[tuple[str, str]]:
    """What an editor can do from here: (words, address)."""
    deal = seen.doc["id"]
    return [
        ("Add a source, amend a field", seen.at("amend/")),
        ("Add a row", seen.at("add/")),
        ("Read in a text", f"/review/intake/?deal={deal}"),
        ("Our own enquiry", f"/desk/enquiry/?deal={deal}"),
    ]


def _strip(seen: Seen) -> dict[str, Any]:
    first = seen.derived.get("known_from")
    return header.strip(seen, date.fromisoformat(first) if first else None)


def pending_state(seen: Seen, sheet: DealSheet) -> dict[str, Any] | None:
    """The notice while derived figures are behind; with an error it says so, and which revision is shown."""
    if not sheet.pending:
        return None
    if sheet.error:
        shown = f"the figures shown are those of revision {seen.doc['revision']}"
        said = f"Recomputing stopped on an error; {shown}. It is tried again."
        return {"url": "", "words": said, "stuck": True}
    return {"url": f"{seen.root}pending/", "words": "", "stuck": False}


@reader_page
def pending(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/pending/: the notice alone; once all is done the page that asked loads anew."""
    _, sheet, seen = found(request, deal)
    state = pending_state(seen, sheet)
    response = render(request, "deals/pending.html", {"pending": state})
    if state is None:
        response["HX-Refresh"] = "true"
    return response


@reader_page
def claims_page(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/claims/?at=/facilities/f1/amount: the claims behind one value on a page of their own."""
    key, sheet, seen = found(request, deal)
    at = request.GET.get("at", "")
    behind = _behind(request, key, seen, at)
    if behind is None:
        raise Http404
    may_add = seen.clock.is_today and editable(viewer=request.viewer, deal=key)
    context = {
        **base(request, seen, crumb=f"Claims: {claims.title(seen, at)}"),
        "pending": pending_state(seen, sheet),
        "drawer": claims.drawer(seen, behind, may_add=may_add),
        "json_url": _claims_twin(seen, at),
    }
    return render(request, "deals/claims.html", context)


def _claims_twin(seen: Seen, at: str) -> str:
    """The same claims as JSON; they are told as known on a day, whatever the day in the world."""
    day = "" if seen.clock.known_on == seen.clock.today else f"&known_on={seen.clock.known_on}"
    return f"/api/v1/deals/{seen.doc['id']}/claims/?at={quote(at, safe='/')}{day}"


def _behind(request: HttpRequest, key: UUID, seen: Seen, at: str) -> dict[str, Any] | None:
    return claims_behind(viewer=request.viewer, deal=key, at=at, known_on=seen.clock.known_on)
