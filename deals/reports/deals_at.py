"""The deal list as it stood on other dates: computed, a page at a time, in a fixed number of statements a batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.hardware.catalogue import load_catalogue
from deals.reports.deal_list import Cursor, DealPage, DealRow, Ordering, joined
from deals.reports.deal_sheet import seen_documents
from deals.reports.filters import COLUMNS, Condition, FilterError, Filters, read, visible
from deals.sheets.calc.facets import facets
from deals.sheets.calc.sheet import brief as brief_of
from dealtracker.access.rules import Viewer
from dealtracker.ids import fingerprint

_BATCHES = 20


def deals_at(
    *, viewer: Viewer, today: date, as_of: date, known_on: date, filters: Filters, ordering: str, cursor: str | None,
    limit: int, brief: bool = False,
) -> DealPage:  # fmt: skip
    """A page of sheets as of one date and as known on another. Facet filters ask the sheets of those dates; the order
    is that of today's list, and pages go forward only. Raises FilterError."""
    order = Ordering.read(ordering)
    at = Cursor.read(cursor, order) if cursor else None
    asked = read(filters)
    if any(name.partition("__")[0] in COLUMNS or name.endswith("__isnull") for name in filters):
        raise FilterError("as_of", "cannot be combined with ranges or __isnull, which ask the list of today")
    wanted = [(c.dimension, c.values) for c in asked if c.dimension]
    stored = [visible(viewer, today), *(c for c in asked if not c.dimension)]
    rows, last = [], None
    for found in _batches(stored, order, at, limit):
        documents = seen_documents(viewer=viewer, deals=[deal for deal, _ in found], as_of=as_of, known_on=known_on)
        for deal, value in found:
            if len(rows) == limit:
                return DealPage(rows, last.encode() if last else None, None)
            last = Cursor(order.name, value, deal)
            if deal in documents and _fits(documents[deal], wanted):
                rows.append(_row(deal, documents[deal][1], brief))
    return DealPage(rows, None, None)


def _row(deal: UUID, document: dict[str, Any], brief: bool) -> DealRow:
    body = orjson.dumps(brief_of(document) if brief else document)
    return DealRow(deal, body, fingerprint(body))


def _batches(
    stored: list[Condition], order: Ordering, at: Cursor | None, limit: int
) -> Iterator[list[tuple[UUID, Any]]]:
    """Candidate deals in the order of the list, `limit` + 1 at a time."""
    down = "DESC" if order.descending else "ASC"
    for _ in range(_BATCHES):
        sign = "<" if order.descending else ">"
        after = [Condition(f"(s.{order.column}, s.deal) {sign} (%s, %s)", (at.value, at.deal))] if at else []
        where, values = joined([*stored, *after])
        sql = f"SELECT s.deal, s.{order.column} FROM deals_sheet s WHERE {where} ORDER BY s.{order.column} {down}, s.deal {down}"
        with connection.cursor() as statement:
            statement.execute(f"{sql} LIMIT %s", [*values, limit + 1])
            found = statement.fetchall()
        if found:
            yield found
            at = Cursor(order.name, found[-1][1], found[-1][0])
        if len(found) <= limit:
            return


def _fits(seen: tuple[Any, dict[str, Any]], wanted: list[tuple[str, tuple[Any, ...]]]) -> bool:
    pairs = facets(*seen, load_catalogue())
    return all(any((dimension, value) in pairs for value in _accepted(values)) for dimension, values in wanted)


def _accepted(values: tuple[Any, ...]) -> list[str]:
    return list(values[1]) if isinstance(values[1], list) else [str(values[1])]
