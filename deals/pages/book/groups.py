"""/exposure/by/: sums by one dimension, each measure, weight, basis and currency apart; every figure opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.exposure.dimensions import LENDERS
from deals.pages.book import shown
from deals.pages.parties import party_url
from deals.reports.exposure_groups import MEASURES, exposure_groups
from deals.reports.why_rest import UNDISCLOSED
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

FIGURES = ("point", "low", "high", "outstanding", "undrawn", "exposure")
NET = ("net_point", "net_outstanding", "net_undrawn")
_HEAD = (
    "group", "name", "deals", "measure", "weight", "basis", "currency", "rows", "with_point", "with_low", "with_high",
    *FIGURES, *NET, "reporting_currency",
    *(f"{name}_in_reporting_currency" for name in ("point", "outstanding", "exposure")), "as_of", "known_on",
)  # fmt: skip
Row = dict[str, Any]


@reader_page
def groups(request: HttpRequest) -> HttpResponse:
    """GET /exposure/by/?dimension=&measure=&currency=&factor=&invented=&as_of=&known_on=&format=."""
    shown.only(request, "dimension", "measure", "currency", "factor", "invented")
    clock, given = clocks(request.GET), _given(request)
    found = shown.asked(exposure_groups, viewer=request.viewer, **given, **shown.days(clock))
    if answer := shown.as_file(request, found, list(_lines(found, given)), f"exposure-by-{given['dimension']}"):
        return answer
    is_lender = given["dimension"] in LENDERS
    names = FIGURES + (NET if is_lender else ())
    every = [_group(group, given, clock, names) for group in found["groups"]]
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request),
        "tabs": shown.tabs("Grouped", request.viewer), "given": given, "dimensions": shown.DIMENSIONS, "measures": MEASURES,
        "title": shown.DIMENSIONS[given["dimension"]], "found": found, "is_lender": is_lender,
        "columns": [_COLUMNS[name] for name in names],
        "groups": [group for group in every if group["lines"]], "unsized": [group for group in every if not group["lines"]],
        "undisclosed": [_undisclosed(row, given, clock) for row in found.get("undisclosed", ())],
        "rates": found["conversion"]["rates"], "missing": found["conversion"]["missing"],
    }  # fmt: skip
    return render(request, "deals/book/groups.html", context)


_COLUMNS = {
    "point": "Stated or committed", "low": "Low", "high": "High", "outstanding": "Outstanding", "undrawn": "Undrawn",
    "exposure": "Exposure", "net_point": "Net committed", "net_outstanding": "Net outstanding", "net_undrawn": "Net undrawn",
}  # fmt: skip


def _given(request: HttpRequest) -> Row:
    return {
        "dimension": shown.choice(request, "dimension", tuple(shown.DIMENSIONS), "lender"),
        "measure": shown.choice(request, "measure", MEASURES, "debt"), "currency": shown.currency(request),
        "factor": shown.factor(request),
        "invented": shown.choice(request, "invented", ("true", "false"), "false") == "true",
    }  # fmt: skip


def _group(group: Row, given: Row, clock: Clocks, names: tuple[str, ...]) -> Row:
    return {
        **group, "label": _label(group, given["dimension"]), "url": party_url(group["key"], group["name"])
        if (group["key"] or "").startswith("party_") else "",
        "lines": [_line(line, group, given, clock, names) for line in group["amounts"]],
    }  # fmt: skip


def _label(group: Row, dimension: str) -> str:
    if group["key"] is None:
        return "not named" if dimension in LENDERS else "not stated"
    return country_name(group["key"]) if dimension.endswith(".country") else group["name"]


def _line(line: Row, group: Row, given: Row, clock: Clocks, names: tuple[str, ...]) -> Row:
    other = line["in_currency"] or {}
    is_other = line["currency"] != given["currency"]
    cells = [
        {
            "title": _COLUMNS[name], "words": shown.sum_words(line[name], line["currency"]),
            "other": shown.sum_words(other.get(name), given["currency"]) if is_other else None,
            "blank": _blank(name, line), "part": _part(name, line),
            "why": why_address(line, group["key"], given, clock, name) if line[name] is not None else "",
            "other_why": why_address(line, group["key"], given, clock, name, into=given["currency"]) if other.get(name) else "",
        }
        for name in names
    ]  # fmt: skip
    return {**line, "title": shown.WEIGHTS[line["weight"]], "cells": cells, "standing": {"certainty": line["basis"]}}


def _blank(name: str, line: Row) -> str:
    """Why there is no figure, in two words or three."""
    if name in ("low", "high"):
        return f"stated of {line[f'with_{name}']} of {line['rows']}"
    return "nothing known" if not (name == "exposure" and line["with_outstanding"]) else "not computable"


def _part(name: str, line: Row) -> str:
    """Of how many the sum of single figures is, where it is not of all: low and high, if given, are."""
    return f"of {line['with_point']} of {line['rows']}" if name == "point" and line["with_point"] < line["rows"] else ""


def why_address(line: Row, key: str | None, given: Row, clock: Clocks, figure: str, into: str = "") -> str:
    """Where a figure of one line of a group opens to what it comes from, in its own currency or into another one."""
    return shown.address(
        "/exposure/why/", dimension=given["dimension"], key=key, weight=line["weight"], basis=line["basis"],
        of=line["currency"], figure=figure, measure="" if given["measure"] == "debt" else given["measure"],
        factor="" if given["factor"] == 1 else given["factor"], invented="true" if given["invented"] else "",
        as_of="" if clock.as_of == clock.today else clock.as_of, known_on="" if clock.known_on == clock.today else clock.known_on,
        into=into,
    )  # fmt: skip


def _undisclosed(row: Row, given: Row, clock: Clocks) -> Row:
    currency = given["currency"]
    other = shown.sum_words(row["in_currency"], currency) if row["currency"] != currency else None
    return {
        **row,
        "title": shown.WEIGHTS[row["weight"]],
        "words": shown.sum_words(row["amount"], row["currency"]),
        "other": other,
        "why": why_address({**row, "basis": ""}, None, given, clock, UNDISCLOSED),
        "other_why": why_address({**row, "basis": ""}, None, given, clock, UNDISCLOSED, into=currency),
    }


def _lines(found: Row, given: Row) -> Iterator[list[str]]:
    """A row a line; a group without any figure has one too."""
    yield list(_HEAD)
    stamp = [found["as_of"], found["known_on"]]
    for group in found["groups"]:
        head = [group["key"] or "", group["name"] or "", str(group["deals"]), found["measure"]]
        for line in group["amounts"] or [{}]:
            other = line.get("in_currency") or {}
            own = [
                str(line.get(n) if line.get(n) is not None else "")
                for n in ("weight", "basis", "currency", "rows", "with_point", "with_low", "with_high")
            ]
            cash = [line.get(name) or "" for name in (*FIGURES, *NET)]
            yield [
                *head,
                *own,
                *cash,
                given["currency"],
                *(other.get(n) or "" for n in ("point", "outstanding", "exposure")),
                *stamp,
            ]
