"""The mark beside a value that stands on another page than its deal's: it leads to the claims in the deal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString

from deals.pages.deal.seen import Row
from dealtracker.uikit import atoms, formats
from dealtracker.uikit.frame import Clocks


def mark_elsewhere(
    deal: str, at: str, standing: Mapping[str, Any] | None, clock: Clocks, what: str = "this value"
) -> SafeString:
    """Ring and number of articles, linked to the claims behind `at` in the deal on the same dates.

    Without a path there is no link; without a standing there is no mark.
    """
    if not standing:
        return SafeString("")
    count = standing.get("sources")
    if not at or count is None:
        return atoms.mark(standing)
    return format_html(
        '<a class="mark" href="{}">{}<span class="n">{}<span class="sr"> {} behind {}</span></span></a>',
        "&".join(filter(None, [f"/deals/{deal}/claims/?at={quote(at, safe='/')}", clock.query])), atoms.ring(standing),
        formats.count_words(count), "article" if count == 1 else "articles", what,
    )  # fmt: skip


def row_mark(deal: str, name: str, row: Row, clock: Clocks, field: str = "", *, what: str = "this value") -> SafeString:
    """The mark of a row of the deal's sheet, or of one of its fields where that has claims of its own."""
    own = (row.get("standings") or {}).get(field) if field else None
    at = f"/{name}/{row['key']}" + (f"/{field}" if own else "")
    return mark_elsewhere(deal, at, own or row.get("standing"), clock, what)
