"""Prices of a facility term by term, one line a pricing class; what has no meaning for a class is told from what is blank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html

from deals.pages.deal.cells import Cell, Column, quantity_words
from deals.pages.deal.seen import Row, Seen, mark_row, words
from deals.pages.deal.terms import days_held, fee_words, holds, lines_of
from dealtracker.uikit import atoms


def classes_of(doc: Row, facility: Row) -> list[Row]:
    """The pricing rows of a facility, in the order of their keys."""
    return [price for price in doc["pricing"] if price.get("facility") == facility["id"]]


def is_fixed(price: Row) -> bool:
    """A class that pays a rate of its own and names no base to add to."""
    return bool(price.get("rate")) and not price.get("base") and not price.get("margin_bps")


def has_no_meaning(field: str, price: Row) -> bool:
    """Whether a term cannot be: a margin or floor where the rate is fixed, a rate of its own where it floats on a base."""
    if field in ("base", "margin_bps", "floor"):
        return is_fixed(price)
    return field == "rate" and bool(price.get("base") or price.get("margin_bps")) and not price.get("rate")


def _by_class(field: str, said: Callable[[Row], Any]) -> Cell:
    """A line a class: those that hold on the day first; the others after them with their days, where they say something."""

    def cell(seen: Seen, name: str, row: Row) -> Any:
        found = sorted(classes_of(seen.doc, row), key=lambda price: not holds(seen, price))
        told = [price for price in found if said(price) or holds(seen, price)] or found
        shown = [_line(seen, price, field, said(price), many=len(found) > 1) for price in told]
        return lines_of(shown) if any(said(price) or has_no_meaning(field, price) for price in found) else None

    return cell


def _line(seen: Seen, price: Row, field: str, said: Any, *, many: bool) -> Any:
    part, days = words(price.get("applies_to")) if many else "", "" if holds(seen, price) else days_held(price)
    scope = ", ".join(filter(None, (part, days)))
    label = format_html('<span class="muted">{}</span> ', f"{scope}:") if scope else ""
    if has_no_meaning(field, price):
        return format_html("{}{}", label, atoms.blank("not_applicable"))
    if not said:
        stated = isinstance(price.get(field), dict) and price[field].get("kind") == "unknown"
        return format_html("{}{}", label, atoms.blank("not_disclosed" if stated else "not_entered"))
    return format_html("{}{} {}", label, said, mark_row(seen, "pricing", price, field, field.replace("_", " ")))


def _percent(field: str) -> Callable[[Row], Any]:
    return lambda price: quantity_words(price[field], percent=True) if price.get(field) else None


PRICES = (
    Column("Base", _by_class("base", lambda price: words(price.get("base")))),
    Column("Margin", _by_class("margin_bps", lambda p: quantity_words(p["margin_bps"], "bps") if p.get("margin_bps") else None)),
    Column("Floor", _by_class("floor", _percent("floor"))),
    Column("Fixed rate", _by_class("rate", _percent("rate"))),
    Column("Issue price (OID)", _by_class("issue_price", _percent("issue_price"))),
    Column("Fees", _by_class("fees", lambda price: "; ".join(map(fee_words, price.get("fees", ()))))),
)
