"""The terms of several facilities side by side: one row a term, the same cells as on each deal's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join

from deals.pages.deal import terms
from deals.pages.deal.cells import Cell, Column, text
from deals.pages.deal.downloads import plain
from deals.pages.deal.seen import Row, Seen, mark_row, words
from dealtracker.uikit import atoms


def _stage(seen: Seen, name: str, row: Row) -> Any:
    now = next(
        (s for s in reversed(seen.derived["stages"].get(row["key"], ())) if s["start"] <= seen.clock.as_of.isoformat()),
        None,
    )
    return atoms.stage(now["code"], seen.standing(row["standing"])) if now else atoms.blank("not_stated")


def _rows_of(name: str, words_of: Any) -> Cell:
    """Rows of another list that are about this facility, one below the other."""

    def cell(seen: Seen, _name: str, row: Row) -> Any:
        found = [one for one in seen.doc[name] if one.get("facility") == row["id"]]
        lines = ((words_of(seen, one), mark_row(seen, name, one, "", "this row")) for one in found)
        return format_html_join("", '<span class="line">{} {}</span>', lines) if found else None

    return cell


def _support(seen: Seen, one: Row) -> str:
    return f"{one['kind']} by {(one.get('provider') or {}).get('name') or 'a party not named'}"


def _covenant(seen: Seen, one: Row) -> str:
    return ": ".join(filter(None, (words(one.get("kind")), words(one.get("test")) or words(one.get("words")))))


def _rating(seen: Seen, one: Row) -> str:
    return f"{words(one.get('agency'))} {words(one.get('grade'))}"


def _flag(seen: Seen, name: str, row: Row) -> Any:
    return None if row.get("revolving") is None else "yes" if row["revolving"] else "no"


def _borrower(seen: Seen, name: str, row: Row) -> Any:
    found = [
        r
        for r in seen.doc["roles"]
        if r["role"] in ("borrower", "issuer", "co-borrower") and r.get("facility") in (None, row["id"])
    ]
    return format_html("{}", ", ".join(dict.fromkeys(r["party"]["name"] for r in found))) if found else None


_OWN = {column.title: column for column in terms.FACILITIES}
# (group, rows); the titles of the deal's own table are taken over.
ROWS: tuple[tuple[str, tuple[Column, ...]], ...] = (
    (
        "Size and state",
        (
            _OWN["Facility"],
            Column("Borrower", _borrower),
            _OWN["Amount"],
            Column("Stage", _stage),
            _OWN["Commitment"],
            _OWN["Purpose"],
        ),
    ),
    (
        "Price and term",
        (
            _OWN["Pricing"],
            _OWN["Term"],
            _OWN["Signed"],
            Column("Revolving", _flag),
            _OWN["Repayment"],
            _OWN["Redemption"],
            Column("Day count", text("day_count")),
        ),
    ),
    (
        "Protection",
        (
            _OWN["Security"],
            _OWN["Recourse"],
            _OWN["Relies on"],
            Column("Support", _rows_of("supports", _support)),
            Column("Covenants", _rows_of("covenants", _covenant)),
            Column("Ratings", _rows_of("ratings", _rating)),
        ),
    ),
    ("Lenders", (_OWN["Lenders"], _OWN["Undisclosed remainder"])),
)


def compared(columns: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """(rows with a group title where one begins, titles of rows in which nothing is entered for any)."""
    rows: list[dict[str, Any]] = []
    absent: list[str] = []
    for group, members in ROWS:
        first = True
        for member in members:
            cells = [member.cell(column["seen"], "facilities", column["row"]) for column in columns]
            if all(cell is None for cell in cells):
                absent.append(member.title.lower())
                continue
            shown = [atoms.blank("not_entered") if cell is None else cell for cell in cells]
            differs = len({plain(cell) for cell in shown}) > 1
            rows.append({"group": group if first else "", "title": member.title, "cells": shown, "differs": differs})
            first = False
    return rows, absent
