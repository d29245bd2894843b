"""Replace the findings of a set of deals; unchanged rows stay untouched."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson

from deals.controls.models import Finding
from dealtracker.bulk import insert, select

_COLUMNS = ("compartment", "deal", "line", "basis", "step", "start", "end", "result")


def rebuild(rows: Iterable[Sequence[Any]], *, deals: Iterable[UUID]) -> None:
    """Make the stored findings of `deals` equal to `rows` (in the order of the columns)."""
    wanted = {_key(row): row for row in rows}
    stored = {_key(row[:-1]): row[-1] for row in select(Finding, (*_COLUMNS, "id"), owner="deal", of=list(deals))}
    if gone := [pk for key, pk in stored.items() if key not in wanted]:
        Finding.rows.filter(pk__in=gone).delete()
    insert(Finding, _COLUMNS, [row for key, row in wanted.items() if key not in stored])


def _key(row: Sequence[Any]) -> tuple[str, ...]:
    *plain, result = row
    return (*map(str, plain), orjson.dumps(result, option=orjson.OPT_SORT_KEYS).decode())
