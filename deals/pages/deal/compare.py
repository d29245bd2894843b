"""/deals/<id>/compare/: what was added, changed, contested or withdrawn between two days of publication."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.claims import title, value_words
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen
from deals.reports.deal_changes import deal_changes, sources_between
from dealtracker.evidence.rules.values import SECOND_HAND
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.formats import certainty_words
from dealtracker.uikit.frame import BadAddress, reader_page

_ORDER = ("withdrawn", "contested", "changed", "added")


@reader_page
def compare(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/compare/?from=&to=."""
    key, _, seen = found(request, deal)
    earlier, later = _day(request, "from", seen), _day(request, "to", seen)
    if earlier > later:
        raise BadAddress("from: the earlier day lies after the later one.")
    changes = deal_changes(viewer=request.viewer, deal=key, earlier=earlier, later=later)
    groups = [(kind, _rows(seen, [one for one in changes if one["kind"] == kind])) for kind in _ORDER]
    between = sources_between(viewer=request.viewer, deal=key, earlier=earlier, later=later)
    context = {
        **base(request, seen, crumb="What changed"),
        "earlier": earlier,
        "later": later,
        "groups": [(k, rows) for k, rows in groups if rows],
        "new_sources": [{**source, "part": _part(source)} for source in between],
        "nothing": not changes,
        "json_url": f"/api/v1/deals/{seen.doc['id']}/compare/?from={earlier}&to={later}",
    }
    return render(request, "deals/compare.html", context)


def _day(request: HttpRequest, name: str, seen: Seen) -> date:
    given = request.GET.get(name)
    if not given:
        first = seen.derived.get("known_from")
        return seen.clock.known_on if name == "to" or not first else date.fromisoformat(first)
    try:
        day = parse_day(given)
    except DateError as error:
        raise BadAddress(f"{name}: {error}.") from None
    if day > seen.clock.today:
        raise BadAddress(f"{name}: nothing is known yet of {day.isoformat()}, a day to come.")
    return day


def _part(source: dict[str, Any]) -> str:
    if source["counted"]:
        return "root"
    if source["kind"] in SECOND_HAND:
        return str(source["kind"])
    return "not counted as a root" if source["root"] else "re-report"


def _rows(seen: Seen, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a field, though both its value and how it is known may differ."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in changes:
        row = found.setdefault((one["list"], one["key"] or str(len(found)), one["field"]), _change(seen, one))
        row["what"] = ", ".join(dict.fromkeys((*row["what"].split(", "), one["what"])))
    return list(found.values())


def _change(seen: Seen, one: dict[str, Any]) -> dict[str, Any]:
    at = one["at"]
    return {
        **one,
        "title": title(seen, at) if at else f"{one['list']} {one['field']}".strip().replace("_", " "),
        "list": one["list"].replace("_", " "),
        "url": seen.at("claims/", at=at) if at else "",
        "drift_url": seen.at("drift/", at=at) if at else "",
        "before": _state(seen, one["before"]),
        "after": _state(seen, one["after"]),
    }


def _state(seen: Seen, state: dict[str, Any] | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {**state, "words": value_words(state["value"]), "certainty_words": certainty_words(state)}
