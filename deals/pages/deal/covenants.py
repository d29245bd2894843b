"""/deals/<id>/covenants/: each definition with its days, its tests and what is due; an editor enters tests and amendments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.ledger.calc.covenants import Span, next_test, was_not_met
from deals.pages.book import shown
from deals.pages.deal.cells import quantity_words
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Row, Seen, words
from deals.reports.deal_names import editable
from dealtracker.periods import When
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.frame import reader_page

_HEAD = (
    "covenant", "facility", "kind", "test", "value", "start", "end", "state", "tested_on", "result", "measured", "words",
)  # fmt: skip


@reader_page
def covenants(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/covenants/?as_of=&known_on=&format=: the definitions, which of them holds on the day, every test."""
    shown.only(request)
    key, _, seen = found(request, deal)
    rows = [shown_covenant(seen, row) for row in _in_order(seen)]
    if answer := shown.as_file(request, {"results": [row["sheet"] for row in rows]}, _lines(rows), "covenants"):
        return answer
    context = {
        **base(request, seen, crumb="Covenants"), **shown.twins(request), "rows": rows,
        "may": editable(viewer=request.viewer, deal=key) and seen.clock.is_today,
    }  # fmt: skip
    return render(request, "deals/covenants.html", context)


def _in_order(seen: Seen) -> list[Row]:
    """By facility and kind; of one kind the definitions in the order in which they held."""
    return sorted(
        seen.doc["covenants"],
        key=lambda row: (seen.name_of(row.get("facility") or ""), words(row["kind"]), _began(row)),
    )


def _began(row: Row) -> date:
    when = _when(row, "start")
    return (when and when.earliest) or date.min


def _when(row: Row, name: str) -> When | None:
    return When.from_json(row[name]) if row.get(name) and "words" not in row[name] else None


def shown_covenant(seen: Seen, row: Row) -> dict[str, Any]:
    span, day = Span(_when(row, "start"), _when(row, "end")), seen.clock.as_of
    state = span.state_on(day)
    due = next_test(row.get("every_months") or 0, [t.get("on") for t in row.get("tests", ())], span, day)
    return {
        "sheet": row, "key": row["key"], "kind": words(row["kind"]), "test": words(row.get("test")),
        "words": words(row.get("words")), "claims_url": seen.at("claims/", at=f"/covenants/{row['key']}/tests"),
        "facility": seen.name_of(row["facility"]) if row.get("facility") else "", "value": quantity_words(row.get("value") or {}),
        "start": date_words(row.get("start")), "end": date_words(row.get("end")), "state": state,
        "tests": [_test(one) for one in sorted(row.get("tests", ()), key=lambda one: str(one.get("on")), reverse=True)],
        "due": due, "certificate": due + timedelta(days=row["within_days"]) if due and row.get("within_days") else None,
    }  # fmt: skip


def _test(one: Row) -> dict[str, Any]:
    value = one.get("value")
    return {
        "on": date_words(one.get("on")), "day": str(one.get("on") or ""), "result": words(one.get("result")),
        "value": quantity_words(value) if value else None, "words": words(one.get("words")), "missed": was_not_met(one),
    }  # fmt: skip


def _lines(rows: list[dict[str, Any]]) -> list[list[str]]:
    """One line a test; a covenant without tests has one line too."""
    lines = [list(_HEAD)]
    for row in rows:
        said = [row[name] or "" for name in ("key", "facility", "kind", "test", "value", "start", "end", "state")]
        parts = ("day", "result", "value", "words")
        lines += [[*said, *(one.get(name) or "" for name in parts)] for one in row["tests"] or [{}]]
    return lines
