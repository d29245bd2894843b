"""Records that were judged to be one, as values: one question to the database, any number of answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from dealtracker.access.rules import PUBLIC

_JUDGED = """
WITH RECURSIVE one(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT CASE WHEN j.a_id = one.id THEN j.b_id ELSE j.a_id END
    FROM one JOIN parties_mergejudgement j ON one.id IN (j.a_id, j.b_id)
    WHERE j.verdict = 'same' AND j.undone_at IS NULL
)
SELECT j.compartment_id, j.a_id, j.b_id FROM one JOIN parties_mergejudgement j ON j.a_id = one.id
WHERE j.verdict = 'same' AND j.undone_at IS NULL
"""


_Judgements = dict[UUID, tuple[tuple[UUID, UUID], ...]]
_looked: ContextVar[_Judgements | None] = ContextVar("looked", default=None)


@dataclass(frozen=True)
class Merged:
    """Live judgements "a is b", each with the compartment that made it."""

    into: Mapping[UUID, tuple[tuple[UUID, UUID], ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.into)

    def stands(self, record: UUID, *, wall: UUID) -> UUID:
        """The record that stands for this one in rows of `wall`, where its own judgements and public ones count."""
        seen = {record}
        while (following := self._next(record, wall)) and following not in seen:
            record = following
            seen.add(record)
        return record

    def changed(self, *, wall: UUID) -> dict[UUID, UUID]:
        """Record → the one that stands for it, for those that do not stand for themselves in rows of `wall`."""
        found = {record: self.stands(record, wall=wall) for record in self.into}
        return {record: stands for record, stands in found.items() if record != stands}

    def records(self) -> set[UUID]:
        """Every record that any of these judgements names."""
        return {*self.into, *(b for found in self.into.values() for _, b in found)}

    def _next(self, record: UUID, wall: UUID) -> UUID | None:
        return next((b for where, b in self.into.get(record, ()) if where in (PUBLIC, wall)), None)


def merged_among(ids: Iterable[UUID]) -> Merged:
    """The judgements about these records and about all that were judged one with them. One statement; within `one_look`
    none for records that were asked about before."""
    looked = _looked.get()
    if looked is None:
        return Merged(_asked(ids))
    if new := set(ids) - looked.keys():
        looked |= dict.fromkeys(new, ()) | _asked(new)
    return Merged(_reached(looked, ids))


@contextmanager
def one_look() -> Iterator[None]:
    """For work whose parts all rest on judgements: each record is asked about once, so that they rest on the same ones."""
    token = _looked.set({})
    try:
        yield
    finally:
        _looked.reset(token)


def _asked(ids: Iterable[UUID]) -> _Judgements:
    found: _Judgements = {}
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED, [sorted(set(ids))])
        for wall, a, b in sorted(set(cursor.fetchall())):
            found[a] = (*found.get(a, ()), (wall, b))
    return found


def _reached(judgements: _Judgements, ids: Iterable[UUID]) -> _Judgements:
    """Those that lead to one of these records or away from it, however many others lie between."""
    near: dict[UUID, list[UUID]] = defaultdict(list)
    for a, found in judgements.items():
        for _, b in found:
            near[a].append(b)
            near[b].append(a)
    seen, waiting = set[UUID](), [record for record in ids if record in near]
    while waiting:
        if (record := waiting.pop()) not in seen:
            seen.add(record)
            waiting += near[record]
    return {record: judgements[record] for record in sorted(seen) if judgements.get(record)}
