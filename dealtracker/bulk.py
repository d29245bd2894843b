"""Much at once: many rows written by one statement, and much held in memory without looking through it for cycles."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


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
