"""/deals/side-by-side/: the deals ticked in the list, one below the other in their terms; and onto the watch list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from deals.actions._changed import NotFound
from deals.actions.watches import look_at_all
from deals.pages.deal.downloads import plain
from deals.pages.deal.seen import Seen, as_read
from deals.pages.deal.three_lines import three_lines
from deals.pages.deal_columns import COLUMNS
from deals.pages.deal_list import MOST_COMPARED
from deals.pages.deal_row import deal_row
from deals.pages.listing import as_json, json_address
from deals.reports.deal_sheet import deal_sheet
from dealtracker.ids import private_key
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import BadAddress, Clocks, clocks, frame, reader_page

MOST_WATCHED = 100


@reader_page
def side_by_side(request: HttpRequest) -> HttpResponse:
    """GET /deals/side-by-side/?id=deal_…&id=deal_…: up to six, a row a question, the rows that differ marked."""
    clock, asked = clocks(request.GET), _asked(request.GET.getlist("id"), most=MOST_COMPARED)
    compared = [seen for key in asked if (seen := _seen(request, key, clock))]
    rows = _rows(compared)
    if answer := as_json(request, {"results": _told(compared, rows)}):
        return answer
    listed = "&".join(f"id={seen.doc['id']}" for seen in compared)
    context = {
        **frame(request, section="Deals", clock=clock), "json_url": json_address(request), "deals": compared, "rows": rows,
        "most": MOST_COMPARED, "absent": len(asked) - len(compared),
        "shared_url": f"{reverse('shared-parties')}?{'&'.join(filter(None, (listed, clock.query)))}",
        "crumbs": [{"label": "Deals", "url": clock.on("/deals/")}, {"label": "Side by side"}],
    }  # fmt: skip
    return render(request, "deals/side_by_side.html", context)


@reader_page
@require_POST
def watch_chosen(request: HttpRequest) -> HttpResponse:
    """POST /deals/watch/ with `id` once a deal: onto the viewer's watch list, all of them or none; back to `next`."""
    if request.viewer.is_anonymous:
        raise Http404
    asked, today = _asked(request.POST.getlist("id"), most=MOST_WATCHED), timezone.now().date()
    try:
        look_at_all(deals=asked, viewer=request.viewer, on=today)
    except NotFound:
        raise Http404 from None
    if asked:
        messages.success(request, f"{count_words(len(asked), 'deal')} on your watch list, looked at today.")
    else:
        messages.warning(request, "No deal was ticked; nothing was put on your watch list.")
    back = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if own and back.startswith("/deals/") else "deals")


def _asked(ids: list[str], *, most: int) -> list[UUID]:
    """The deals named, each once; raises BadAddress."""
    found = []
    for text in dict.fromkeys(ids):
        key = private_key("deal", text)
        if key is None:
            raise BadAddress(f'id: "{text[:60]}" is not an id of a deal (deal_…).')
        found.append(key)
    if len(found) > most:
        raise BadAddress(f"id: at most {most} deals can be chosen for this; {len(found)} are.")
    return found


def _seen(request: HttpRequest, key: UUID, clock: Clocks) -> Seen | None:
    sheet = deal_sheet(viewer=request.viewer, deal=key, today=clock.today, as_of=clock.as_of, known_on=clock.known_on)
    return Seen(as_read(orjson.loads(sheet.body)), clock) if sheet else None


def _rows(compared: list[Seen]) -> list[dict[str, Any]]:
    """The columns of the list turned on their side, then the three lines of each deal."""
    lines = [deal_row(seen.doc, seen.clock.known_on) for seen in compared]
    told = [{line["title"]: line["says"] for line in three_lines(seen)} for seen in compared]
    rows = [_row(column.words, [column.cell(line) for line in lines]) for column in COLUMNS]
    return rows + [_row(title, [_list(one[title]) for one in told]) for title in (told[0] if told else ())]


def _row(title: str, cells: list[Any]) -> dict[str, Any]:
    return {"title": title, "cells": cells, "differs": len({plain(cell) for cell in cells}) > 1}


def _list(sentences: list[Any]) -> Any:
    return format_html_join("", '<span class="line">{}</span>', ((one,) for one in sentences))


def _told(compared: list[Seen], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"id": seen.doc["id"], "title": seen.doc["title"], "terms": {row["title"]: plain(row["cells"][i]) for row in rows}}
        for i, seen in enumerate(compared)
    ]  # fmt: skip
