"""Figures with their table and CSV link: each function takes plain values, computes the geometry, feeds its template.

Every figure takes a mapping with `"id"` (unique on the page), `"title"`, `"desc"`, `"csv_url"`, `"svg_url"` (the
last two may be absent) and its own parts: `lanes` and `known_on` (timeline), `rows` and `currency` (exposure),
`columns` and `series` (steps), `days` and `known_on` (rail), `sites` (map), `layers` and `edges` (role graph).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template

from dealtracker.uikit import charts, formats, graph, maps, stacks, timeline


def timeline_chart(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Lanes of events, replies, reports, sites and rules; see timeline.timeline for the shape of a lane."""
    drawn = timeline.timeline(figure["lanes"], known_on=figure.get("known_on"))
    rows = [
        (
            lane["title"],
            formats.date_words(mark.get("when")) or None,
            mark.get("title"),
            mark.get("note") or mark.get("sub") or "",
            mark.get("href"),
        )
        for lane in figure["lanes"]
        for mark in lane.get("marks", ())
    ]
    return {"f": figure, "chart": drawn, "rows": rows}


def exposure_chart(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Bars with low–point–high whiskers and limit lines, one row a name; see charts.exposure_bars."""
    rows = [
        {**row, "words": row.get("words") or formats.amount_words(row.get("amount")) or "nothing known"}
        for row in figure["rows"]
    ]
    chart = charts.exposure_bars(rows)
    return {
        "f": figure,
        "chart": chart,
        "rows": rows,
        "ticks": _tick_words(chart.ticks, str(figure.get("currency") or "")),
    }


def steps_chart(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Stacked steps: maturity wall, capacity over time; see stacks.stacked_steps. `unit`, such as MW, follows."""
    chart = stacks.stacked_steps(figure["columns"], series=figure["series"])
    currency, unit = str(figure.get("currency") or ""), str(figure.get("unit") or "")
    columns = [
        {
            "stack": stack,
            "total": _figure(stack.total, currency, unit),
            "parts": [
                _figure(formats.decimal_or_none((column.get("parts") or {}).get(s)), currency, unit)
                for s in chart.series
            ],
        }
        for stack, column in zip(chart.columns, figure["columns"], strict=True)
    ]
    names = {name: f"p{i}" for i, name in enumerate(chart.series)}
    return {
        "f": figure,
        "chart": chart,
        "columns": columns,
        "names": names,
        "ticks": _tick_words(chart.ticks, currency),
    }


def rail_chart(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Publication days as stops; each links to the page as known on that day (`base_url` + `known_on=`)."""
    return {"f": figure, "chart": timeline.rail(figure["days"], known_on=figure["known_on"])}


def site_map(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Sites as pins and shaded areas; see maps.site_map."""
    return {"f": figure, "chart": maps.site_map(figure["sites"], whole=bool(figure.get("whole")))}


def role_graph(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Layers from capital to user; see graph.layered."""
    return {
        "f": figure,
        "chart": graph.layered(figure["layers"], figure["edges"], only_stated=bool(figure.get("only_stated"))),
    }


def _figure(value: Decimal | None, currency: str, unit: str) -> str | None:
    return None if value is None else f"{formats.figure_words(value, currency)} {unit}".rstrip()


def _tick_words(ticks: Sequence[tuple[float, Decimal]], currency: str) -> list[tuple[float, str]]:
    return [(at, formats.figure_words(tick, currency) if tick else "0") for at, tick in ticks]


def register_on(library: template.Library) -> None:
    """Register every figure as an inclusion tag under its own name; its template is charts/<name>.html."""
    for figure in (timeline_chart, exposure_chart, steps_chart, rail_chart, site_map, role_graph):
        library.inclusion_tag(f"charts/{figure.__name__}.html")(figure)
