"""Replace the sheets, facets and search words of a set of deals; only what changed is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from psycopg2.extras import execute_values

from deals.sheets.calc.bundle import Bundle, Row
from deals.sheets.calc.facets import UNDATED, facets, search_text
from deals.sheets.calc.sheet import brief
from dealtracker.money import Amount
from dealtracker.periods import OPEN_END, When

_BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class Written:
    """One deal's sheet as it stands on [valid_from, valid_to)."""

    bundle: Bundle
    document: Row
    valid_from: date
    valid_to: date = OPEN_END


def encode(document: Row) -> bytes:
    """The bytes that are stored and served: compact JSON, keys in the document's order."""
    return orjson.dumps(document)


def rebuild(written: Sequence[Written], *, deals: Iterable[UUID]) -> None:
    """Make the stored sheets of `deals` equal to `written`; deals without one lose theirs."""
    ids = sorted(set(deals))
    sheets = [_sheet_row(one) for one in written]
    _replace("deals_sheet", _SHEET, sheets, ids, key=("deal", "valid_from"))
    first = {one.bundle.deal["id"]: one for one in reversed(written)}.values()
    rows = [
        (_wall(one), one.bundle.deal["id"], *pair) for one in first for pair in sorted(facets(one.bundle, one.document))
    ]
    _replace(
        "deals_facet", ("compartment", "deal", "dimension", "value"), rows, ids, key=("deal", "dimension", "value")
    )
    words = [(_wall(one), "deal", one.bundle.deal["id"], search_text(one.bundle)) for one in first]
    _replace(
        "deals_searchentry", ("compartment", "kind", "target", "text"), words, ids, key=("target",), owner="target"
    )


_SHEET = (
    "compartment", "deal", "valid_from", "valid_to", "revision", "digest", "body", "brief", "title", "stage", "certainty",
    "amount_sort", "announced", "last_report", "known_from", "stands_for",
)  # fmt: skip


def _sheet_row(one: Written) -> tuple[Any, ...]:
    document, derived = one.document, one.document["derived"]
    body, short = encode(document), encode(brief(document))
    return (
        _wall(one), one.bundle.deal["id"], one.valid_from, one.valid_to, document["revision"],
        hashlib.md5(body, usedforsecurity=False).hexdigest(), body, short, document["title"],
        derived["stage"]["code"] if derived["stage"] else "", derived["certainty"]["code"], _amount_sort(derived["headline"]),
        _day(derived["announced"]), derived["last_report"] or UNDATED, derived["known_from"],
        one.bundle.deal.get("private_view_of_id"),
    )  # fmt: skip


def _amount_sort(headline: Row | None) -> int:
    size = Amount.from_json(headline["amount"], money=True).sort_key if headline else None
    return -1 if size is None else min(int(size), _BIGGEST)


def _day(when: Any) -> date:
    found = When.from_json(when) if when else None
    return UNDATED if found is None else found.earliest or found.latest or UNDATED


def _wall(one: Written) -> str:
    return str(one.bundle.deal["compartment_id"])


def _replace(
    table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], ids: Sequence[UUID], *, key: Sequence[str],
    owner: str = "deal",
) -> None:  # fmt: skip
    """Difference by EXCEPT against a temporary table: unchanged rows stay untouched, others are replaced."""
    names, keys = ", ".join(columns), ", ".join(key)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE fresh ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        if rows:
            execute_values(cursor.cursor, f"INSERT INTO fresh ({names}) VALUES %s", rows, page_size=500)
        cursor.execute(
            f"DELETE FROM {table} t WHERE {owner} = ANY(%s) AND NOT EXISTS (SELECT 1 FROM fresh f WHERE "
            + " AND ".join(f"f.{c} IS NOT DISTINCT FROM t.{c}" for c in columns)
            + ")",
            [list(ids)],
        )
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM fresh ON CONFLICT ({keys}) DO NOTHING")
        cursor.execute("DROP TABLE fresh")
