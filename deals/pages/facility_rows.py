"""The rows of the list of facilities: one a pricing class, each cell as on the comparison, with its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from deals.pages.deal.compare_terms import CELLS, stage_of
from deals.pages.deal.downloads import plain
from deals.pages.deal.prices import PRICES, classes_of
from deals.pages.deal.seen import Row, Seen, as_read, words
from deals.pages.deal.terms import holds
from dealtracker.ids import private_key
from dealtracker.uikit import atoms
from dealtracker.uikit.frame import Clocks

_BEFORE = ("Amount", "Stage", "Commitment")
_AFTER = ("Tenor", "Matures", "Repayment", "Advance rate", "Customer class", "Security")
HEAD = (*_BEFORE, *(column.title for column in PRICES), *_AFTER)
# parameter → how a facility of a sheet answers it, on other dates than today's
_ASKED: dict[str, Callable[[Seen, Row], str]] = {
    "kind": lambda seen, row: str(row.get("kind")),
    "measure": lambda seen, row: str(row.get("measure") or "debt"),
    "commitment": lambda seen, row: str(row.get("commitment") or "unknown"),
    "stage": lambda seen, row: stage_of(seen, row) or "not stated",
}


def lines_of_page(
    rows: Iterable[Row], sheets: Mapping[Any, dict[str, Any]], clock: Clocks, chosen: Mapping[str, list[str]]
) -> list[dict[str, Any]]:
    """[{"id", "name", "kind", "class", "title", "url", "cells": [(head, cell)]}]; a facility without a price has one row.

    What was not known on the dates is left out; there, what is chosen is asked of the sheet of those dates.
    """
    seen = {deal: Seen(as_read(doc), clock) for deal, doc in sheets.items()}
    found: list[dict[str, Any]] = []
    for row in rows:
        sheet = seen.get(private_key("deal", row["deal"]))
        facility = next((one for one in sheet.doc["facilities"] if one["id"] == row["id"]), None) if sheet else None
        if sheet and facility and (clock.is_today or _fits(sheet, facility, chosen)):
            found += [_line(sheet, facility, price) for price in _prices(sheet, facility) or [None]]
    return found


def _prices(seen: Seen, facility: Row) -> list[Row]:
    """The classes whose price holds on the day; where none does, all that are entered."""
    every = classes_of(seen.doc, facility)
    return [price for price in every if holds(seen, price)] or every


def _fits(seen: Seen, facility: Row, chosen: Mapping[str, list[str]]) -> bool:
    return all(_ASKED[name](seen, facility) in values for name, values in chosen.items())


def _line(seen: Seen, facility: Row, price: Row | None) -> dict[str, Any]:
    """The price's own cells are those of a sheet that has this one price."""
    alone = Seen({**seen.doc, "pricing": [price] if price else []}, seen.clock)
    cells = []
    for head in HEAD:
        of_price = any(column.title == head for column in PRICES)
        cell = CELLS[head](alone if of_price else seen, "facilities", facility)
        cells.append((head, atoms.blank("not_entered") if cell is None else cell))
    return {
        "id": facility["id"], "key": facility["key"], "deal": seen.doc["id"], "title": seen.doc["title"],
        "invented": seen.doc.get("demo") == "invented", "equity": facility.get("measure") == "equity",
        "name": words(facility.get("name")) or facility["kind"], "kind": facility["kind"],
        "class": words((price or {}).get("applies_to")), "url": f"{seen.url}#facilities-{facility['key']}", "cells": cells,
        "price": price,
    }  # fmt: skip


def csv_lines(lines: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """A line a pricing class, in the words of the page."""
    own = ("deal", "title", "id", "name", "kind", "class")
    heads = ["deal", "deal title", "facility", "name", "kind", "pricing class", *HEAD]
    return [
        heads,
        *([*(str(line[name]) for name in own), *(plain(cell) for _, cell in line["cells"])] for line in lines),
    ]


def json_rows(rows: Iterable[Mapping[str, Any]], lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row a pricing class: the facility's fields, the class as "pricing" (null where none is entered), and the words
    of every cell as "terms"."""
    known = {row["id"]: row for row in rows}
    kept = ("certainty", "sources", "origins", "newsrooms", "condition", "measure", "commitment", "amount")
    return [
        {
            **{name: line[name] for name in ("id", "key", "deal", "title", "name", "kind")},
            **{name: known[line["id"]][name] for name in kept},
            "pricing": line["price"], "terms": {head: plain(cell) for head, cell in line["cells"]},
        }
        for line in lines
    ]  # fmt: skip
