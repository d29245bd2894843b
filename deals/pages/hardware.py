"""/deals/<id>/hardware/: a deal's hardware as chips, H100-equivalents and megawatts; states held side by side."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.hardware.calc import Mismatch
from deals.hardware.catalogue import load_unit_policies
from deals.pages.book.why_collateral import stated_address
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen, why_link
from deals.pages.listing import refusals_told
from deals.reports.hardware_counts import (
    PLEDGED,
    STATES,
    Counted,
    HardwareCounts,
    LineCount,
    Reconciled,
    hardware_counts,
)
from dealtracker.money import Amount, plain
from dealtracker.uikit.formats import bounds_words
from dealtracker.uikit.frame import reader_page


@reader_page
def hardware(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/hardware/?policy=&as_of=&known_on=; its twin is GET /api/v1/deals/<id>/hardware/."""
    _, _, seen = found(request, deal)
    chosen = list(dict.fromkeys(request.GET.getlist("policy")))
    with refusals_told():
        counts = hardware_counts(seen.doc, policies=chosen)
    query = urlencode({**({"policy": ",".join(chosen)} if chosen else {}), **dict(parse_qsl(seen.clock.query))})
    context = {
        **base(request, seen, crumb="Hardware counted"), **_page(counts, seen),
        "policies": [(one, one.name in chosen) for one in load_unit_policies().values()],
        "json_url": f"/api/v1/deals/{seen.doc['id']}/hardware/{'?' + query if query else ''}",
    }  # fmt: skip
    return render(request, "deals/hardware.html", context)


def _page(counts: HardwareCounts, seen: Seen) -> dict[str, Any]:
    """Every figure leads to its tree, by the policies of the page."""
    policies = {"policy": ",".join(counts.policies)} if counts.policies else {}

    def why(said: str, figure: str, at: str, **more: str) -> Any:
        return why_link(seen, said, figure, at, **more, **policies) if said else ""

    return {
        "lines": [{**_line(one, why), "claims_url": stated_address(seen, f"/hardware/{one.key}/quantity")} for one in counts.lines],
        "states": STATES,
        "groups": [_group(one, why) for one in counts.reconciled],
    }  # fmt: skip


def _line(one: LineCount, why: Callable[..., Any]) -> dict[str, Any]:
    unit, at = "" if one.unit == "unsaid" else f" {one.unit}s", f"/hardware/{one.key}"

    def counted(figure: str, found: Counted, unit: str = "", **by: str) -> dict[str, Any]:
        said = _words(found.value, unit) if found.value else ""
        return {"by": found.by, "words": why(said, figure, at, **by), "why": found.why}

    return {
        "key": one.key, "name": one.name, "state": one.state, "stated": one.stated.words or _words(one.stated, unit),
        "chip": one.chip, "chips": counted("chips", one.chips),
        "equivalents": [counted("h100_equivalents", c, by=c.by) for c in one.equivalents],
        "load": [counted("megawatts", c, " MW", by=c.by) for c in one.megawatts],
    }  # fmt: skip


def _words(value: Amount, unit: str) -> str:
    """Figures, whatever the source wrote: these were converted here."""
    shown = {name: plain(_rounded(v)) for name in ("low", "point", "high") if (v := getattr(value, name)) is not None}
    said = bounds_words({"kind": value.kind, **shown})
    return f"{said}{unit}" if said else ""


def _rounded(value: Decimal) -> Decimal:
    """Whole from a hundred on, below that to two places: a modelled figure knows no more."""
    return round(value, 0 if abs(value) >= 100 else 2)


def _group(one: Reconciled, why: Callable[..., Any]) -> dict[str, Any]:
    at = {state: f"/{'pledges' if state == PLEDGED else 'hardware'}/{keys[0]}" for state, keys in one.lines.items()}
    cells = [
        (state, why(_words(one.counts[state], ""), "in_state", at[state]) if state in at else "", one.lines.get(state, ()))
        for state in STATES
    ]
    said = [why(_said(m), "beyond_state", at[m.count], by=m.limit) for m in one.mismatches]
    return {"name": one.name, "site": one.site, "cells": cells, "said": said}


def _said(one: Mismatch) -> str:
    verb = "are" if one.certain else "may be"
    return f"{plain(one.by)} more {verb} {one.count} than {one.limit}"
