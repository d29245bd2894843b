"""/deals/<id>/questions/: what the record of a deal does not say, as plain questions; made to be printed and filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.page import base, found, listed_of
from deals.pages.deal.seen import Seen
from deals.pages.listing import as_json, json_address
from deals.reports.deal_questions import TOPICS, Question, deal_questions
from deals.reports.line_answers import line_answers
from dealtracker.money import Amount
from dealtracker.uikit.frame import reader_page


@reader_page
def questions(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/questions/; `format=json` gives the same list."""
    _, _, seen = found(request, deal)
    asked = open_questions(seen, listed_of(request, seen))
    rows = [{"topic": one.topic, "text": one.text, "because": one.because} for one in asked]
    if answer := as_json(request, {"deal": seen.doc["id"], "revision": seen.doc["revision"], "questions": rows}):
        return answer
    context = {
        **base(request, seen, crumb="Questions to ask"), "topics": _by_topic(seen, asked), "total": len(asked),
        "json_url": json_address(request),
    }  # fmt: skip
    return render(request, "deals/questions.html", context)


def open_questions(seen: Seen, listed: Mapping[str, Amount]) -> list[Question]:
    answers = line_answers(seen.doc, day=seen.clock.as_of, listed=listed)
    return deal_questions(seen.doc, answers, day=seen.clock.as_of)


def _by_topic(seen: Seen, asked: list[Question]) -> list[dict[str, Any]]:
    """Topics that have a question, each question with the address of the part of the page that leaves it open."""
    rows = [{"topic": q.topic, "text": q.text, "because": q.because, "url": f"{seen.url}#{q.at}" if q.at else ""} for q in asked]
    groups = [{"title": title, "rows": [row for row in rows if row["topic"] == topic]} for topic, title in TOPICS.items()]
    return [group for group in groups if group["rows"]]
