"""What is committed, possible or only proposed, by what it rests on: side by side, as written, never added."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html_join

from deals.exposure.calc import UNSTAGED, WEIGHT
from deals.ledger.calc.balances import Entry, balances
from deals.pages.deal.seen import Row, Seen, why_link, words
from deals.pages.deal.terms import remainder
from dealtracker.periods import When
from dealtracker.uikit import formats

BASES = (
    ("Documented or stated by a party", ("documented", "stated_by_party")),
    ("Reported", ("reported", "multiple_newsrooms")),
    ("Contested, withdrawn or inferred", ("contested", "withdrawn", "inferred")),
)
# measure, weight → title of the row, and what it means
WEIGHTS = (
    ("debt", "committed", "Committed debt", "stage committed or later, not on conditions"),
    ("debt", "possible", "Possible debt", "conditional, or an option"),
    ("debt", "proposed", "Proposed debt", "asked for or marketed; nobody is known to be bound"),
    ("equity", "committed", "Committed equity", "apart from debt"),
    ("equity", "possible", "Possible equity", "apart from debt"),
    ("equity", "proposed", "Proposed equity", "apart from debt"),
)
_ALWAYS = ("committed", "proposed")


def exposure(seen: Seen) -> dict[str, Any]:
    """{"bases", "rows": [{"title", "note", "cells"}], "covers", "unplaced", "remainders", "committed_known"}."""
    placed = [(row, _weight(seen, row)) for row in seen.doc["facilities"]]
    rows = [
        _row(seen, title, note, [r for r, w in placed if w == weight and r.get("measure", "debt") == measure])
        for measure, weight, title, note in WEIGHTS
    ]
    shown = [
        row
        for row, (measure, weight, *_) in zip(rows, WEIGHTS, strict=True)
        if row["any"] or (measure == "debt" and weight in _ALWAYS)
    ]
    extra = [_outstanding(seen), *_apart(seen)]
    return {
        "bases": [title for title, _ in BASES], "rows": [*shown, *extra], "unplaced": _unplaced(placed),
        "covers": f"{sum(w is not None for _, w in placed)} of {len(placed)}", "facilities": len(placed),
        "committed_known": rows[0]["any"], "remainder": _remainders(seen), "as_of": seen.clock.as_of,
    }  # fmt: skip


def _weight(seen: Seen, facility: Row) -> str | None:
    """committed, possible or proposed on the day of the page; None while no source states a stage or an amount."""
    amount = facility.get("amount")
    if not isinstance(amount, dict) or amount.get("kind", "unknown") == "unknown":
        return None
    return WEIGHT.get((stage, facility["commitment"])) if (stage := _stage(seen, facility["key"])) is not None else None


def _stage(seen: Seen, facility: str) -> str | None:
    """Its stage on the day of the page; UNSTAGED where none is known, None before it is told of."""
    day = seen.clock.as_of
    if found := next((s for s in seen.derived["stages"].get(facility, ()) if _holds(s, day)), None):
        return str(found["code"])
    since = seen.derived["unstaged"].get(facility)
    return UNSTAGED if since and since <= day.isoformat() else None


def _holds(stage: Row, day: date) -> bool:
    return date.fromisoformat(stage["start"]) <= day and (not stage["end"] or day < date.fromisoformat(stage["end"]))


def _row(seen: Seen, title: str, note: str, facilities: list[Row]) -> dict[str, Any]:
    return _cells(
        title,
        note,
        [(seen.standing(f["standings"].get("amount") or f["standing"]), _as_written(seen, f)) for f in facilities],
    )


def _cells(title: str, note: str, found: list[tuple[Any, Any]]) -> dict[str, Any]:
    cells = [[shown for standing, shown in found if standing and standing["certainty"] in codes] for _, codes in BASES]
    return {"title": title, "note": note, "cells": cells, "any": bool(found)}


def _as_written(seen: Seen, facility: Row) -> dict[str, Any]:
    return {
        "words": formats.amount_words(facility["amount"]),
        "of": words(facility.get("name")) or facility["kind"],
        "at": f"#facilities-{facility['key']}",
    }


def _outstanding(seen: Seen) -> dict[str, Any]:
    """Balances that somebody reported and what the entries give, each under what it rests on."""
    found = [
        (
            seen.standing(b["standing"]),
            _said(b["amount"], f"{_facility(seen, b)}, as of {formats.date_words(b.get('as_of')) or 'no stated day'}"),
        )
        for b in seen.doc["balances"]
        if b["measure"] == "outstanding" and isinstance(b.get("amount"), dict)
    ]
    found += [({"certainty": "documented"}, said) for said in _from_entries(seen)]
    return _cells("Outstanding", "reported balances and what the entries give", found)


def _facility(seen: Seen, row: Row) -> str:
    return seen.name_of(row["facility"])


def _said(amount: Row, of: str, at: str = "") -> dict[str, Any]:
    return {"words": formats.amount_words(amount) or "not stated", "of": of, "at": at}


def _from_entries(seen: Seen) -> list[dict[str, Any]]:
    by_facility: dict[tuple[str, str], list[Entry]] = {}
    for row in seen.doc["entries"]:
        entry = Entry(
            row.get("hold"), row["kind"], part(row, "amount"), date.fromisoformat(str(row["value_date"])),
            sign=-1 if row.get("reverses") else 1, drawn=part(row, "drawn"), outstanding=part(row, "outstanding"),
        )  # fmt: skip
        by_facility.setdefault((row["facility"], row["amount"]["currency"]), []).append(entry)
    return [_entries_say(seen, *key, entries) for key, entries in by_facility.items()]


def _entries_say(seen: Seen, facility: str, currency: str, entries: list[Entry]) -> dict[str, Any]:
    total = sum((held.outstanding for held in balances(entries, seen.clock.as_of).values()), Decimal(0))
    at = f"/facilities/{seen.rows[facility][1]['key']}"
    return {
        "words": formats.figure_words(total, currency), "why": seen.at("why/", figure="outstanding", at=at),
        "of": f"{seen.name_of(facility)}, by the entries",
        "at": "#entries",
    }


def part(row: Row, name: str) -> Decimal:
    """A figure of an entry; a part that moved nothing is not there."""
    return Decimal(row[name]["point"]) if name in row else Decimal(0)


def _apart(seen: Seen) -> list[dict[str, Any]]:
    """Support and contracts: rows of their own, since they are neither debt nor equity."""
    supports = [
        (seen.standing(s["standing"]), _said(cap["amount"], _by(s), "#supports"))
        for s in seen.doc["supports"]
        for cap in s.get("caps", ())
        if _in_force(cap, seen.clock.as_of) and cap.get("amount")
    ]
    contracts = [
        (
            seen.standing(c["standings"].get("value") or c["standing"]),
            _said(c["value"], seen.name_of(c["id"]), "#contracts"),
        )
        for c in seen.doc["contracts"]
        if _known(c.get("value"))
    ]
    rows = (("Contingent support", "never debt", supports), ("Contract value", "never debt", contracts))
    return [_cells(title, note, found) for title, note, found in rows if found]


def _by(support: Row) -> str:
    provider = (support.get("provider") or {}).get("name")
    return f"{support['kind']}{f' by {provider}' if provider else ''}"


def _known(value: Any) -> bool:
    return isinstance(value, dict) and value.get("kind", "unknown") != "unknown"


def _in_force(cap: Row, day: date) -> bool:
    first, last = (When.from_json(cap[name]) if cap.get(name) else None for name in ("from", "to"))
    return not (first and first.earliest and first.earliest > day) and not (last and last.latest and last.latest < day)


def _unplaced(placed: list[tuple[Row, str | None]]) -> list[str]:
    """Facilities in no row, each with the reason."""
    return [
        f"{words(row.get('name')) or row['kind']}: {_why_unplaced(row)}" for row, weight in placed if weight is None
    ]


def _why_unplaced(row: Row) -> str:
    if not _known(row.get("amount")):
        return "no amount is stated"
    return "ended, or not told of by then"


def _remainders(seen: Seen) -> Any:
    found = {remainder(seen, row)[0]: row for row in seen.doc["facilities"]}
    links = [(why_link(seen, left, "remainder", f"/facilities/{found[left]['key']}"),) for left in sorted(found) if left]
    return format_html_join(", ", "{}", links) or "not computable"
