"""Arrays as PostgreSQL writes them: whatever a cell holds comes back as it was."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from dealtracker.bulk import array

pytestmark = pytest.mark.django_db
HOSTILE = ["", " ", "NULL", "null", None, '"', "\\", '\\"', "{}", "a,b", "'; --", "%s", "é\u0301 東京 \U0001f600", "line\nbreak\ttab"]


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("text", HOSTILE),
        ("uuid", [UUID(int=0), None, UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")]),
        ("date", [date(1, 1, 1), date(9999, 12, 31), None]),
        ("bigint", [-(2**63), 2**63 - 1, None]),
        ("boolean", [True, None, False]),
        ("text", []),
    ],
)  # fmt: skip
def test_cells_come_back_as_they_were(kind: str, cells: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM unnest(%s::{kind}[])", [array(cells)])
        assert [cell for (cell,) in cursor] == cells


def test_bytes_come_back_as_they_were() -> None:
    cells = [bytes(range(256)), b"", None, b'\\x"']
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unnest(%s::bytea[])", [array(cells)])
        assert [None if cell is None else bytes(cell) for (cell,) in cursor] == cells
