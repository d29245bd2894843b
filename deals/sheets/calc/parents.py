"""Where the ultimate parents of a party have their headquarters, over time. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from dealtracker.periods import OPEN_END

Row = dict[str, Any]


def known_parents(rows: Iterable[Row], known_on: date) -> list[Row]:
    """Those that somebody had published by then, or that were entered by hand."""
    return [row for row in rows if (row["known_from"] or "") <= known_on.isoformat()]


def seats_over_time(rows: Iterable[Row], *, since: date) -> Iterator[tuple[date, date, list[Row]]]:
    """(start, end, the parents that hold then), without a gap from `since` on; no parent known is an empty list."""
    held = list(rows)
    days = sorted({since, *(day for row in held for day in (_start(row, since), _end(row)) if since < day < OPEN_END)})
    for start, end in zip(days, [*days[1:], OPEN_END], strict=True):
        yield start, end, [row for row in held if _start(row, since) <= start < _end(row)]


def parents_on(rows: Iterable[Row], day: date) -> list[Row]:
    """The parents that hold on a day."""
    return [row for row in rows if _start(row, day) <= day < _end(row)]


def _start(row: Row, since: date) -> date:
    return date.fromisoformat(row["start"]) if row["start"] else since


def _end(row: Row) -> date:
    return date.fromisoformat(row["end"]) if row["end"] else OPEN_END
