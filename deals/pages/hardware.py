"""/deals/<id>/hardware/: a deal's hardware as chips, H100-equivalents and megawatts; states held side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.hardware.calc import Mismatch
from deals.hardware.catalogue import load_unit_policies
from deals.pages.book.why_collateral import stated_address
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen
from deals.reports.hardware_counts import STATES, Counted, HardwareCounts, LineCount, Reconciled, hardware_counts
from dealtracker.money import Amount, plain
from dealtracker.uikit.formats import bounds_words
from dealtracker.uikit.frame import BadAddress, reader_page


@reader_page
def hardware(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/hardware/?policy=&as_of=&known_on=; its twin is GET /api/v1/deals/<id>/hardware/."""
    _, _, seen = found(request, deal)
    chosen = list(dict.fromkeys(request.GET.getlist("policy")))
    if wrong := [name for name in chosen if name not in load_unit_policies()]:
        raise BadAddress(f'policy: "{wrong[0][:60]}" is not one of: {", ".join(load_unit_policies())}.')
    counts = hardware_counts(seen.doc, policies=chosen)
    query = urlencode({**({"policy": ",".join(chosen)} if chosen else {}), **dict(parse_qsl(seen.clock.query))})
    context = {
        **base(request, seen, crumb="Hardware counted"), **_page(counts, seen),
        "policies": [(one, one.name in chosen) for one in load_unit_policies().values()],
        "json_url": f"/api/v1/deals/{seen.doc['id']}/hardware/{'?' + query if query else ''}",
    }  # fmt: skip
    return render(request, "deals/hardware.html", context)


def _page(counts: HardwareCounts, seen: Seen) -> dict[str, Any]:
    return {
        "lines": [{**_line(one), "claims_url": stated_address(seen, f"/hardware/{one.key}/quantity")} for one in counts.lines],
        "states": STATES,
        "groups": [_group(one) for one in counts.reconciled],
    }  # fmt: skip


def _line(one: LineCount) -> dict[str, Any]:
    unit = "" if one.unit == "unsaid" else f" {one.unit}s"
    return {
        "key": one.key, "name": one.name, "state": one.state, "stated": one.stated.words or _words(one.stated, unit),
        "chip": one.chip, "chips": _counted(one.chips, ""), "equivalents": [_counted(c, "") for c in one.equivalents],
        "load": [_counted(c, " MW") for c in one.megawatts],
    }  # fmt: skip


def _counted(one: Counted, unit: str) -> dict[str, str]:
    return {"by": one.by, "words": _words(one.value, unit) if one.value else "", "why": one.why}


def _words(value: Amount, unit: str) -> str:
    """Figures, whatever the source wrote: these were converted here."""
    shown = {name: plain(_rounded(v)) for name in ("low", "point", "high") if (v := getattr(value, name)) is not None}
    said = bounds_words({"kind": value.kind, **shown})
    return f"{said}{unit}" if said else ""


def _rounded(value: Decimal) -> Decimal:
    """Whole from a hundred on, below that to two places: a modelled figure knows no more."""
    return round(value, 0 if abs(value) >= 100 else 2)


def _group(one: Reconciled) -> dict[str, Any]:
    cells = [(state, _words(one.counts[state], "") if state in one.counts else "", one.lines.get(state, ())) for state in STATES]
    return {"name": one.name, "site": one.site, "cells": cells, "said": [_said(m) for m in one.mismatches]}


def _said(one: Mismatch) -> str:
    verb = "are" if one.certain else "may be"
    return f"{plain(one.by)} more {verb} {one.count} than {one.limit}"
