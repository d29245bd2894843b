"""Replace the exposure periods of a set of deals: from entries by statements, from stated amounts by `calc`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from psycopg2.extras import execute_values

from deals.exposure.entries_sql import HELD, HELD_COLUMNS, UNDERWRITTEN, UNDERWRITTEN_COLUMNS
from deals.exposure.stated import COLUMNS, REQUIRED, Place, Report, Row, StatedHold, balance_rows, hold_rows
from deals.timeline.calc import Stage
from dealtracker.money import Amount
from dealtracker.periods import When

_FACILITY_COLUMNS = COLUMNS[: COLUMNS.index("undrawn") + 1]
_LASTS = "SELECT id, availability_end FROM deals_facility WHERE deal_id = ANY(%s) AND availability_end IS NOT NULL"
_STANDING = """CROSS JOIN LATERAL (SELECT certainty, known_from FROM evidence_standing s WHERE s.target = {}.id
    AND s.field IN ('amount', '') AND s.known_to = '9999-12-31' ORDER BY s.field DESC LIMIT 1) st"""
_HOLDS = f"""SELECT h.compartment_id, h.deal_id, h.facility_id, f.measure, h.id, h.party_id, f.commitment, h.amount, st.certainty
FROM deals_hold h JOIN deals_facility f ON f.id = h.facility_id {_STANDING.format("h")}
WHERE h.deal_id = ANY(%s) AND h.amount ->> 'kind' <> 'unknown' ORDER BY h.id"""
_BALANCES = f"""SELECT b.compartment_id, b.deal_id, b.facility_id, f.measure, b.key, b.party_id, b.measure, b.amount, b.as_of,
    st.certainty, st.known_from
FROM deals_balancereport b JOIN deals_facility f ON f.id = b.facility_id {_STANDING.format("b")}
WHERE b.deal_id = ANY(%s) AND b.amount ->> 'kind' <> 'unknown' ORDER BY b.id"""


def rebuild(
    stated: Sequence[tuple[Any, ...]], *, deals: Iterable[UUID], stages: Mapping[str, Sequence[Stage]],
    merged: Mapping[UUID, Mapping[str, str]] | None = None,
) -> None:  # fmt: skip
    """Make the stored periods of `deals` equal to entries, holds and balances and the `stated` rows of facilities.

    A stated row has the values of the columns up to `undrawn`, in their order; `stages` are those of each facility, oldest
    first. `merged` says by deal which record stands
    for which, where records of one party were judged to be one.
    """
    ids = sorted(set(deals))
    rows = [{**dict(zip(_FACILITY_COLUMNS, row, strict=True)), "rests_on": "stated"} for row in stated]
    rows += hold_rows(_holds(ids), stages) + balance_rows(_balances(ids), stages)
    with connection.cursor() as cursor:
        make_fresh(cursor, rows)
        cursor.execute(f"INSERT INTO fresh ({_names(HELD_COLUMNS)}) {HELD}", {"deals": ids, **_last_days(ids)})
        cursor.execute(f"INSERT INTO fresh ({_names(UNDERWRITTEN_COLUMNS)}) {UNDERWRITTEN}", {"deals": ids})
        _under_one_name(cursor, merged or {})
        _replace(cursor, ids)
        cursor.execute("DROP TABLE fresh")


def make_fresh(cursor: Any, rows: Sequence[Row], *, name: str = "fresh") -> None:
    """A temporary table of exposure periods that holds `rows`; it goes with the transaction."""
    cursor.execute(
        f"CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT {_names()} FROM deals_exposureperiod WITH NO DATA"
    )
    if rows:
        values = [tuple(row.get(column) for column in COLUMNS) for row in rows]
        execute_values(cursor.cursor, f"INSERT INTO {name} ({_names()}) VALUES %s", values, page_size=500)


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


def _names(columns: Sequence[str] = COLUMNS) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _replace(cursor: Any, ids: list[UUID]) -> None:
    """Unchanged rows stay untouched. Equal on plain columns first, so that the two sets meet by hash."""
    same = " AND ".join(f't."{c}" {"=" if c in REQUIRED else "IS NOT DISTINCT FROM"} f."{c}"' for c in COLUMNS)
    cursor.execute(
        f"DELETE FROM deals_exposureperiod t WHERE deal = ANY(%s) AND NOT EXISTS (SELECT FROM fresh f WHERE {same})",
        [ids],
    )
    cursor.execute(
        f"INSERT INTO deals_exposureperiod ({_names()}) SELECT {_names()} FROM fresh f WHERE NOT EXISTS"
        f" (SELECT FROM deals_exposureperiod t WHERE t.deal = ANY(%s) AND {same})",
        [ids],
    )


def _ask(sql: str, ids: list[UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids])
        return list(cursor.fetchall())


def _last_days(ids: list[UUID]) -> dict[str, list[Any]]:
    """The last day on which each facility may be drawn: the last that its availability end can mean."""
    lasts: dict[UUID, date] = {}
    for facility, end in _ask(_LASTS, ids):
        latest = When.parse(end).latest if end else None
        if latest is not None:
            lasts[facility] = latest
    return {"facilities": list(lasts), "lasts": list(lasts.values())}


def _place(compartment: UUID, deal: UUID, facility: UUID, measure: str) -> Place:
    return Place(str(compartment), str(deal), str(facility), measure)


def _amount(value: Any) -> Amount:
    return Amount.from_json(orjson.loads(value) if isinstance(value, str) else value, money=True)


def _holds(ids: list[UUID]) -> list[StatedHold]:
    return [
        StatedHold(_place(*place), str(hold), str(party) if party else None, commitment, _amount(amount), certainty)
        for *place, hold, party, commitment, amount, certainty in _ask(_HOLDS, ids)
    ]


def _balances(ids: list[UUID]) -> list[Report]:
    return [
        Report(
            _place(*place), key, str(party) if party else None, measure, _amount(amount), When.parse(as_of) if as_of else None,
            certainty, known,
        )
        for *place, key, party, measure, amount, as_of, certainty, known in _ask(_BALANCES, ids)
    ]  # fmt: skip
