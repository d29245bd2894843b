"""/sources/: what was published, by whom and when, what goes back to what, and how much rests on it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.seen import deal_url, published
from deals.pages.listing import PAGE, one_of, pager, search_words
from deals.reports.deals_told_of import deals_told_of, titles_then
from dealtracker.apikit.keyset import page_of
from dealtracker.apikit.problems import Problem
from dealtracker.evidence.models import Source
from dealtracker.evidence.reports import ORIGINS, ROOT, STATES, resting_on, source_json, source_rows, states_of
from dealtracker.evidence.rules.graph import FOLLOWED
from dealtracker.evidence.rules.values import SECOND_HAND
from dealtracker.ids import private_key, public_id
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.frame import BadAddress, Clocks, clocks, frame, reader_page

_DAYS = (("published_after", "Published on or after"), ("published_before", "Published on or before"))


@reader_page
def sources(request: HttpRequest) -> HttpResponse:
    """GET /sources/?q=&publisher=&newsroom=&kind=&language=&origin=&state=&published_after=&published_before=&deal=&known_on=;
    the same parameters as GET /api/v1/sources/."""
    if request.GET.get("as_of"):
        raise BadAddress("as_of: what was published is asked by known_on; a source is not true of a day of its own.")
    clock, asked = clocks(request.GET), _asked(request)
    deal = _deal(request)
    days = {name: _day(request, name) for name, _ in _DAYS}
    found = source_rows(
        viewer=request.viewer, known_on=clock.known_on, since=days["published_after"], until=days["published_before"],
        words=search_words(request), deal=deal, **asked,
    )  # fmt: skip
    try:
        page = page_of(found, ordering="-published_to", limit=PAGE, cursor=request.GET.get("cursor") or None)
    except Problem as problem:
        raise BadAddress(str(problem.detail)) from None
    context = {
        **frame(request, section="Sources", clock=clock, json_path="/api/v1/sources/"),
        "query": search_words(request), "asked": asked, "deal": request.GET.get("deal", ""),
        "of_deal": _titled(request, deal, clock) if deal else None,
        "selects": [
            ("kind", "Kind", Source.Kind.choices, asked["kind"]), ("origin", "Origin", _as_choices(ORIGINS), asked["origin"]),
            ("state", "State", _as_choices(STATES), asked["state"]),
        ],
        "days": [(name, label, request.GET.get(name, "")) for name, label in _DAYS],
        "filtered": bool(search_words(request) or any(asked.values()) or any(days.values()) or deal),
        "rows": _lines(request, page.rows, clock),
        "pager": pager(request, len(page.rows), "source", "sources", following=page.next, before=page.previous),
    }  # fmt: skip
    return render(request, "evidence/sources.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the list is narrowed to, besides words and days."""
    texts = {name: search_words(request, name) for name in ("publisher", "newsroom", "language")}
    words = {"kind": Source.Kind.values, "origin": ORIGINS, "state": STATES}
    return texts | {name: one_of(request, name, allowed) for name, allowed in words.items()}


def _deal(request: HttpRequest) -> UUID | None:
    text = request.GET.get("deal", "")
    key = private_key("deal", text) if text else None
    if text and key is None:
        raise BadAddress(f'deal: "{text[:60]}" is not an id such as deal_ and 32 hexadecimal digits.')
    return key


def _titled(request: HttpRequest, deal: UUID, clock: Clocks) -> dict[str, str] | None:
    """What the deal was called on the day, and its page; None where it is not there for this viewer."""
    title = titles_then(viewer=request.viewer, deals=[deal], today=clock.today, known_on=clock.known_on).get(deal)
    return {"title": title, "url": clock.on(deal_url({"id": public_id("deal", deal), "title": title}))} if title else None


def _as_choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_day(request.GET[name]) if request.GET.get(name) else None
    except DateError as error:
        raise BadAddress(f"{name}: {error}.") from None


def _lines(request: HttpRequest, rows: list[Source], clock: Clocks) -> list[dict[str, Any]]:
    counts = resting_on([source.pk for source in rows], viewer=request.viewer)
    states = states_of(rows, viewer=request.viewer, known_on=clock.known_on)
    told = deals_told_of(
        viewer=request.viewer, sources=[source.pk for source in rows], today=clock.today, known_on=clock.known_on
    )
    return [
        {
            **_line(source_json(source, counts), states[source.pk], Source.Kind(source.kind).label),
            "told": [{**deal, "url": clock.on(deal_url(deal))} for deal in told.get(source.pk, ())],
        }
        for source in rows
    ]


def _line(source: dict[str, Any], states: tuple[str, ...], kind: str) -> dict[str, Any]:
    back = [link["kind"] for link in source["links"] if link["kind"] in FOLLOWED and link["basis"] == "cited"]
    unlinked = "re-report of what is not entered" if source["kind"] in SECOND_HAND else ROOT
    return {
        **source, "published": published(source), "kind_words": kind.lower(), "states": [s for s in states if s != "stands"],
        "origin": ", ".join(f"{kind} another" for kind in dict.fromkeys(back)) or unlinked,
    }  # fmt: skip
