"""/deals/<id>/covenants/: each definition with its days, its tests and what is due; an editor enters tests and amendments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.ledger.calc.covenants import next_test, was_not_met
from deals.pages.book import shown
from deals.pages.book.why_collateral import address as collateral_address
from deals.pages.deal.cells import quantity_words
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Row, Seen, words
from deals.reports.deal_names import editable
from deals.reports.tested_ratios import tested_ratios
from deals.reports.why_covenant import distance, span_of, told_days
from dealtracker.money import plain
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.frame import reader_page

_HEAD = (
    "covenant", "facility", "kind", "test", "value", "start", "end", "state", "tested_on", "result", "measured", "words",
    "limit_less_measured", "worked_out",
)  # fmt: skip

# (key of the covenant, day of the test) → loan to value as the book works it out
Ratios = Mapping[tuple[str, str], Decimal]


@reader_page
def covenants(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/covenants/?as_of=&known_on=&format=: the definitions, which of them holds on the day, every test."""
    shown.only(request)
    key, _, seen = found(request, deal)
    days = {"as_of": seen.clock.as_of, "known_on": seen.clock.known_on}
    ratios = tested_ratios(viewer=request.viewer, document=seen.doc, **days)
    rows = [shown_covenant(seen, row, ratios) for row in _in_order(seen)]
    if answer := shown.as_file(request, _document(rows), _lines(rows), "covenants"):
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
    start = span_of(row).start
    return (start and start.earliest) or date.min


def shown_covenant(seen: Seen, row: Row, ratios: Ratios = MappingProxyType({})) -> dict[str, Any]:
    span, day = span_of(row), seen.clock.as_of
    due = next_test(row.get("every_months") or 0, [t.get("on") for t in row.get("tests", ())], span, day)
    told = sorted(row.get("tests", ()), key=lambda one: str(one.get("on")), reverse=True)
    tests = [_test(seen, row, one, ratios.get((row["key"], str(one.get("on"))))) for one in told]
    return {
        "sheet": row, "key": row["key"], "kind": words(row["kind"]), "test": words(row.get("test")),
        "words": words(row.get("words")), "claims_url": seen.at("claims/", at=f"/covenants/{row['key']}/tests"),
        "facility": seen.name_of(row["facility"]) if row.get("facility") else "", "value": quantity_words(row.get("value") or {}),
        "start": date_words(row.get("start")), "end": date_words(row.get("end")), "state": span.state_on(day),
        "tests": tests, "has_left": any(one["left"] for one in tests), "has_ratio": any(one["ratio"] for one in tests),
        "due": due, "certificate": due + timedelta(days=row["within_days"]) if due and row.get("within_days") else None,
    }  # fmt: skip


def _test(seen: Seen, row: Row, one: Row, ratio: Decimal | None) -> dict[str, Any]:
    value, day = one.get("value"), str(one.get("on") or "")
    left = distance(seen.doc, row, one) if day in told_days(row) else None
    worked_out = {"figure": "ltv", "facility": row.get("facility"), "on": day}
    return {
        "on": date_words(one.get("on")), "day": day, "result": words(one.get("result")),
        "value": quantity_words(value) if value else None, "words": words(one.get("words")), "missed": was_not_met(one),
        "left": plain(left) if left is not None else None, "ratio": plain(ratio) if ratio is not None else None,
        "left_url": seen.at("why/", figure="test", at=f"/covenants/{row['key']}", on=day),
        "ratio_url": collateral_address(seen, **worked_out) if ratio is not None else "",
    }  # fmt: skip


def _lines(rows: list[dict[str, Any]]) -> list[list[str]]:
    """One line a test; a covenant without tests has one line too."""
    lines = [list(_HEAD)]
    for row in rows:
        said = [row[name] or "" for name in ("key", "facility", "kind", "test", "value", "start", "end", "state")]
        parts = ("day", "result", "value", "words", "left", "ratio")
        lines += [[*said, *(one.get(name) or "" for name in parts)] for one in row["tests"] or [{}]]
    return lines


def _document(rows: list[dict[str, Any]]) -> Row:
    """The rows as the sheet has them; beside them what is worked out of their tests, by the day."""
    found = [
        {"covenant": row["key"], "on": one["day"], "limit_less_measured": one["left"], "worked_out": one["ratio"]}
        for row in rows for one in row["tests"] if one["left"] or one["ratio"]
    ]  # fmt: skip
    return {"results": [row["sheet"] for row in rows], "tests": found}
