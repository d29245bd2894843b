"""Rows as lines of COPY: the model says the columns, what a row does not name stands at its default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.db import models

_NULL = "\\N"
RECORDED = "2026-01-05 09:00:00+00"


class Table:
    """Lines of one table; `line(*values)` takes the varying columns in the order given here, already as text."""

    def __init__(self, model: type[models.Model], varying: Iterable[str], **fixed: Any) -> None:
        self.name = model._meta.db_table
        wanted = list(varying)
        given = {f.column: fixed.get(f.name, _default(f)) for f in model._meta.concrete_fields}
        rest = [column for column in given if column not in wanted and not _is_serial(model, column)]
        unknown = set(wanted) - set(given)
        if unknown:
            raise ValueError(f"{self.name} has no columns {sorted(unknown)}")
        self.columns = (*wanted, *rest)
        self._end = "".join(f"\t{text(given[column])}" for column in rest) + "\n"
        self._width = len(wanted)
        self.lines: list[str] = []

    def add(self, *values: str) -> None:
        """One row; raises ValueError when a value is missing."""
        if len(values) != self._width:
            raise ValueError(f"{self.name} takes {self._width} values, not {len(values)}")
        self.lines.append("\t".join(values) + self._end)


def _is_serial(model: type[models.Model], column: str) -> bool:
    key = model._meta.pk
    return isinstance(key, models.BigAutoField) and key.column == column


def _default(field: models.Field[Any, Any]) -> Any:
    if getattr(field, "auto_now_add", False):
        return RECORDED
    value = field.get_default()
    if isinstance(field, models.JSONField) and not field.null:
        return json(value)
    return "" if value is None and isinstance(field, models.CharField) and not field.null else value


def text(value: Any) -> str:
    """One value as COPY reads it."""
    if value is None:
        return _NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list) and not value:
        return "{}"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def json(value: Any) -> str:
    """JSON as COPY reads it: its backslashes doubled."""
    return orjson.dumps(value).decode().replace("\\", "\\\\")
