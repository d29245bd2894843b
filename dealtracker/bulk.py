"""Many rows written by one statement: their columns go as arrays, so that no object is built for a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of the model, cells in the order of `columns`; a JSON cell is the value itself."""
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
