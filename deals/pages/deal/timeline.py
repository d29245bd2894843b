"""What happened, what was answered, what was published, in lanes; roots large, re-reports small and tied to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from deals.pages.deal.header import silence
from deals.pages.deal.replies import SCOPES
from deals.pages.deal.seen import Row, Seen, date_said, published, words
from deals.pages.deal.sources import roots_of
from dealtracker.uikit import formats

_LONGEST = 64
_STANCES = {stance: said for stance, (_, said) in formats.STANCES.items()}


def timeline(seen: Seen) -> dict[str, Any]:
    """The figure in the shape of the chart, with addresses of its CSV and SVG."""
    lanes = (
        {"key": "events", "title": "Events", "marks": list(_events(seen, on_site=False)), "note": ""},
        {"key": "replies", "title": "Replies", "marks": list(_replies(seen)), "note": ""},
        {"key": "reports", "title": "Reports", "marks": list(_reports(seen)), "note": ""},
        {
            "key": "sites",
            "title": "Sites, hardware",
            "marks": [*_events(seen, on_site=True), *_assets(seen)],
            "note": "",
        },
        {"key": "silence", "title": "Silence", "marks": list(_silence(seen)), "note": ""},
    )
    shown = [{**lane, "note": "" if lane["marks"] else _NOTES[lane["key"]]} for lane in lanes]
    return {
        "id": "timeline-figure", "title": f"Timeline: {seen.doc['title']}", "known_on": seen.clock.known_on, "lanes": shown,
        "csv_url": seen.at("timeline.csv"), "svg_url": seen.at("timeline.svg"),
    }  # fmt: skip


_NOTES = {
    "events": "No dated event is entered.", "replies": "No reply is entered.", "reports": "No source is entered.",
    "sites": "No date is stated for the site or the hardware.", "silence": "The last first-hand report is not older than 180 days.",
}  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"


def _events(seen: Seen, *, on_site: bool) -> Iterator[dict[str, Any]]:
    for row in seen.doc["events"]:
        if bool(row.get("site") or row.get("line")) != on_site:
            continue
        title = row["kind"] if row["kind"] != "other" else _short(words(row.get("words")))
        inferred = row["standing"]["origins"] == 0
        note = " ".join(filter(None, (_note(seen, row), "(our reading)" if inferred else "")))
        yield {
            "id": row["key"], "when": _when(row), "title": title, "sub": _short(note), "note": note,
            "kind": "inferred" if inferred else "event", "href": "#events",
        }  # fmt: skip


def _note(seen: Seen, row: Row) -> str:
    """What else is stated of an event: which part of the deal, of what class and amount, how it ended, words, reason."""
    amount = formats.amount_words(row.get("amount")) if isinstance(row.get("amount"), dict) else ""
    ended = f"ended {date_said(row['ended'])}" if row.get("ended") else ""
    said = words(row.get("words")) if row["kind"] != "other" else ""
    scheduled = "scheduled" if row.get("scheduled") else ""
    parts = (scheduled, _part(seen, row), row.get("event_class"), amount, ended, row.get("ended_how"), said, row.get("reason"))
    return " · ".join(dict.fromkeys(filter(None, map(words, parts))))


def _part(seen: Seen, row: Row) -> str:
    """The contract, support or hardware that an event is of; the facility where there are several."""
    names = ("contract", "support", "line", *(("facility",) if len(seen.doc["facilities"]) > 1 else ()))
    return next((seen.name_of(row[name]) for name in names if isinstance(row.get(name), str)), "")


def _when(row: Row) -> Any:
    value = row.get("occurred") or row.get("disclosed")
    return None if isinstance(value, dict) and "words" in value else value


def _replies(seen: Seen) -> Iterator[dict[str, Any]]:
    grouped: dict[tuple[str, str], list[Row]] = {}
    for reply in seen.doc["replies"]:
        grouped.setdefault((reply["stance"], reply.get("known", "")), []).append(reply)
    for (stance, known), replies in grouped.items():
        names = ", ".join(dict.fromkeys(reply["party"]["name"] for reply in replies))
        said = _STANCES.get(stance.replace(" ", "_"), stance)
        scope = SCOPES.get(replies[0]["scope"], "") if stance == "denies" else ""
        source = seen.sources.get(replies[0].get("source", ""))
        when = published(source) if source else known
        yield {
            "when": when,
            "title": _short(f"{names}: {said}"),
            "sub": f"scope {scope}" if scope else "",
            "kind": "reply",
            "href": "#replies",
        }


def _reports(seen: Seen) -> Iterator[dict[str, Any]]:
    for root, copies in roots_of(seen):
        dated = [copy for copy in copies if isinstance(published(copy), str)]
        undated = [copy for copy in copies if copy not in dated]
        read = "" if root.get("read", True) else "known through others"
        yield {
            "id": root["id"],
            "when": published(root),
            "title": root["publisher"],
            "sub": read,
            "kind": "origin",
            "href": f"/sources/{root['id']}/",
        }
        yield from _copies(root, dated)
        if undated:
            yield {
                "when": _span(undated), "title": f"{len(undated)} undated re-report{'s' if len(undated) > 1 else ''}",
                "sub": "between the root and the day each was retrieved", "kind": "span", "tied_to": "",
            }  # fmt: skip


def _copies(root: Row, dated: list[Row]) -> Iterable[dict[str, Any]]:
    """Dated re-reports, those of one day in one mark."""
    by_day: dict[str, list[Row]] = {}
    for copy in dated:
        by_day.setdefault(copy["published_to"], []).append(copy)
    for day, copies in by_day.items():
        names = _short(", ".join(dict.fromkeys(copy["publisher"] for copy in copies)))
        yield {"when": day, "title": names, "sub": "", "kind": "rereport", "tied_to": root["id"], "href": "#sources"}


def _span(copies: list[Row]) -> dict[str, str]:
    first = min((copy.get("published_from") or copy["published_to"]) for copy in copies)
    return {"from": first, "to": max(copy["published_to"] for copy in copies)}


def _assets(seen: Seen) -> Iterator[dict[str, Any]]:
    for line in seen.doc["hardware"]:
        if line.get("by"):
            yield {
                "when": line["by"],
                "title": f"{seen.name_of(line['id'])}: {line.get('state') or 'planned'}",
                "sub": "",
                "kind": "event",
                "href": "#hardware",
            }
    for place in seen.doc["sites"]:
        for capacity in place["capacities"]:
            if capacity.get("by"):
                yield {
                    "when": capacity["by"],
                    "title": f"{place['name']}: {capacity.get('state', 'planned')}",
                    "sub": words(capacity.get("phase")),
                    "kind": "event",
                    "href": "#sites",
                }


def _silence(seen: Seen) -> Iterator[dict[str, Any]]:
    said = silence(seen)
    last = seen.derived.get("last_report")
    if said and last and date.fromisoformat(last) < seen.clock.known_on:
        yield {"when": {"from": last, "to": seen.clock.known_on.isoformat()}, "title": said, "sub": "", "kind": "span"}


def csv_rows(seen: Seen) -> list[list[str]]:
    """The marks of all lanes, by the earliest day each can have been."""
    head = ["lane", "when", "what", "note"]
    return [head] + [
        [lane["title"], formats.date_words(mark.get("when")) or "undated", mark["title"], mark.get("note", mark.get("sub", ""))]
        for lane in timeline(seen)["lanes"]
        for mark in lane["marks"]
    ]
