"""Hardware lines and sites, as precisely as their sources put them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join

from deals.pages.deal.cells import (
    Column,
    country,
    money,
    of,
    party,
    quantity_words,
    site,
    table,
    text,
    when,
    whole,
)
from deals.pages.deal.seen import Row, Seen, mark_row, model_words, words
from dealtracker.periods import When
from dealtracker.uikit import atoms, formats

PRECISION = {
    "exact": "address known",
    "district": "district known; drawn as an area",
    "city": "city known; drawn as an area",
    "region": "region known; drawn as an area",
    "country": "country known; drawn as an area",
}
BASIS = {"stated": "stated", "guessed": "our reading, not stated", "unknown": ""}


def _model(seen: Seen, name: str, row: Row) -> Any:
    basis = BASIS.get(row.get("basis", ""), "")
    return (
        format_html('{}<span class="sub">{}</span>', model_words(row), basis)
        if basis and basis != "stated"
        else model_words(row)
    )


def _count(seen: Seen, name: str, row: Row) -> Any:
    unit = row.get("unit", "unsaid")
    shown = quantity_words(row.get("quantity") or {}, "" if unit == "unsaid" else f"{unit}s")
    own = mark_row(seen, name, row, "quantity", "the quantity") if "quantity" in row["standings"] else ""
    return format_html("{} {}", shown or atoms.blank("not_stated"), own)


# States that a day is told of because something came about on it, unlike plans and orders.
_CAME_ABOUT = ("shipped", "installed", "energised", "removed")


def state_on(row: Row, day: date) -> str:
    """ "energised", or "to be energised" on a day before the one that is stated; "" where no state is."""
    state, by = str(row.get("state") or ""), row.get("by")
    if state not in _CAME_ABOUT or not by or (isinstance(by, dict) and "words" in by):
        return "" if state == "unsaid" else state
    first = When.from_json(by).earliest
    return f"to be {state}" if first and day < first else state


def state_words(seen: Seen, row: Row) -> str:
    """Where the machines are; "planned" is said of a deal that closed only where a source says it of the line."""
    state = state_on(row, seen.clock.seen_on) or "planned"
    stage = (seen.derived["stage"] or {}).get("code")
    if state == "planned" and stage in ("closed", "ended") and "state" not in row["standings"]:
        return "delivery not stated"
    return state


def _state(seen: Seen, name: str, row: Row) -> Any:
    own = mark_row(seen, name, row, "state", "the state") if "state" in row["standings"] else ""
    return format_html("{} {}", state_words(seen, row), own)


HARDWARE = (
    Column("Model", _model),
    Column("Quantity", _count, "wide"),
    Column("Maker", party("vendor")),
    Column("State", _state),
    Column("By", when("by", short=True)),
    Column("Unit price", money("unit_price")),
    Column("Value", money("value")),
    Column("Site", site, "wide"),
    Column("Financed by", of("financed_by"), "wide"),
    Column("Contract", of("contract"), "wide"),
    Column("Words", text("words"), "wide"),
    Column("Claims", whole),
)


def _site(seen: Seen, name: str, row: Row) -> Any:
    kind = "" if row.get("kind") == "site" else row.get("kind", "")
    return format_html('<a href="/sites/{}/">{}</a><span class="sub">{}</span>', row["id"], row["name"], kind)


def _place(seen: Seen, name: str, row: Row) -> Any:
    parts = [words(row.get(field)) for field in ("district", "city", "region")]
    shown = ", ".join(dict.fromkeys(filter(None, parts)))
    field = next((f for f in ("city", "region", "district") if f in row["standings"]), "")
    return format_html(
        '{} {}<span class="sub">{}</span>',
        shown or atoms.blank("not_stated"),
        mark_row(seen, name, row, field, "the place") if field else "",
        PRECISION.get(row.get("precision", ""), ""),
    )


def _country(seen: Seen, name: str, row: Row) -> Any:
    code, own = row.get("country"), row["standings"].get("country")
    if not isinstance(code, str):
        return words(code) or atoms.blank("not_stated")
    return format_html(
        "{} {}",
        country(code, own or row["standing"]),
        mark_row(seen, name, row, "country", "the country") if own else "",
    )


def _operators(seen: Seen, name: str, row: Row) -> Any:
    found = [
        r for r in seen.doc["roles"] if r["group"] == "site" and (r.get("site") or {}).get("id") in (row["id"], None)
    ]
    named = list(
        dict.fromkeys(
            f"{r['party']['name']} ({r['role']})" for r in found if r.get("site") or len(seen.doc["sites"]) == 1
        )
    )
    return ", ".join(named) or atoms.blank("not_stated")


def capacity_words(capacity: Row, day: date) -> str:
    """ "360 MW IT, contracted, by 2027, phase one" as of the day; kinds of megawatts are never mixed, nothing is said twice."""
    size = (
        quantity_words(capacity.get("mw") or {}, "MW")
        or quantity_words(capacity.get("gpus") or {}, "GPUs")
        or "size not stated"
    )
    kind = "" if capacity.get("kind", "unsaid") == "unsaid" else str(capacity["kind"])
    said = size if not kind or kind.casefold() in size.casefold() else f"{size} {kind}"
    for part in (state_on(capacity, day), formats.date_words(capacity.get("by"), short=True), words(capacity.get("phase"))):
        said = said if not part or part.casefold() in said.casefold() else f"{said}, {part}"
    return said


def _capacities(seen: Seen, name: str, row: Row) -> Any:
    if not row["capacities"]:
        return atoms.blank("not_stated")
    return format_html_join("", '<span class="line">{}</span>', ((_capacity(seen, one),) for one in row["capacities"]))


def _capacity(seen: Seen, one: Row) -> Any:
    """One capacity, leading to its claims."""
    said = capacity_words(one, seen.clock.seen_on)
    at = f"/capacities/{one['id']}"
    return format_html('<a href="{}">{}</a>', seen.at("claims/", at=at), said) if one.get("claims") else said


SITES = (
    Column("Site", _site),
    Column("Place", _place, "wide"),
    Column("Country", _country, "wide"),
    Column("Operator", _operators, "wide"),
    Column("Capacity", _capacities, "wide"),
    Column("Buildings", text("buildings")),
    Column("Claims", whole),
)


def hardware_table(seen: Seen) -> dict[str, Any] | None:
    return table(
        seen,
        "hardware",
        seen.doc["hardware"],
        HARDWARE,
        "As the sources count them: GPUs, servers and racks are not converted into one another.",
    )


def site_table(seen: Seen) -> dict[str, Any] | None:
    rows = [{"key": "", "standings": {}, "standing": None, **row} for row in seen.doc["sites"]]
    return table(
        seen, "sites", rows, SITES, "Megawatts are of the kind named; contracted, gross and IT are never added."
    )
