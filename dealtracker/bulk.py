"""Much at once: many rows written by one statement, and much held in memory without looking through it for cycles."""

from __future__ import annotations

import gc
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.postgresql import base  # noqa: F401  (registers a reader of ids; the one below takes its place)
from psycopg2.extensions import new_type, register_type

_ROWS, _LONG_ROWS = 20_000, 100
_ID_TYPES = (2950,)
_KEPT = 2**15  # ids that are read again and again while a set of deals is worked on; some 8 MB
_json = json.JSONEncoder(ensure_ascii=False).encode


def select(model: type[models.Model], columns: Sequence[str], *, owner: str, of: Collection[Any]) -> list[tuple[Any, ...]]:
    """Rows of the model whose `owner` is one of these, cells in the order of `columns`, in no order.

    The same as the manager's values, without working out a query that never differs.
    """
    fields = [model._meta.get_field(name) for name in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    told = {place: read[0] for place, field in enumerate(fields) if (read := field.get_db_converters(connection))}
    whose = model._meta.get_field(owner).column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM {model._meta.db_table} WHERE "{whose}" = ANY(%s)', [array(of)])
        found = cursor.fetchall()
    if not told:
        return found
    return [
        tuple(told[place](cell, None, connection) if place in told else cell for place, cell in enumerate(row)) for row in found
    ]


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, into: str | None = None
) -> None:
    """Rows of the model, cells in the order of `columns`; a JSON cell is the value itself; `into` names a table like its own.

    The columns go as arrays, so that no object is built for a row. Bytes are told by their digits, several times over on
    the way to the server: few such rows go at once.
    """
    fields = [model._meta.get_field(name) for name in columns]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    names = ", ".join(f'"{name}"' for name in columns)
    most = _LONG_ROWS if any(isinstance(field, models.BinaryField) for field in fields) else _ROWS
    with connection.cursor() as cursor:
        for start in range(0, len(rows), most):
            cells = zip(*rows[start : start + most], strict=True)
            cursor.execute(
                f"INSERT INTO {into or model._meta.db_table} ({names}) SELECT * FROM unnest({arrays})",
                [_array(field, column) for field, column in zip(fields, cells, strict=True)],
            )


def _array(field: Any, column: Iterable[Any]) -> str:
    if isinstance(field, models.JSONField):
        return array(None if value is None else _json(value) for value in column)
    return array(column)


def array(cells: Iterable[Any]) -> str:
    """The cells as PostgreSQL writes an array: one constant, read far sooner than a list of as many."""
    return "{" + ",".join(map(_cell, cells)) + "}"


def _cell(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f'"\\\\x{value.hex()}"' if isinstance(value, bytes) else f'"{value}"'


@lru_cache(maxsize=_KEPT)
def _id(told: str) -> UUID:
    return UUID(int=int(told.replace("-", ""), 16))


register_type(new_type(_ID_TYPES, "UUID", lambda told, cursor: told and _id(told)))


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
