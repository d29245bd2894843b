"""A page of a queryset by keyset: opaque cursors over one ordering column and the id, no counting, no offset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from dealtracker.apikit.cursors import bad_cursor, give, take


@dataclass(frozen=True)
class Page:
    """Rows of one page and the cursors of its neighbours."""

    rows: list[Any]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class _Place:
    """Where a page begins: after (or, going back, before) one row of one ordering."""

    value: str
    key: UUID
    back: bool


def link(path: str, query: QueryDict, cursor: str | None) -> str | None:
    """The address of a neighbouring page, with every other parameter kept."""
    if cursor is None:
        return None
    kept = query.copy()
    kept["cursor"] = cursor
    return f"{path}?{kept.urlencode()}"


def page_of(rows: QuerySet[Any], *, ordering: str, limit: int, cursor: str | None) -> Page:
    """Rows by a text column, "name" or "-name", then by id; raises Problem 400 for a cursor not given out for it."""
    column, down = ordering.removeprefix("-"), ordering.startswith("-")
    place = _read(cursor, ordering) if cursor else None
    back = bool(place and place.back)
    if place:
        sign = "lt" if down != back else "gt"
        rows = rows.filter(
            Q(**{f"{column}__{sign}": place.value}) | Q(**{column: place.value, f"pk__{sign}": place.key})
        )
    order = (f"-{column}", "-pk") if down != back else (column, "pk")
    found = list(rows.order_by(*order)[: limit + 1])
    more, kept = len(found) > limit, found[:limit]
    if back:
        kept.reverse()
    if not kept:
        return Page([], None, None)
    has_next, has_previous = (True, more) if back else (more, place is not None)
    ends = (getattr(kept[-1], column), kept[-1].pk.hex, False), (getattr(kept[0], column), kept[0].pk.hex, True)
    return Page(
        kept, give([ordering, *ends[0]]) if has_next else None, give([ordering, *ends[1]]) if has_previous else None
    )


def _read(text: str, ordering: str) -> _Place:
    given = take(text)
    if not isinstance(given, list) or len(given) != 4:
        raise bad_cursor()
    if given[0] != ordering:
        raise bad_cursor(f'belongs to the ordering "{given[0]}", not "{ordering}"')
    return _Place(given[1], UUID(given[2]), given[3])
