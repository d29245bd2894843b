"""Candidates of all visible parties, the closest first, by what a person has said of them so far."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from dealtracker.access.rules import Viewer
from parties.register.queries import viewer_walls

# What may be asked for: the states that it holds, and its words.
STATES: dict[str, tuple[tuple[str, ...], str]] = {
    "todo": (("open", "changed", "waiting", "unsure"), "to be judged"),
    "open": (("open",), "not judged yet"),
    "changed": (("changed",), "judged on other inputs, open again"),
    "waiting": (("waiting",), "waiting for a second person"),
    "unsure": (("unsure",), "needs more: cannot be told yet"),
    "same": (("same",), "true match: the same as the entry"),
    "different": (("different",), "false positive: not the entry"),
    "all": (("open", "changed", "waiting", "unsure", "same", "different"), "all"),
}
_CURSOR = re.compile(r"([01]\.\d{3})-(\d{1,18})", re.ASCII)
_STATE = (
    "CASE WHEN d.id IS NULL THEN 'open' WHEN d.inputs <> c.inputs THEN 'changed'"
    " WHEN d.needs_second AND d.confirmed_at IS NULL THEN 'waiting' ELSE d.verdict END"
)
_FROM = """
FROM parties_candidate c
JOIN parties_party p ON p.id = c.party AND p.compartment_id = c.compartment
JOIN parties_watchlist w ON w.id = c.watchlist
JOIN parties_listedentry e ON e.id = c.entry
LEFT JOIN parties_disposition d
    ON d.party_id = c.party AND d.watchlist_id = c.watchlist AND d.ref = c.ref AND d.undone_at IS NULL
WHERE c.compartment = ANY(%s)
"""
_ROWS = f"""
SELECT c.id, c.party, p.name, w.id, w.name, c.ref, c.listed_name, c.score, c.reasons, e.regimes, {_STATE} AS state, d.judged_at
{_FROM}"""


class BadCursor(ValueError):
    """A cursor that the list did not give out."""


@dataclass(frozen=True)
class OpenCandidate:
    """One line: a party, the entry it may be, the score of the match of their names, and how far it is judged."""

    key: int
    party: UUID
    party_name: str
    watchlist: int
    list_name: str
    ref: str
    listed_name: str
    score: Decimal
    reasons: tuple[str, ...]
    regimes: tuple[str, ...]
    state: str
    judged_at: datetime | None


@dataclass(frozen=True)
class CandidatePage:
    rows: tuple[OpenCandidate, ...]
    next: str


def open_candidates(
    *, viewer: Viewer, state: str = "todo", watchlist: int | None = None, least: Decimal | None = None,
    parties: Collection[UUID] | None = None, cursor: str = "", limit: int = 50,
) -> CandidatePage:  # fmt: skip
    """A page of candidates, by score and then by key, in one statement; raises BadCursor. Nothing for visitors."""
    if viewer.is_anonymous:
        return CandidatePage((), "")
    sql, values = _where(viewer, state, watchlist, least, parties)
    if cursor:
        sql, values = f"{sql} AND (c.score, -c.id) < (%s, %s)", [*values, *_read(cursor)]
    with connection.cursor() as statement:
        statement.execute(f"{_ROWS}{sql} ORDER BY c.score DESC, c.id LIMIT %s", [*values, limit + 1])
        found = [_row(cells) for cells in statement.fetchall()]
    following = f"{found[limit - 1].score:.3f}-{found[limit - 1].key}" if len(found) > limit else ""
    return CandidatePage(tuple(found[:limit]), following)


def candidate_counts(*, viewer: Viewer, parties: Collection[UUID] | None = None) -> dict[str, int]:
    """State → number of candidates of these parties, or of all visible ones; nothing for visitors."""
    if viewer.is_anonymous:
        return {}
    sql, values = _where(viewer, "all", None, None, parties)
    with connection.cursor() as statement:
        statement.execute(f"SELECT {_STATE}, count(*) {_FROM}{sql} GROUP BY 1", values)
        return dict(statement.fetchall())


def _where(
    viewer: Viewer, state: str, watchlist: int | None, least: Decimal | None, parties: Collection[UUID] | None
) -> tuple[str, list[Any]]:
    parts: list[tuple[str, Any]] = [(f"{_STATE} = ANY(%s)", list(STATES[state][0]))]
    parts += [("c.watchlist = %s", watchlist)] if watchlist is not None else []
    parts += [("c.score >= %s", least)] if least is not None else []
    parts += [("c.party = ANY(%s)", list(parties))] if parties is not None else []
    return "".join(f" AND {sql}" for sql, _ in parts), [list(viewer_walls(viewer)), *(value for _, value in parts)]


def _read(cursor: str) -> tuple[Decimal, int]:
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise BadCursor("is not a cursor that this list gave out")
    return Decimal(match[1]), -int(match[2])


def _row(cells: tuple[Any, ...]) -> OpenCandidate:
    key, party, name, watchlist, list_name, ref, listed, score, reasons, regimes, state, judged_at = cells
    told = orjson.loads(reasons) if isinstance(reasons, str) else reasons
    return OpenCandidate(
        key, party, name, watchlist, list_name, ref, listed, score, tuple(reason["words"] for reason in told), tuple(regimes),
        state, judged_at,
    )  # fmt: skip
