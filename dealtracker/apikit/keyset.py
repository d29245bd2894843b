"""A page of a queryset by keyset: opaque cursors over one ordering column and the id, no counting, no offset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet

from dealtracker.apikit.listing import bad_parameter


@dataclass(frozen=True)
class Page:
    """Rows of one page and the cursors of its neighbours."""

    rows: list[Any]
    next: str | None
    previous: str | None

    def body(self, to_json: Callable[[Any], Any], *, path: str, query: Any, meta: dict[str, Any]) -> bytes:
        """The list's answer as bytes."""
        links = {name: link(path, query, cursor) for name, cursor in (("next", self.next), ("previous", self.previous))}
        return orjson.dumps({"results": [to_json(row) for row in self.rows], **links, "meta": meta})


def link(path: str, query: Any, cursor: str | None) -> str | None:
    """The address of a neighbouring page, with every other parameter kept."""
    if cursor is None:
        return None
    kept = query.copy()
    kept["cursor"] = cursor
    return f"{path}?{kept.urlencode()}"


def page_of(rows: QuerySet[Any], *, column: str, limit: int, cursor: str | None) -> Page:
    """Rows ascending by (column, pk); `cursor` as given out before. Raises Problem 400 for any other."""
    value, key, back = _read(cursor) if cursor else (None, None, False)
    if key is not None:
        sign = "lt" if back else "gt"
        rows = rows.filter(Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"pk__{sign}": key}))
    order = (f"-{column}", "-pk") if back else (column, "pk")
    found = list(rows.order_by(*order)[: limit + 1])
    more, kept = len(found) > limit, found[:limit]
    if back:
        kept.reverse()
    if not kept:
        return Page([], None, None)
    has_next, has_previous = (True, more) if back else (more, key is not None)
    return Page(
        kept,
        _cursor(kept[-1], column, back=False) if has_next else None,
        _cursor(kept[0], column, back=True) if has_previous else None,
    )


def _cursor(row: Any, column: str, *, back: bool) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([getattr(row, column), row.pk.hex, back])).decode().rstrip("=")


def _read(text: str) -> tuple[str, UUID, bool]:
    try:
        value, key, back = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(value, str) or not isinstance(back, bool):
            raise TypeError
        return value, UUID(key), back
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise bad_parameter("cursor", "is not a cursor that this list gave out") from None
