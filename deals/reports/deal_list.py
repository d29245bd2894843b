"""Which deals are there for this reader: filtered, ordered, a page at a time."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.reports.filters import DEFAULT_ORDERING, ORDERINGS, Condition, FilterError, Filters, read, visible
from dealtracker.access.rules import Viewer


@dataclass(frozen=True)
class DealRow:
    """One deal of a list: its key and the stored bytes asked for."""

    deal: UUID
    body: bytes
    digest: str


@dataclass(frozen=True)
class DealPage:
    """One page of a list, with opaque cursors to its neighbours."""

    rows: list[DealRow]
    next: str | None
    previous: str | None

    @property
    def digest(self) -> str:
        """Changes when any document, their order or the neighbours do; far cheaper than hashing the documents."""
        parts = [*(row.digest for row in self.rows), self.next or "", self.previous or ""]
        return hashlib.md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()

    @property
    def bodies(self) -> bytes:
        """The documents joined as the inside of a JSON list."""
        return b",".join(row.body for row in self.rows)


@dataclass(frozen=True)
class Ordering:
    """A column, its direction, and the parameter that named it."""

    name: str
    column: str
    descending: bool

    @classmethod
    def read(cls, text: str) -> Ordering:
        name = text.removeprefix("-")
        if name not in ORDERINGS:
            raise FilterError(
                "ordering", f'"{text[:40]}" is not one of: {", ".join(ORDERINGS)} (with - for descending)'
            )
        return cls(text, ORDERINGS[name], text.startswith("-"))


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after (or, going back, before) one row of one ordering."""

    ordering: str
    value: Any
    deal: UUID
    back: bool = False

    def encode(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        return (
            base64.urlsafe_b64encode(orjson.dumps([self.ordering, value, self.deal.hex, self.back]))
            .decode()
            .rstrip("=")
        )

    @classmethod
    def read(cls, text: str, ordering: Ordering) -> Cursor:
        try:
            name, value, deal, back = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            cursor = cls(str(name), _typed(ordering.column, value), UUID(deal), bool(back))
        except (ValueError, TypeError, AttributeError, binascii.Error):
            raise FilterError("cursor", "is not a cursor that this list gave out") from None
        if cursor.ordering != ordering.name:
            raise FilterError("cursor", f'belongs to the ordering "{cursor.ordering[:40]}", not "{ordering.name}"')
        return cursor


def _typed(column: str, value: Any) -> Any:
    """The value of a cursor as its column holds it; raises TypeError or ValueError for what no list gave out."""
    if column in ("announced", "last_report"):
        return date.fromisoformat(value)
    if column == "amount_sort" and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    if column != "amount_sort" and isinstance(value, str) and "\x00" not in value:
        return value
    raise TypeError


def deal_list(
    *, viewer: Viewer, day: date, filters: Filters, ordering: str = DEFAULT_ORDERING, cursor: str | None = None,
    limit: int = 50, brief: bool = False,
) -> DealPage:  # fmt: skip
    """A page of stored sheets in one statement; raises FilterError for what the list does not take."""
    order = Ordering.read(ordering)
    at = Cursor.read(cursor, order) if cursor else None
    conditions = [visible(viewer, day), *read(filters), *_after(order, at)]
    where, values = joined(conditions)
    down = order.descending != bool(at and at.back)
    sql = (
        f"SELECT s.deal, s.{'brief' if brief else 'body'}, s.{order.column}, s.digest FROM deals_sheet s WHERE {where}"
        f" ORDER BY s.{order.column} {'DESC' if down else 'ASC'}, s.deal {'DESC' if down else 'ASC'} LIMIT %s"
    )
    with connection.cursor() as statement:
        statement.execute(sql, [*values, limit + 1])
        found = statement.fetchall()
    return _page(found, order, at, limit)


def count(*, viewer: Viewer, day: date, filters: Filters) -> int:
    """How many visible deals there are; asked for only where a reader wants it exactly."""
    where, values = joined([visible(viewer, day), *read(filters)])
    with connection.cursor() as statement:
        statement.execute(f"SELECT count(*) FROM deals_sheet s WHERE {where}", values)
        return int(statement.fetchone()[0])


def joined(conditions: Sequence[Condition]) -> tuple[str, list[Any]]:
    return " AND ".join(c.sql for c in conditions), [value for c in conditions for value in c.values]


def _after(order: Ordering, at: Cursor | None) -> list[Condition]:
    if at is None:
        return []
    sign = "<" if order.descending != at.back else ">"
    return [Condition(f"(s.{order.column}, s.deal) {sign} (%s, %s)", (at.value, at.deal))]


def _page(found: list[tuple[Any, ...]], order: Ordering, at: Cursor | None, limit: int) -> DealPage:
    more, back = len(found) > limit, bool(at and at.back)
    kept = found[:limit][::-1] if back else found[:limit]
    rows = [DealRow(deal, bytes(body), digest) for deal, body, _, digest in kept]
    if not kept:
        return DealPage([], None, None)
    first, last = kept[0], kept[-1]
    has_next, has_previous = (True, more) if back else (more, at is not None)
    following = Cursor(order.name, last[2], last[0]).encode() if has_next else None
    before = Cursor(order.name, first[2], first[0], back=True).encode() if has_previous else None
    return DealPage(rows, following, before)
