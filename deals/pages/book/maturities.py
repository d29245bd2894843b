"""/exposure/maturities/: what matures in which year."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.pages.book.groups import why_address
from deals.reports.exposure_groups import MEASURES
from deals.reports.maturity_wall import maturity_wall
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

Row = dict[str, Any]


@reader_page
def maturities(request: HttpRequest) -> HttpResponse:
    """GET /exposure/maturities/?measure=&currency=&invented=&as_of=&known_on=&format=."""
    shown.only(request, "measure", "currency", "invented")
    clock = clocks(request.GET)
    given: Row = {
        "measure": shown.choice(request, "measure", MEASURES, "debt"), "currency": shown.currency(request),
        "invented": shown.choice(request, "invented", ("true", "false"), "false") == "true",
    }  # fmt: skip
    found = shown.asked(maturity_wall, viewer=request.viewer, **given, **shown.days(clock))
    if answer := shown.as_file(request, found, _lines(found), "maturities"):
        return answer
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request), "tabs": shown.tabs("Maturities", request.viewer),
        "given": given, "found": found, "measures": MEASURES, "years": [_year(year, given, clock) for year in found["years"]],
        "not_stated": [{**_facility(row), "why": _why(row, clock)} for row in found["not_stated"]],
        "rates": found["conversion"]["rates"], "missing": found["conversion"]["missing"],
    }  # fmt: skip
    return render(request, "deals/book/maturities.html", context)


def _year(year: Row, given: Row, clock: Clocks) -> Row:
    currency, at = given["currency"], {**given, "dimension": "maturity.year", "factor": 1}
    sums = [
        {
            **one, "why": {n: why_address(one, str(year["year"]), at, clock, n) for n in ("point", "outstanding")},
            "title": shown.WEIGHTS[one["weight"]], "standing": {"certainty": one["basis"]},
            "words": shown.sum_words(one["point"], one["currency"]),
            "outstanding_words": shown.sum_words(one["outstanding"], one["currency"]),
            "past_words": shown.sum_words(one["past_point"], one["currency"]),
            "other": shown.sum_words(one["in_currency"], currency) if one["currency"] != currency else None,
            "other_why": why_address(one, str(year["year"]), at, clock, "point", into=currency),
        }
        for one in year["sums"]
    ]  # fmt: skip
    return {**year, "sums": sums, "facilities": [_facility(row) for row in year["facilities"]]}


def _facility(row: Row) -> Row:
    return {
        **row, "url": f"/deals/{row['deal']}/#facilities", "title_of_weight": shown.WEIGHTS[row["weight"]],
        "words": shown.sum_words(row["point"] or row["high"] or row["low"], row["currency"]), "is_bound": row["point"] is None,
    }  # fmt: skip


def _why(row: Row, clock: Clocks) -> str:
    """What a facility's amount comes from: entries, or the claims that state it."""
    root, at = f"/deals/{row['deal']}/", f"/facilities/{row['key']}"
    if row["basis"] == "entries":
        return clock.on(shown.address(f"{root}why/", figure="committed", at=at))
    return clock.on(shown.address(f"{root}claims/", at=f"{at}/amount"))


def _lines(found: Row) -> list[list[str]]:
    head = ("year", "deal", "title", "facility", "name", "matures", "is_past", "rule", "tenor_months", "weight", "basis",
            "currency", "point", "low", "high", "outstanding")  # fmt: skip
    rows = [list(head)]
    for year in [*found["years"], {"year": "not stated", "facilities": found["not_stated"]}]:
        told = ({**one, "is_past": "yes" if one["is_past"] else ""} for one in year["facilities"])
        rows += [[str(year["year"]), *(str(one.get(name) or "") for name in head[1:])] for one in told]
    return rows
