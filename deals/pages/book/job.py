"""/jobs/<id>/: one run with its progress, inputs and result; whoever asked for it may call it off."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deals.actions.stress import cancel_job
from deals.pages.book import shown
from deals.pages.book.jobs import job_row
from deals.pages.book.stress import SHOCKS
from deals.reports.job_list import job_of
from deals.reports.why_stress import VALUES
from dealtracker.ids import private_key
from dealtracker.uikit.frame import frame, reader_page

Row = dict[str, Any]


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, job: str) -> HttpResponse:
    """GET /jobs/<id>/?format=: one run, its progress, inputs and result; POST calls it off."""
    key = private_key("job", job)
    found = key and job_of(viewer=request.viewer, job=key)
    if request.viewer.is_anonymous or key is None or not found:
        raise Http404
    if request.method == "POST":
        cancel_job(job=key, viewer=request.viewer, at=timezone.now())
        return redirect("job", job)
    shown.only(request)
    if answer := shown.as_file(request, found, list(_lines(found)), "stress"):
        return answer
    result, code = found["result"] or {}, found["inputs"]["currency"]
    context = {
        **frame(request, section="Exposure"), **shown.twins(request), "tabs": shown.tabs("Stress", request.viewer),
        "job": job_row(found),
        "inputs": _inputs(found["inputs"]), "given": found["inputs"], "result": result, "rates": result.get("rates"),
        "missing": result.get("missing"), "tables": [_table(one, code, job) for one in result.get("dimensions", ())],
    }  # fmt: skip
    return render(request, "deals/book/job.html", context)


def _inputs(inputs: Row) -> list[tuple[str, str]]:
    told = [("As of", inputs["as_of"]), ("Reporting currency", inputs["currency"]), ("Measure", inputs["measure"])]
    told += [(SHOCKS[name][0], inputs["shocks"][name]) for name in SHOCKS if name in inputs["shocks"]]
    grouped = ", ".join(shown.DIMENSIONS[name] for name in inputs["dimensions"])
    return [*told, ("Grouped by", grouped), ("Invented example", "let in" if inputs["invented"] else "left out")]


def _table(found: Row, code: str, job: str) -> Row:
    """Lines that move first, by how far; those that do not and those without figures behind a count each."""
    lines = [
        {
            **line, "standing": {"certainty": line["basis"]}, "weight_words": shown.WEIGHTS[line["weight"]],
            "cells": [_cell(found["dimension"], line, code, job, value) for value in VALUES] if line["computable"] else (),
        }
        for line in found["lines"]
    ]  # fmt: skip
    moved = [line for line in lines if line["computable"] and Decimal(line["difference"] or 0)]
    still = [line for line in lines if line["computable"] and line not in moved]
    blank = [line for line in lines if not line["computable"]]
    folded = (("that the shocks do not move", still), ("that cannot be computed", blank))
    return {
        "title": shown.DIMENSIONS[found["dimension"]], "id": found["dimension"].replace(".", "-"), "any": bool(lines),
        "moved": sorted(moved, key=lambda line: -abs(Decimal(line["difference"]))),
        "folded": [(words, rows) for words, rows in folded if rows],
    }  # fmt: skip


def _cell(dimension: str, line: Row, code: str, job: str, value: str) -> Row:
    asked = {name: line[name] for name in ("key", "figure", "weight", "basis")}
    why = shown.address(f"/jobs/{job}/why/", dimension=dimension, **asked, value=value)
    return {"title": value.capitalize(), "words": shown.sum_words(line[value], code), "why": why}


def _lines(found: Row) -> Iterator[list[str]]:
    """A row a line of the result; before there is one, the heading alone."""
    head = ("key", "name", "figure", "weight", "basis", "base", "stressed", "difference", "computable", "parts")
    yield ["dimension", *head, "currency", "why"]
    for table in (found["result"] or {}).get("dimensions", ()):
        for line in table["lines"]:
            why = "; ".join(f"{one['reason']} ({one['parts']})" for one in line["why"])
            cells = ["" if line[name] is None else str(line[name]) for name in head]
            yield [table["dimension"], *cells, found["inputs"]["currency"], why]
