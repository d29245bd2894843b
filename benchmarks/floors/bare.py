"""The same bytes from the same table with nothing around them: one statement, joined, sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import psycopg2

_LIST = """
SELECT s.body FROM deals_sheet s WHERE s.valid_from <= %s AND s.valid_to > %s AND s.compartment = ANY(%s::uuid[])
ORDER BY s.last_report DESC, s.deal DESC LIMIT 100
"""
_ONE = "SELECT s.body FROM deals_sheet s WHERE s.deal = %s AND s.valid_from <= %s AND s.valid_to > %s"
_state: dict[str, Any] = {}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """?walls=… gives the list, ?deal=… one document; as the owner, so without row-level security."""
    if "connection" not in _state:
        _state["connection"] = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
        _state["connection"].autocommit = True
    asked, today = parse_qs(environ["QUERY_STRING"]), datetime.now(UTC).date()
    with _state["connection"].cursor() as cursor:
        if "deal" in asked:
            cursor.execute(_ONE, [asked["deal"][0], today, today])
            body = bytes(cursor.fetchone()[0])
        else:
            cursor.execute(_LIST, [today, today, asked["walls"][0].split(",")])
            body = b'{"results":[' + b",".join(bytes(row[0]) for row in cursor) + b"]}"
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
