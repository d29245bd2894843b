"""/findings/: what the export rules say of the hardware lines of all visible deals, filtered and counted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.controls.queries import pack_in_force, retired_rules
from deals.controls.rules import LADDER
from deals.pages.answer import policy_words, tools
from deals.pages.deal.findings import TITLES, input_words
from deals.pages.deal.seen import deal_url
from deals.pages.deal_row import path_steps
from deals.pages.listing import as_json, json_address, refusals_told, search_words
from deals.reports.deals_at import MOST_ORDERED
from deals.reports.documents_then import DocumentsThen
from deals.reports.findings_list import DIMENSIONS, NOTHING, Filters, FindingPage, finding_counts, findings_list
from deals.reports.findings_then import Counts, findings_then
from deals.reports.named_then import Then
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

_TITLES = {"step": "Answer", "missing": "What would settle it", "rule": "Rule that decides"}
_OWN = ("q", "cursor", "as_of", "known_on", "format")
_MOST = 15


@reader_page
def findings(request: HttpRequest) -> HttpResponse:
    """GET /findings/?step=&missing=&rule=&q=&as_of=&known_on=: the rules as of a day, the deals as known on another."""
    clock, words = clocks(request.GET), search_words(request)
    filters = {name: [v for v in request.GET.getlist(name) if v] for name in request.GET if name not in _OWN}
    with refusals_told():
        page, counts = _asked(request, clock, words, {name: given for name, given in filters.items() if given})
    if answer := as_json(request, {"results": page.rows, "next": _next(request, page.next), "counts": counts}):
        return answer
    total = sum(n for _, n in counts["step"]) if counts and not filters.get("step") else None
    groups = [_group(name, counts[name] if counts else None, filters.get(name, [])) for name in DIMENSIONS]
    context = {
        **frame(request, section="Tools", clock=clock), "tabs": tools("Findings"), "json_url": json_address(request),
        "query": words, "groups": groups, "day": clock.as_of, "is_counted": counts is not None, "most": MOST_ORDERED,
        "chips": _chips(request, filters), "rows": [_line(row, clock) for row in page.rows], "total": total,
        "pager": _pager(request, page), "retired": _retired(filters.get("rule", [])),
        "read_up_to": pack_in_force().read_up_to, "pack": pack_in_force().version,
    }  # fmt: skip
    return render(request, "deals/findings.html", context)


def _asked(request: HttpRequest, clock: Clocks, words: str, filters: Filters) -> tuple[FindingPage, Counts | None]:
    """The stored findings of the deals as they stand; of what was known on another day they are worked out."""
    cursor = request.GET.get("cursor", "")
    if clock.known_on != clock.today:
        documents = DocumentsThen(Then(request.viewer, clock.today, clock.known_on), clock.as_of, words)
        return findings_then(documents=documents, filters=filters, cursor=cursor)
    asked: dict[str, Any] = {"viewer": request.viewer, "filters": filters, "words": words}
    asked |= {"day": clock.today, "on": clock.as_of}
    return findings_list(cursor=cursor, **asked), finding_counts(**asked)


def _retired(rules: list[str]) -> list[tuple[str, str]]:
    """Rules asked for that the pack in force no longer holds, each with the version of the pack that did."""
    gone = [rule for rule in rules if rule not in pack_in_force().by_id]
    return [(rule, retired_rules()[rule]) for rule in gone]


def _group(name: str, counts: list[tuple[str, int]] | None, chosen: list[str]) -> dict[str, Any]:
    """Its values with their numbers; where nothing is counted, all answers without, and of the rest what is chosen."""
    found = dict(counts or ())
    order = [step for step in LADDER if counts is None or step in found] if name == "step" else list(found)[:_MOST]
    values = [*order, *(value for value in chosen if value not in order)]
    numbers = dict.fromkeys(values) if counts is None else {value: found.get(value, 0) for value in values}
    options = [
        {"name": name, "value": value, "label": _label(name, value), "n": numbers[value], "checked": value in chosen}
        for value in values
    ]
    return {"name": name, "title": _TITLES[name], "open": name != "rule", "options": options}


def _label(name: str, value: str) -> str:
    if name == "step":
        return TITLES[value]
    if name == "rule":
        return value
    return "no input missing: open by nature, contested, or not verified" if value == NOTHING else input_words(value)


def _chips(request: HttpRequest, filters: dict[str, list[str]]) -> list[dict[str, str]]:
    found = []
    for name, given in filters.items():
        for value in given:
            left = request.GET.copy()
            left.setlist(name, [other for other in given if other != value])
            left.pop("cursor", None)
            found.append({"key": _TITLES[name], "words": _label(name, value), "remove_url": f"/findings/?{left.urlencode()}"})
    return found


def _line(row: dict[str, Any], clock: Clocks) -> dict[str, Any]:
    url = deal_url({"id": row["deal"], "title": row["title"]})
    return {
        **row, "url": f"{clock.on(url)}#controls", "words": TITLES[row["step"]], "policy": policy_words(row["policy"]),
        "path": path_steps(row["countries"]), "missing": [input_words(name) for name in row["missing"]],
        "questions_url": clock.on(f"/deals/{row['deal']}/questions/"),
    }  # fmt: skip


def _pager(request: HttpRequest, page: FindingPage) -> dict[str, Any]:
    more = " on this page" if page.next or request.GET.get("cursor") else ""
    return {"words": f"{count_words(len(page.rows), 'finding')}{more}", "next": _next(request, page.next)}


def _next(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"
