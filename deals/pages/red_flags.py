"""/deals/<id>/red-flags/: the checklists of the authority as dated data, each item with what the record says to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.controls.packs import load_red_flags
from deals.controls.rules import AnsweredFlag
from deals.pages.deal.page import base, found
from deals.pages.listing import as_json, json_address
from deals.reports.deal_names import editable
from deals.reports.decision_body import screening_words
from deals.reports.red_flag_evidence import NOTHING, checklist
from dealtracker.uikit.frame import reader_page

ANSWERS = {"yes": "yes", "no": "no", "not_known": "not known"}


@reader_page
def red_flags(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/red-flags/; `format=json` gives the same items."""
    key, _, seen = found(request, deal)
    items = checklist(seen.doc, day=seen.clock.as_of, screening=screening_words())
    document = {"deal": seen.doc["id"], "as_of": seen.clock.as_of.isoformat(), "items": [item.to_json() for item in items]}
    if answer := as_json(request, document):
        return answer
    context = {
        **base(request, seen, crumb="Red-flag items"), "lists": flag_lists(items, day=seen.clock.as_of),
        "json_url": json_address(request), "may_decide": seen.clock.is_today and editable(viewer=request.viewer, deal=key),
    }  # fmt: skip
    return render(request, "deals/red_flags.html", context)


def flag_lists(items: Iterable[AnsweredFlag], *, day: date) -> list[dict[str, Any]]:
    """The official lists in force on the day, each under its title and date with its items answered."""
    rows = [
        {
            "list": item.list_id, "id": item.flag.id, "text": item.flag.text, "answer": ANSWERS[item.answer],
            "evidence": item.evidence or NOTHING,
        }
        for item in items
    ]  # fmt: skip
    return [
        {
            "title": one.title, "authority": one.authority, "first_day": one.first_day, "url": one.url, "read": one.read,
            "rows": [row for row in rows if row["list"] == one.id],
        }
        for one in load_red_flags() if one.first_day is None or one.first_day <= day
    ]  # fmt: skip
