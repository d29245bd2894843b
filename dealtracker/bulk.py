"""Much at once: many rows written by one statement, and much held in memory without looking through it for cycles."""

from __future__ import annotations

import gc
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


def select(model: type[models.Model], columns: Sequence[str], *, owner: str, of: Collection[Any]) -> list[tuple[Any, ...]]:
    """Rows of the model whose `owner` is one of these, cells in the order of `columns`, in no order.

    The same as the manager's values, without working out a query that never differs.
    """
    fields = [model._meta.get_field(name) for name in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    told = {place: read[0] for place, field in enumerate(fields) if (read := field.get_db_converters(connection))}
    whose = model._meta.get_field(owner).column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM {model._meta.db_table} WHERE "{whose}" = ANY(%s)', [list(of)])
        found = cursor.fetchall()
    if not told:
        return found
    return [
        tuple(told[place](cell, None, connection) if place in told else cell for place, cell in enumerate(row)) for row in found
    ]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of the model, cells in the order of `columns`; a JSON cell is the value itself.

    The columns go as arrays, so that no object is built for a row.
    """
    if not (cells := list(zip(*rows, strict=True))):
        return
    fields = [model._meta.get_field(name) for name in columns]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) SELECT * FROM unnest({arrays})",
            [_array(field, column) for field, column in zip(fields, cells, strict=True)],
        )


def _array(field: Any, column: Iterable[Any]) -> list[Any]:
    if isinstance(field, models.JSONField):
        return [None if value is None else json.dumps(value, ensure_ascii=False) for value in column]
    return list(column)


@contextmanager
def uncollected() -> Iterator[None]:
    """For work that holds all it makes until it ends: Python's collector would walk it again and again and find no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
