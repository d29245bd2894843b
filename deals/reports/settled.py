"""Sheets of other dates that need no working out: those of deals of which nothing became known since.

What stands in a sheet depends on the day that it is known on only through what is published by then. The stored sheet is
therefore also the sheet of every day from its `settled` on; the stage and the answers of the export rules, which
depend on the day itself, are looked up among those of all days that are stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.sheets.calc.facets import OF_DAY, facets_of_day
from deals.sheets.calc.sheet import on_day
from deals.sheets.findings import findings_stored
from deals.sheets.recompute import encode
from dealtracker.ids import public_id

# Of a deal's stored sheets the one of the day, or any other where none is; not of a deal that waits to be rebuilt.
_SHEETS = """
SELECT DISTINCT ON (s.deal) s.deal, s.body, s.valid_from <= %(day)s AND s.valid_to > %(day)s AS is_of_day
FROM deals_sheet s JOIN deals_refreshstate r ON r.deal = s.deal
WHERE s.deal = ANY(%(deals)s) AND s.settled <= %(known)s AND r.wanted <= r.done ORDER BY s.deal, is_of_day DESC
"""
_FINDINGS = """
SELECT deal, line, step, result FROM deals_finding WHERE deal = ANY(%s) AND basis = 'use' AND start <= %s AND "end" > %s
"""
_FACETS = "SELECT deal, dimension, value FROM deals_facet WHERE deal = ANY(%s) AND dimension <> ALL(%s)"


@dataclass(frozen=True)
class Settled:
    """The stored bytes, and the findings of the day asked where the bytes are those of another."""

    stored: bytes
    as_of: date
    findings: dict[str, tuple[str, dict[str, Any]]] | None

    @cached_property
    def document(self) -> dict[str, Any]:
        stored: dict[str, Any] = orjson.loads(self.stored)
        if self.findings is None:
            return stored
        return on_day(stored, findings=findings_stored(stored["hardware"], self.findings), as_of=self.as_of)

    @property
    def body(self) -> bytes:
        return self.stored if self.findings is None else encode(self.document)


@dataclass(frozen=True)
class Worked:
    """A sheet that was worked out, in the same shape."""

    document: dict[str, Any]

    @property
    def body(self) -> bytes:
        return encode(self.document)


def settled_sheets(deals: Collection[UUID], *, as_of: date, known_on: date) -> dict[UUID, Settled]:
    """Those of these deals' sheets that are settled by `known_on`, as the walls of this transaction show them."""
    with connection.cursor() as cursor:
        cursor.execute(_SHEETS, {"deals": list(deals), "day": as_of, "known": known_on})
        found = cursor.fetchall()
    held = _findings([deal for deal, *_, is_of_day in found if not is_of_day], as_of)
    return {deal: Settled(bytes(body), as_of, None if is_of_day else held[deal]) for deal, body, is_of_day in found}


def settled_facets(sheets: dict[UUID, Settled]) -> dict[UUID, frozenset[tuple[str, str]]]:
    """What each can be filtered and counted by on its day."""
    found = {deal: facets_of_day(one.document) for deal, one in sheets.items()}
    with connection.cursor() as cursor:
        cursor.execute(_FACETS, [list(sheets), list(OF_DAY)])
        for deal, dimension, value in cursor:
            found[deal].add((dimension, value))
    return {deal: frozenset(pairs) for deal, pairs in found.items()}


def _findings(deals: list[UUID], as_of: date) -> dict[UUID, dict[str, tuple[str, dict[str, Any]]]]:
    """Deal → the public id of a hardware line → its step and result on the day."""
    held: dict[UUID, dict[str, tuple[str, dict[str, Any]]]] = defaultdict(dict)
    if deals:
        with connection.cursor() as cursor:
            cursor.execute(_FINDINGS, [deals, as_of, as_of])
            for deal, line, step, result in cursor:
                held[deal][public_id("hardware", line)] = step, orjson.loads(result)
    return held
