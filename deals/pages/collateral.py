"""/deals/<id>/collateral/: what secures each facility, and loan to value by month under named curves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.pages.book.why_collateral import OVER, WORDS, address, chosen, dates, stated_address
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen, words
from deals.pages.loan_cover_figures import cover
from deals.reports.collateral import collateral
from deals.reports.secured import UnknownCurve
from dealtracker.uikit import formats
from dealtracker.uikit.frame import BadAddress, reader_page

Row = dict[str, Any]
_SUMS = ("cost", "eligible_cost", "value", "eligible_value", "outstanding", "borrowing_base", "headroom")
_STEP = ("date", "value", "eligible_value", "outstanding", "ltv", "borrowing_base", "headroom")
_FIGURES = _STEP[1:]
# What rests on a curve is shown to so many digits; files and the JSON have it whole
_UNDER_CURVE = ("value", "eligible_value", "borrowing_base", "headroom")
_ABOUT = Context(prec=3, rounding=ROUND_HALF_EVEN)
_CSV = ("facility", "name", "currency", "curves", *_STEP, "ltv_limit", "ahead")


@reader_page
def collateral_page(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/collateral/?curve=curve_…&as_of=&known_on=&format=csv; its twin is /api/v1/deals/<id>/collateral/."""
    shown.only(request, "curve")
    _, _, seen = found(request, deal)
    curves = chosen(request)
    try:
        data = collateral(
            viewer=request.viewer, document=dict(seen.doc), as_of=seen.clock.as_of, known_on=seen.clock.known_on, chosen=curves
        )  # fmt: skip
    except UnknownCurve as error:
        raise BadAddress(f'curve: "{str(error)[:60]}" is no curve for a chip of this deal.') from None
    if answer := shown.as_file(request, data, _lines(data), f"{seen.doc['external_ref']}-collateral"):
        return answer
    twin = shown.address(f"/api/v1/deals/{seen.doc['id']}/collateral/", curve=",".join(curves), **dates(seen))
    context = {
        **base(request, seen, crumb="Collateral"), "json_url": twin, "csv_url": shown.twins(request)["csv_url"], "data": data,
        "facilities": [_facility(one, seen, ",".join(curves)) for one in data["facilities"]], "choices": _choices(data),
        "over": [{**one, "why": address(seen, figure=OVER, line=one["line"], rank=one["rank"])} for one in data["over_pledged"]],
        "invented": [one for one in data["curves"] if one["used"] and one["invented"]],
    }  # fmt: skip
    return render(request, "deals/collateral.html", context)


def _choices(data: Row) -> list[tuple[str, list[Row]]]:
    """(chip, its curves) where there is something to choose."""
    chips: dict[str, list[Row]] = {}
    for one in data["curves"]:
        chips.setdefault(one["model_name"], []).append(one)
    return sorted(chips.items())


def _facility(one: Row, seen: Seen, curves: str) -> Row:
    code = one["currency"]

    def why(figure: str, on: str | None = None, pledge: str | None = None) -> str:
        return address(seen, facility=one["facility"], figure=figure, on=on, pledge=pledge, curve=curves)

    used = list(dict.fromkeys(line["curve_name"] for line in one["hardware"] if line["curve_name"]))
    limit = one["ltv_limit"]["value"] if one["ltv_limit"] else None
    rows = [{**step, "above_limit": _above(step["ltv"], step["ltv_limit"])} for step in one["path"]]
    figure = cover({"collateral": rows if any(row["ltv_limit"] for row in rows) else one["path"]}, code)
    return {
        **one, "name": words(one["name"]), "sums": [(WORDS[name], _told(name, one[name], code), why(name)) for name in _SUMS],
        "ltv_words": _about_percent(one["ltv"]), "ltv_why": why("ltv"), "limit_words": shown.percent(limit),
        "advance_words": shown.percent((one["advance_rate"] or {}).get("value")), "limit_why": _claims(one["ltv_limit"], seen),
        "advance_why": _claims(one["advance_rate"], seen),
        "curves": ", ".join(used), "figure": figure, "steps": [_step(step, code, why) for step in rows],
        "lines": [_line(line, code, seen, why) for line in one["hardware"]],
        "contracts": [_contract(row, seen) for row in one["contracts"]],
        "others": [_other(row, seen) for row in one["others"]],
        "url": f"{seen.url}#facilities-{one['key']}",
    }  # fmt: skip


def _told(name: str, value: str | None, code: str) -> str | None:
    """A sum as it is, or about, where it rests on a curve."""
    if name not in _UNDER_CURVE:
        return shown.sum_words(value, code)
    return f"about {rounded}" if (rounded := _rounded(value, code)) else None


def _rounded(value: str | None, code: str) -> str | None:
    read = formats.decimal_or_none(value)
    return None if read is None else formats.figure_words(_ABOUT.plus(read), code)


def _whole_percent(ratio: str) -> str:
    return f"{Decimal(ratio) * 100:.0f} %"


def _about_percent(ratio: str | None) -> str | None:
    return None if ratio is None else f"about {_whole_percent(ratio)}"


def _claims(covenant: Row | None, seen: Seen) -> str:
    return stated_address(seen, f"/covenants/{covenant['covenant']}/value") if covenant else ""


def _above(ltv: str | None, limit: str | None) -> str:
    return "" if ltv is None or limit is None else "yes" if Decimal(ltv) > Decimal(limit) else "no"


def _step(step: Row, code: str, why: Callable[..., str]) -> Row:
    cells = [(_in_table(name, step[name], code), why(name, step["date"])) for name in _FIGURES if name != "eligible_value"]
    return {**step, "cells": cells, "above": step["above_limit"] == "yes"}


def _in_table(name: str, value: str | None, code: str) -> str | None:
    """As above a table: its heading says once that what rests on a curve is about so much."""
    if name == "ltv":
        return value and _whole_percent(value)
    return _rounded(value, code) if name in _UNDER_CURVE else shown.sum_words(value, code)


def _line(line: Row, code: str, seen: Seen, why: Callable[..., str]) -> Row:
    count = formats.figure_words(Decimal(line["quantity"]), "") if line["quantity"] else None
    unit = "" if line["unit"] == "unsaid" else f" {line['unit']}s"
    return {
        **line, "count": f"{count}{unit}" if count else None, "cost": shown.sum_words(line["cost"], code),
        "value": _told("value", line["value"], code), "count_why": stated_address(seen, f"/pledges/{line['pledge']}/quantity"),
        "cost_why": why("cost", pledge=line["pledge"]), "value_why": why("value", pledge=line["pledge"]),
    }  # fmt: skip


def _other(row: Row, seen: Seen) -> Row:
    said = formats.amount_words(row["limit"]) if row["limit"] else ""
    return {**row, "shown": said, "why": stated_address(seen, f"/pledges/{row['key']}/limit")}


def _contract(row: Row, seen: Seen) -> Row:
    months = row["term_months"] or {}
    return {
        **row, "customer": words(row["customer"]), "supplier": words(row["supplier"]),
        "worth": formats.amount_words(row["value"]) if row["value"] else None,
        "why": stated_address(seen, f"/contracts/{row['key']}/value"),
        "term_why": stated_address(seen, f"/contracts/{row['key']}/term_months"),
        "term": f"{formats.bounds_words(months)} months" if months.get("kind") and months["kind"] != "unknown" else None,
        "credit_class": words(row["credit_class"]) or None,
    }  # fmt: skip


def _lines(data: Row) -> list[list[str]]:
    """One line a facility and day; empty where something is not known."""
    lines = [list(_CSV)]
    for one in data["facilities"]:
        used = ", ".join(dict.fromkeys(line["curve_name"] for line in one["hardware"] if line["curve_name"]))
        for step in one["path"]:
            cells = [
                one["facility"],
                words(one["name"]),
                one["currency"],
                used,
                *(step[name] or "" for name in (*_STEP, "ltv_limit")),
            ]
            lines.append([*cells, "true" if step["ahead"] else "false"])
    return lines
