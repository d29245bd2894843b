"""Replace the exposure periods of a set of deals: from entries by statements, from stated amounts by `calc`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg2.extras import execute_values

from deals.exposure.entries_sql import HELD, HELD_COLUMNS, UNDERWRITTEN, UNDERWRITTEN_COLUMNS
from deals.exposure.models import ExposurePeriod
from deals.exposure.stated import COLUMNS, REQUIRED, Row
from dealtracker.bulk import array, insert


def rebuild(
    stated: Sequence[Row], *, deals: Iterable[UUID], booked: Sequence[UUID], lasts: Mapping[str, date],
    merged: Mapping[UUID, Mapping[str, str]] | None = None,
) -> None:  # fmt: skip
    """Make the stored periods of `deals` equal to their entries and the `stated` rows.

    `booked` are those of them that have entries, `lasts` the last day on which a facility may be drawn. `merged` says by
    deal which record stands for which, where records of one party were judged to be one.
    """
    ids = sorted(set(deals))
    drawn = {"deals": list(booked), "facilities": [UUID(key) for key in lasts], "lasts": list(lasts.values())}
    with connection.cursor() as cursor:
        make_fresh(cursor, stated)
        if booked:
            cursor.execute(f"INSERT INTO fresh ({_names(HELD_COLUMNS)}) {HELD}", drawn)
            cursor.execute(f"INSERT INTO fresh ({_names(UNDERWRITTEN_COLUMNS)}) {UNDERWRITTEN}", drawn)
        _under_one_name(cursor, merged or {})
        _replace(cursor, ids)
        cursor.execute("DROP TABLE fresh")


def make_fresh(cursor: Any, rows: Sequence[Row], *, name: str = "fresh") -> None:
    """A temporary table of exposure periods that holds `rows`; it goes with the transaction."""
    cursor.execute(
        f"CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT {_names()} FROM deals_exposureperiod WITH NO DATA"
    )
    insert(ExposurePeriod, COLUMNS, [tuple(row.get(column) for column in COLUMNS) for row in rows], into=name)


def _under_one_name(cursor: Any, merged: Mapping[UUID, Mapping[str, str]]) -> None:
    if pairs := [(deal, record, one) for deal, found in merged.items() for record, one in found.items()]:
        execute_values(
            cursor.cursor,
            "UPDATE fresh SET party = m.one FROM (VALUES %s) AS m (deal, record, one)"
            " WHERE fresh.deal = m.deal::uuid AND fresh.party = m.record::uuid",
            pairs,
            template="(%s::uuid, %s::uuid, %s::uuid)",
        )


def make_table(cursor: Any, rows: Sequence[tuple[Any, ...]], *, name: str, columns: str) -> None:
    """A temporary table of these columns that holds `rows`; it goes with the transaction."""
    cursor.execute(f"DROP TABLE IF EXISTS {name}")
    cursor.execute(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")
    if rows:
        execute_values(cursor.cursor, f"INSERT INTO {name} VALUES %s", rows, page_size=500)


def add_to_table(cursor: Any, select: str, values: Mapping[str, Any], *, name: str, given: str) -> None:
    """The rows of a query put into such a table; `given` is the WITH clause that the query refers to."""
    cursor.execute(f"{given} INSERT INTO {name} {select}", values)


def _names(columns: Sequence[str] = COLUMNS) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _replace(cursor: Any, ids: list[UUID]) -> None:
    """Unchanged rows stay untouched. A full join meets by hash whatever the planner takes the tables to hold: walking one
    set once for each row of the other has no end where many rows are newer than its statistics."""
    same = " AND ".join(f't."{c}" {"=" if c in REQUIRED else "IS NOT DISTINCT FROM"} f."{c}"' for c in COLUMNS)
    cursor.execute(
        f"CREATE TEMP TABLE differing ON COMMIT DROP AS SELECT t.id AS gone, f.* FROM fresh f FULL JOIN"
        f" (SELECT * FROM deals_exposureperiod WHERE deal = ANY(%s)) t ON {same} WHERE t.id IS NULL OR f.deal IS NULL",
        [array(ids)],
    )
    cursor.execute("DELETE FROM deals_exposureperiod WHERE id IN (SELECT gone FROM differing)")
    cursor.execute(
        f"INSERT INTO deals_exposureperiod ({_names()}) SELECT {_names()} FROM differing WHERE gone IS NULL; DROP TABLE differing"
    )
