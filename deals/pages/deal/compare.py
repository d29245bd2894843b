"""/deals/<id>/compare/: what was added, changed, contested or withdrawn between two days of publication."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.deal.claims import title, value_words
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen
from deals.reports.deal_changes import deal_changes
from deals.sheets.calc.sheet import KINDS
from dealtracker.ids import public_id
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
    changes = [
        _change(seen, one) for one in deal_changes(viewer=request.viewer, deal=key, earlier=earlier, later=later)
    ]
    groups = [(kind, [one for one in changes if one["kind"] == kind]) for kind in _ORDER]
    context = {
        **base(request, seen, crumb="What changed"),
        "earlier": earlier,
        "later": later,
        "groups": [(k, rows) for k, rows in groups if rows],
        "new_sources": _between(seen, earlier, later),
        "nothing": not changes,
    }
    return render(request, "deals/compare.html", context)


def _day(request: HttpRequest, name: str, seen: Seen) -> date:
    given = request.GET.get(name)
    if not given:
        first = seen.derived.get("known_from")
        return seen.clock.known_on if name == "to" or not first else date.fromisoformat(first)
    try:
        return parse_day(given)
    except DateError as error:
        raise BadAddress(f"{name}: {error}.") from None


def _change(seen: Seen, one: dict[str, Any]) -> dict[str, Any]:
    wanted = public_id(KINDS.get(one["list"], "deal"), one["target"])
    row = next((row for row in seen.doc.get(one["list"], ()) if row.get("id") == wanted), None)
    at = f"/{one['list']}/{row['key']}" + (f"/{one['field']}" if one["field"] else "") if row else ""
    return {
        **one,
        "title": title(seen, at) if at else f"{one['list']} {one['field']}".strip(),
        "list": one["list"].replace("_", " "),
        "url": seen.at("claims/", at=at) if at else "",
        "before": _state(seen, one["before"]),
        "after": _state(seen, one["after"]),
    }


def _state(seen: Seen, state: dict[str, Any] | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {**state, "words": _value(seen, state["value"]), "certainty_words": certainty_words(state)}


def _value(seen: Seen, value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"ref"}:
        known = seen.parties.get(public_id("party", value["ref"])) or seen.sites.get(public_id("site", value["ref"]))
        return str(known["name"]) if known else "another row"
    return value_words(value)


def _between(seen: Seen, earlier: date, later: date) -> list[dict[str, Any]]:
    """Sources that became known after the one day and by the other."""
    days = (earlier.isoformat(), later.isoformat())
    return [source for source in seen.doc["sources"] if days[0] < source["published_to"] <= days[1]]
