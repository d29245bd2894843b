"""Cells of the tables of a deal, and tables from columns; a column in which nothing is entered is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from deals.pages.deal.seen import Row, Seen, is_stated, mark_row, words
from dealtracker.uikit import atoms, formats
from dealtracker.uikit.countries import country_name

# What a cell shows, or None where nothing was entered.
Cell = Callable[[Seen, str, Row], Any]
_SCRIPTS = ("Hans", "Jpan", "Hang", "Hant")


@dataclass(frozen=True)
class Column:
    title: str
    cell: Cell
    classes: str = ""


def table(seen: Seen, name: str, rows: Sequence[Row], columns: Iterable[Column], caption: str) -> dict[str, Any] | None:
    """{"name", "caption", "columns", "rows"}; the first column heads its row; None where there is no row."""
    if not rows:
        return None
    made = [(column, [column.cell(seen, name, row) for row in rows]) for column in columns]
    kept = [(column, cells) for column, cells in made if any(cell is not None for cell in cells)]
    return {
        "name": name, "caption": caption, "columns": [column for column, _ in kept],
        "csv_url": seen.at(f"table/{name}.csv"),
        "rows": [
            {"anchor": f"{name}-{row['key']}", "cells": [_shown(column, cells[i]) for column, cells in kept]}
            for i, row in enumerate(rows)
        ],
    }  # fmt: skip


def _shown(column: Column, cell: Any) -> dict[str, Any]:
    return {
        "html": atoms.blank("not_entered") if cell is None else cell, "title": column.title, "classes": column.classes,
    }  # fmt: skip


def _own_mark(seen: Seen, name: str, row: Row, field: str) -> SafeString:
    return (
        mark_row(seen, name, row, field, field.replace("_", " "))
        if field in (row.get("standings") or {})
        else SafeString("")
    )


def text(field: str) -> Cell:
    """A field's words, with a mark where it has claims of its own."""

    def cell(seen: Seen, name: str, row: Row) -> Any:
        shown = words(row.get(field))
        return format_html("{} {}", shown, _own_mark(seen, name, row, field)) if shown else None

    return cell


def money(field: str, *, scale: bool = False) -> Cell:
    """An amount as its source wrote it, with its mark; `scale` draws its size beneath."""

    def cell(seen: Seen, name: str, row: Row) -> Any:
        value = row.get(field)
        return amount(seen, name, row, field, scale=scale) if isinstance(value, Mapping) and value else None

    return cell


def amount(seen: Seen, name: str, row: Row, field: str, *, scale: bool = False) -> SafeString:
    value = row[field]
    stated = formats.amount_words(value) if value.get("kind") else words(value)
    if not stated:
        shown: Any = atoms.blank("not_stated", words(value))
        return format_html("{} {}", shown, _own_mark(seen, name, row, field))
    long = " long" if len(stated) > atoms.LONG_WORDS else ""
    said = format_html('<span class="w{}" title="{}">{}</span>', long, formats.amount_detail(value), stated)
    drawn = atoms.band(value) if scale else ""
    return format_html('<span class="amt">{} {}{}</span>', said, mark_row(seen, name, row, field, "this amount"), drawn)


def quantity(field: str, unit: str = "", *, percent: bool = False) -> Cell:
    """A count, share, rate or term: the words of the source, else the figures with their unit."""

    def cell(seen: Seen, name: str, row: Row) -> Any:
        value = row.get(field)
        if not isinstance(value, Mapping) or not value:
            return None
        shown = quantity_words(value, unit, percent=percent)
        return format_html("{} {}", shown or atoms.blank("not_stated", words(value)), _own_mark(seen, name, row, field))

    return cell


def quantity_words(value: Row, unit: str = "", *, percent: bool = False) -> str | None:
    """ "about 360 MW", "7.75 %"; None for what is not known."""
    if not value.get("kind") or value["kind"] == "unknown":
        return words(value) if not value.get("kind") else None
    if value.get("words"):
        return words(value)
    scaled = (
        {**value, **{n: str(Decimal(value[n]) * 100) for n in ("low", "point", "high") if value.get(n)}}
        if percent
        else value
    )
    shown = formats.bounds_words(scaled)
    return f"{shown} {'%' if percent else unit}".strip() if shown else None


def when(field: str, *, short: bool = False) -> Cell:
    def cell(seen: Seen, name: str, row: Row) -> Any:
        value = row.get(field)
        if not value:
            return None
        shown = (
            words(value) if isinstance(value, Mapping) and "words" in value else formats.date_words(value, short=short)
        )
        return format_html('<span class="nowrap">{}</span> {}', shown, _own_mark(seen, name, row, field))

    return cell


def party_link(seen: Seen, ref: Row | None, standing: Row | None = None, *, scripts: bool = False) -> Any:
    """A party's name, dashed where it is reported only; `scripts` adds its names in other scripts."""
    if not ref:
        return None
    if not ref.get("id"):
        return words(ref) or None
    row = seen.parties.get(ref["id"], {})
    url = seen.on_these_dates(f"/parties/{ref['id']}/")
    linked = format_html(
        '<a class="{}" href="{}">{}</a>', "" if is_stated(standing) else "said-rep", url, ref["name"] or "not named"
    )
    other = other_scripts(row) if scripts else []
    if not other:
        return linked
    named = format_html_join(
        " · ", '<span lang="{}">{}</span>', ((n.get("language") or "und", n["text"]) for n in other)
    )
    return format_html('{}<span class="sub">{}</span>', linked, named)


def other_scripts(party: Row) -> list[Row]:
    """Names of a party that are not in the Latin script, one a script and language."""
    found = [n for n in party.get("names", ()) if n.get("script", "Latn") != "Latn" and not n.get("primary")]
    return sorted(found, key=lambda n: _SCRIPTS.index(n["script"]) if n["script"] in _SCRIPTS else len(_SCRIPTS))[:4]


def party(field: str) -> Cell:
    def cell(seen: Seen, name: str, row: Row) -> Any:
        standing = (row.get("standings") or {}).get(field) or row.get("standing")
        shown = party_link(seen, row.get(field), standing)
        return format_html("{} {}", shown, _own_mark(seen, name, row, field)) if shown is not None else None

    return cell


def of(*fields: str) -> Cell:
    """Which part of the deal a row is about: the first of these references that it has."""

    def cell(seen: Seen, name: str, row: Row) -> Any:
        for field in fields:
            given = row.get(field)
            if isinstance(given, Mapping):
                return words(given)
            if given:
                return ", ".join(seen.name_of(key) for key in ([given] if isinstance(given, str) else given))
        return None

    return cell


def site_link(seen: Seen, ref: Row | None) -> Any:
    if not ref:
        return None
    return format_html('<a href="/sites/{}/">{}</a>', ref["id"], ref["name"] or "site") if "id" in ref else words(ref)


def site(seen: Seen, name: str, row: Row) -> Any:
    shown = site_link(seen, row.get("site"))
    return format_html("{} {}", shown, _own_mark(seen, name, row, "site")) if shown is not None else None


def whole(seen: Seen, name: str, row: Row) -> Any:
    """The mark of the row as a whole."""
    return mark_row(seen, name, row, "", f"this row of {name}")


def country(code: str, standing: Row | None) -> SafeString:
    return format_html(
        "{} {}", atoms.country(code, (standing or {}).get("certainty", "reported")), country_name(code)
    ) if code else atoms.blank("not_stated")  # fmt: skip
