"""A past day's book in temporary tables: what deals said, and stood at, as it was known at the end of that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg2.extras import Json

from deals.exposure.counted import FACTS as STORED
from deals.exposure.recompute import add_to_table, make_fresh, make_table
from deals.exposure.stated import COLUMNS
from deals.ledger.queries import booked
from deals.sheets.calc.bundle import Bundle, seen_on
from deals.sheets.exposure_seen import exposure_rows
from deals.sheets.queries import load
from dealtracker.periods import When

_AT_ONCE = 200
PERIODS = "exposure_as_known"
Values = list[tuple[Any, ...]]
# table → its columns; they go with the transaction.
_TABLES = {
    "deal_as_known": "deal uuid, title text",
    "role_as_known": 'id uuid, deal uuid, facility uuid, party uuid, role text, status text, "group" text, certainty text',
    "line_as_known": "deal uuid, facility uuid, chip text, name text",
    "site_as_known": "deal uuid, country text, site uuid, name text",
    "facility_as_known": "id uuid, maturity_date text",
    "apart_as_known": "measure text, deal uuid, amount jsonb, at text",
}
# The rows by which periods are grouped, in the place of `counted.FACTS`.
FACTS = ", ".join(
    f"{name}_seen AS NOT MATERIALIZED (SELECT * FROM {name}_as_known)"
    for name in ("role", "line", "site", "facility", "apart")
)


# Table → the rows that are stored of settled deals, in the order of its columns.
_STORED = f"WITH RECURSIVE seen AS (SELECT unnest(%(settled)s::uuid[]) AS deal), {STORED}"
_COLUMNS = ", ".join(f'x."{name}"' for name in COLUMNS)
_AS_STORED = {
    PERIODS: f"""SELECT {_COLUMNS} FROM deals_exposureperiod x JOIN seen ON seen.deal = x.deal
        WHERE x.start <= %(as_of)s AND x."end" > %(as_of)s""",
    "facility_as_known": "SELECT f.id, f.maturity_date FROM deals_facility f JOIN seen ON seen.deal = f.deal_id",
    **{f"{name}_as_known": f"SELECT * FROM {name}_seen" for name in ("role", "line", "site", "apart")},
}


def make_known(deals: Sequence[UUID], *, settled: Mapping[UUID, str], as_of: date, known_on: date) -> None:
    """Works the past day out from the facts, so many deals at a time; some statements a part, whatever the part holds.

    Of `settled` deals, given with their titles, nothing became known since that day: what is stored of them was so then.
    """
    rows: list[dict[str, Any]] = []
    facts: dict[str, Values] = {table: [] for table in _TABLES}
    facts["deal_as_known"] += settled.items()
    for start in range(0, len(deals), _AT_ONCE):
        part = deals[start : start + _AT_ONCE]
        entries = booked(part)
        for deal, bundle in load(part).items():
            found = exposure_rows(bundle, entries.get(deal, ()), known_on)
            rows += [row for row in found if row["start"] <= as_of < row["end"]]
            for table, told in facts_seen(seen_on(bundle, known_on), as_of).items():
                facts[table] += told
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {PERIODS}")
        make_fresh(cursor, rows, name=PERIODS)
        for table, columns in _TABLES.items():
            make_table(cursor, facts[table], name=table, columns=columns)
        values = {"settled": list(settled), "as_of": as_of, "known_on": known_on}
        for table, select in _AS_STORED.items() if settled else ():
            add_to_table(cursor, select, values, name=table, given=_STORED)
        # Without statistics the planner takes these tables for a handful of rows and joins them row by row.
        cursor.execute(f"ANALYZE {', '.join((PERIODS, *_TABLES))}")


def facts_seen(seen: Bundle, as_of: date) -> dict[str, Values]:
    """Table → rows, from a bundle that was already taken back to the day."""
    deal = seen.deal["id"]
    return {
        "deal_as_known": [(deal, seen.deal["title"])],
        "role_as_known": [
            (r["id"], deal, r.get("facility"), r["party"], r["role"], r.get("status", "active"), r.get("group", "other"),
             r["standing"]["certainty"])
            for r in seen.rows["roles"] if r.get("party")
        ],
        "line_as_known": list(_lines(seen)),
        # A site that only a line or a contract names has no key in the deal: it is not the deal's own.
        "site_as_known": [(deal, s.get("country", ""), s["id"], s["name"]) for s in seen.sites.values() if s.get("key")],
        "facility_as_known": [(f["id"], _text(f.get("maturity_date"))) for f in seen.rows["facilities"]],
        "apart_as_known": list(_apart(seen, as_of)),
    }  # fmt: skip


def _text(when: Any) -> str | None:
    return When.from_json(when).text if when else None


def _lines(seen: Bundle) -> Iterable[tuple[Any, ...]]:
    for line in seen.rows["hardware"]:
        chip = line.get("model") or line.get("model_words", "").lower()
        name = seen.models.get(line.get("model", ""), {}).get("name") or line.get("model_words") or chip
        if chip:
            yield from ((seen.deal["id"], facility, chip, name) for facility in line.get("financed_by") or [None])


def _apart(seen: Bundle, as_of: date) -> Iterable[tuple[Any, ...]]:
    """What is neither debt nor equity: caps in force, values of head contracts, the last stated cost of each project."""
    deal, day = seen.deal["id"], as_of.isoformat()
    for support in seen.rows["supports"]:
        for cap in support.get("caps") or []:
            if (cap.get("from") or "0001-01-01") <= day <= (cap.get("to") or "9999-12-31") and cap.get("amount"):
                yield "contingent support", deal, _json(cap["amount"]), f"/supports/{support['key']}/caps"
    for contract in seen.rows["contracts"]:
        if contract.get("value") and not contract.get("under"):
            yield "contract value", deal, _json(contract["value"]), f"/contracts/{contract['key']}/value"
    costs = [f for f in seen.rows["figures"] if f.get("measure") == "project cost" and f.get("amount")]
    if costs:
        last = max(costs, key=lambda f: (_text(f.get("as_of")) or "", _backwards(f["key"])))
        yield "project cost", deal, _json(last["amount"]), f"/figures/{last['key']}/amount"


def _backwards(key: str) -> tuple[int, ...]:
    """So that of two the first by key is the largest."""
    return tuple(-ord(letter) for letter in key)


def _json(amount: Any) -> Json:
    return Json(amount)
