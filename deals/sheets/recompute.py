"""Replace the sheets, facets and search words of a set of deals; only what changed is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, models

from deals.hardware.catalogue import load_catalogue
from deals.sheets.calc.bundle import Bundle, Row
from deals.sheets.calc.facets import UNDATED, facets, search_text
from deals.sheets.calc.sheet import brief
from deals.sheets.models import Facet, SearchEntry, Sheet
from dealtracker.bulk import array, insert
from dealtracker.ids import fingerprint
from dealtracker.money import Amount
from dealtracker.periods import OPEN_END, When

_BIGGEST = 2**63 - 1
_BYTES = ("body", "brief")


@dataclass(frozen=True)
class Written:
    """One deal's sheet as it stands on [valid_from, valid_to), known the same on any day from `settled` on."""

    bundle: Bundle
    document: Row
    valid_from: date
    valid_to: date = OPEN_END
    settled: date | None = None


def encode(document: Row) -> bytes:
    """The bytes that are stored and served: compact JSON, keys in the document's order."""
    return orjson.dumps(document)


@dataclass
class Told:
    """Rows of sheets, facets and search words, and of each deal the day on which the last of its sheets begins."""

    sheets: list[tuple[Any, ...]] = field(default_factory=list)
    facets: list[tuple[Any, ...]] = field(default_factory=list)
    words: list[tuple[Any, ...]] = field(default_factory=list)
    lasts: dict[str, date] = field(default_factory=dict)

    def add(self, written: Sequence[Written]) -> None:
        """The sheets of one deal, oldest first; facets and words are those of the first."""
        for one in written:
            self.sheets.append(_sheet_row(one))
            self.lasts[one.bundle.deal["id"]] = one.valid_from
        for one in written[:1]:
            wall, deal = _wall(one), one.bundle.deal["id"]
            self.facets += [(wall, deal, *pair) for pair in facets(one.bundle, one.document, load_catalogue())]
            self.words.append((wall, "deal", deal, search_text(one.bundle)))


def rebuild(told: Told, *, deals: Iterable[UUID]) -> None:
    """Make the stored sheets of `deals` equal to those `told`; deals without one lose theirs."""
    ids = sorted(set(deals))
    _replace(Sheet, _SHEET, told.sheets, ids)
    _replace(Facet, ("compartment", "deal", "dimension", "value"), told.facets, ids)
    _replace(SearchEntry, ("compartment", "kind", "target", "text"), told.words, ids, owner="target")


_SHEET = (
    "compartment", "deal", "valid_from", "valid_to", "revision", "digest", "body", "brief", "title", "stage", "certainty",
    "amount_sort", "announced", "last_report", "known_from", "stands_for", "settled",
)  # fmt: skip


def _sheet_row(one: Written) -> tuple[Any, ...]:
    document, derived = one.document, one.document["derived"]
    body, short = encode(document), encode(brief(document))
    return (
        _wall(one), one.bundle.deal["id"], one.valid_from, one.valid_to, document["revision"],
        fingerprint(body), body, short, document["title"],
        derived["stage"]["code"] if derived["stage"] else "", derived["certainty"]["code"], _amount_sort(derived["headline"]),
        _day(derived["announced"]), derived["last_report_earliest"] or UNDATED, derived["known_from"],
        one.bundle.deal.get("private_view_of_id"), one.settled,
    )  # fmt: skip


def order_values(document: Row) -> dict[str, Any]:
    """Column of the list's order → its value, for a document of any day, as `_sheet_row` stores it."""
    derived = document["derived"]
    return {
        "title": document["title"], "stage": derived["stage"]["code"] if derived["stage"] else "",
        "certainty": derived["certainty"]["code"], "amount_sort": _amount_sort(derived["headline"]),
        "announced": _day(derived["announced"]),
        "last_report": date.fromisoformat(derived["last_report_earliest"]) if derived["last_report_earliest"] else UNDATED,
    }  # fmt: skip


def _amount_sort(headline: Row | None) -> int:
    size = Amount.from_json(headline["amount"], money=True).sort_key if headline else None
    return -1 if size is None else min(int(size), _BIGGEST)


def _day(when: Any) -> date:
    found = When.from_json(when) if when else None
    return UNDATED if found is None else found.earliest or found.latest or UNDATED


def _wall(one: Written) -> str:
    return str(one.bundle.deal["compartment_id"])


def _replace(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], ids: Sequence[UUID], *,
    owner: str = "deal",
) -> None:  # fmt: skip
    """Make the stored rows of `ids` equal to `rows`: those that differ are deleted and written anew, others untouched."""
    table = model._meta.db_table
    shown = (f"md5({name})" if name in _BYTES else f"{name}::text" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {', '.join(shown)} FROM {table} WHERE {owner} = ANY(%s)", [array(ids)])
        stored = {cells: key for key, *cells in cursor for cells in [tuple(cells)]}
        # Where nothing is stored there is nothing to compare with.
        wanted = {tuple(map(_told, row)): row for row in rows} if stored else dict(enumerate(rows))
        if gone := [key for cells, key in stored.items() if cells not in wanted]:
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [gone])
    insert(model, columns, [row for cells, row in wanted.items() if cells not in stored])


def _told(value: Any) -> str | None:
    """A cell as the database tells it; long bytes by their digest."""
    if isinstance(value, bytes):
        return hashlib.md5(value, usedforsecurity=False).hexdigest()
    return None if value is None else str(value)
