"""/hardware-models/ and /hardware-models/<slug>/: the catalogue of chips, every figure with its source."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deals.hardware.catalogue import load_catalogue, load_equivalence_tables, load_power_tables, load_unit_policies
from deals.pages.answer import tools
from deals.pages.deal.findings import input_words
from deals.pages.listing import one_of, search_words
from deals.reports.chip_sheet import ChipFigure, ChipSheet, chip_of, chip_sheets, vendors
from deals.reports.site_rows import model_slug
from dealtracker.ids import private_key
from dealtracker.uikit.frame import frame, reader_page

_CLASSES = ("3A090.a", "3A090.b")
_EXTRA = {"released": "released", "price_usd": "price named, US dollars"}
MEETS = {True: "within", False: "outside", None: "not decided: a figure is not known"}


@reader_page
def chips(request: HttpRequest) -> HttpResponse:
    """GET /hardware-models/?q=&vendor="""
    words, vendor = search_words(request), one_of(request, "vendor", vendors())
    found = chip_sheets(words=words, vendor=vendor)
    context = {
        **frame(request, section="Tools", json_path="/api/v1/hardware-models/"), "tabs": tools("Chips"), "query": words,
        "vendor": vendor, "vendors": vendors(), "rows": [_line(one) for one in found], "version": load_catalogue().version,
        "status": load_catalogue().status,
        "policies": list(load_unit_policies().values()),
        "tables": [*load_equivalence_tables().values()], "power": [*load_power_tables().values()],
    }  # fmt: skip
    return render(request, "deals/chips.html", context)


def _line(one: ChipSheet) -> dict[str, Any]:
    figures = {figure.name: figure for figure in one.figures}
    shown = ("tpp", "performance_density", "memory_gb", "memory_bandwidth_gb_s", "interconnect_gb_s_bidirectional", "tdp_w")
    meets = {test.name: test.meets for test in one.tests}
    return {
        "slug": one.chip.key, "name": one.chip.name, "vendor": one.chip.vendor, "cells": [figures.get(name) for name in shown],
        "class": ", ".join(name for name in _CLASSES if meets.get(name)) or _outside(meets),
    }  # fmt: skip


def _outside(meets: dict[str, bool | None]) -> str:
    return "not decided" if any(meets.get(name) is None for name in _CLASSES) else "outside"


@reader_page
def chip(request: HttpRequest, model: str) -> HttpResponse:
    """GET /hardware-models/<slug>/; the chip's id leads to the same page."""
    if (key := private_key("model", model)) and (slug := model_slug(key)):
        return redirect(f"/hardware-models/{slug}/")
    found = chip_of(model)
    if found is None:
        raise Http404
    one = found.chip
    context = {
        **frame(request, section="Tools", json_path=f"/api/v1/hardware-models/{one.key}/"), "tabs": tools("Chips"), "chip": one,
        "figures": [_figure(figure) for figure in found.figures], "version": load_catalogue().version,
        "tests": [{"name": test.name, "title": test.title, "words": MEETS[test.meets]} for test in found.tests],
        "factors": found.factors,
        "about": [(name, text) for name, text in _about(one) if text],
        "crumbs": [{"label": "Chips", "url": "/hardware-models/"}, {"label": one.name}],
        "deals_url": f"/deals/?chip={one.key}", "status": load_catalogue().status,
    }  # fmt: skip
    return render(request, "deals/chip.html", context)


def _about(one: Any) -> list[tuple[str, str]]:
    return [
        ("Maker", one.vendor), ("Architecture", one.architecture), ("Form", one.form_factor), ("Interconnect", one.interconnect),
        ("Memory", one.memory_type), ("Also written", ", ".join(one.aliases)), ("Note", one.notes),
    ]  # fmt: skip


def _figure(one: ChipFigure) -> dict[str, Any]:
    words = _EXTRA.get(one.name) or input_words(one.name)
    return {
        "name": f"{words[:1].upper()}{words[1:]}", "value": one.value, "citations": one.citations, "note": _note(one.note),
        "confirmed": one.confirmed, "is_computed": not one.citations,
    }  # fmt: skip


def _note(note: str) -> str:
    begun, mark, names = note.partition("computed from ")
    return f"{mark}{', '.join(input_words(name) for name in names.split(', '))}" if mark and not begun else note
