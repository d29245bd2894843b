"""The terms of several facilities side by side: one row a term, the same cells as on each deal's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join

from deals.pages.deal import terms
from deals.pages.deal.cells import Cell, Column, quantity, quantity_words, text, when
from deals.pages.deal.downloads import plain
from deals.pages.deal.prices import PRICES
from deals.pages.deal.seen import Row, Seen, mark_row, words
from dealtracker.uikit import atoms

# What is agreed of an option is that it can be asked for.
_OF_THE_OPTION = format_html('<span class="sub">{}</span>', "to the option as such; nobody is bound to lend under it")


def stage_of(seen: Seen, row: Row) -> str:
    """The stage in which a facility is on the day of the page; "" where none is stated."""
    day, periods = seen.clock.as_of.isoformat(), seen.derived["stages"].get(row["key"], ())
    return next((p["code"] for p in reversed(periods) if p["start"] <= day and (not p["end"] or day < p["end"])), "")


def _stage(seen: Seen, name: str, row: Row) -> Any:
    code = stage_of(seen, row)
    if not code:
        return atoms.blank("not_stated")
    return format_html("{}{}", atoms.stage(code, seen.standing(row["standing"])), _OF_THE_OPTION if _is_option(row, code) else "")


def _is_option(row: Row, code: str) -> bool:
    return row.get("commitment") == "uncommitted option" and code in ("committed", "signed", "closed")


def _rows_of(name: str, words_of: Any, *, only: Callable[[Row], bool] = lambda one: True) -> Cell:
    """Rows of another list that are about this facility, one below the other."""

    def cell(seen: Seen, _name: str, row: Row) -> Any:
        about = [one for one in seen.doc[name] if one.get("facility") == row["id"] and only(one)]
        found = [one for one in about if terms.holds(seen, one)]
        lines = ((words_of(seen, one), mark_row(seen, name, one, "", "this row")) for one in found)
        return format_html_join("", '<span class="line">{} {}</span>', lines) if found else None

    return cell


def _support(seen: Seen, one: Row) -> str:
    return f"{one['kind']} by {(one.get('provider') or {}).get('name') or 'a party not named'}"


def _covenant(seen: Seen, one: Row) -> str:
    said = [words(one.get("kind")), words(one.get("test")) or words(one.get("words"))]
    return ": ".join(filter(None, (*said, quantity_words(one["value"]) if one.get("value") else "")))


def _is_advance(one: Row) -> bool:
    """A test of how much may be lent against what is pledged, by any of the names it goes by."""
    kind = words(one.get("kind")).lower()
    return any(
        name in kind
        for name in ("advance rate", "loan-to-value", "loan to value", "ltv", "loan-to-cost", "borrowing base")
    )


def _maturity(seen: Seen, name: str, row: Row) -> Any:
    return when("maturity_date")(seen, name, row) or text("maturity_rule")(seen, name, row)


def _customer_class(seen: Seen, name: str, row: Row) -> Any:
    """The credit of the customers whose contracts the facility relies on."""
    relied = [one for one in seen.doc["contracts"] if one["id"] in row.get("relies_on", ())]
    lines = [
        format_html("{} {}", words(one["credit_class"]), mark_row(seen, "contracts", one, "credit_class", "this class"))
        for one in relied
        if words(one.get("credit_class"))
    ]
    return terms.lines_of(lines) or (atoms.blank("not_applicable") if not relied else None)


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
            *PRICES,
            Column("Tenor", quantity("tenor_months", "months")),
            Column("Matures", _maturity),
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
            Column("Advance rate", _rows_of("covenants", _covenant, only=_is_advance)),
            _OWN["Relies on"],
            Column("Customer class", _customer_class),
            Column("Support", _rows_of("supports", _support)),
            Column("Covenants", _rows_of("covenants", _covenant, only=lambda one: not _is_advance(one))),
            Column("Ratings", _rows_of("ratings", _rating)),
        ),
    ),
    ("Lenders", (_OWN["Lenders"], _OWN["Undisclosed remainder"])),
)
CELLS = {column.title: column.cell for _, columns in ROWS for column in columns}


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
