"""Standings of a set of subjects, replaced as a whole; only rows that differ are touched."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields as dataclass_fields
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dealtracker.bulk import insert, select
from dealtracker.evidence.models import Standing
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.sameness import stored_text
from dealtracker.evidence.rules.standing import Fields, weigh
from dealtracker.evidence.rules.values import StandingRow

_SHARED = 7_340_021  # the advisory lock of those who write standings that several sets of deals share
_FIELDS = tuple(field.name for field in dataclass_fields(StandingRow))
_COLUMNS = ("compartment", *_FIELDS)
_plain, _but_value = attrgetter(*_FIELDS), attrgetter(*(name for name in _FIELDS if name != "value"))


def rebuild_standing(subjects: Collection[UUID]) -> int:
    """Recompute the standings of these subjects (up to about 1,000 at once); returns how many rows were written.

    Idempotent, in a constant number of statements: rows that stand as before are left alone, vanished ones deleted,
    new ones inserted. Raises LinkCycle, UnknownSource or ListedError, and then nothing is changed.
    """
    return replace_standing(weighed(subjects), subjects)


def weighed(subjects: Collection[UUID]) -> dict[UUID, Fields]:
    """The evidence of each subject that has any, weighed once for all who ask. Raises as `rebuild_standing`."""
    return {subject: weigh(evidence) for subject, evidence in evidence_of(subjects).items()}


def rebuild_shared_standing(subjects: Collection[UUID], *, found: Mapping[UUID, Fields]) -> int:
    """The same for subjects that several sets of deals rest on at once: one writer at a time, and mostly none.

    `found` is their evidence as just weighed, among others; whoever writes weighs it again when it is his turn. Call it in a
    short transaction of its own, since whoever writes holds the others up until it ends.
    """
    if not any(_difference({key: found[key] for key in subjects if key in found}, subjects)):
        return 0
    with connection.cursor() as cursor:
        # Whoever waits for its turn waits for as long as it takes: giving up would do the whole set again, deal by deal.
        cursor.execute("SELECT set_config('lock_timeout', '0', true), set_config('statement_timeout', '0', true)")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SHARED])
    return rebuild_standing(subjects)


def replace_standing(found: Mapping[UUID, Fields], subjects: Collection[UUID]) -> int:
    """Make the stored standings of `subjects` equal to what their weighed evidence says; returns the rows written."""
    with transaction.atomic(savepoint=False):
        gone, new = _difference(found, subjects)
        if gone:
            Standing.rows.filter(pk__in=gone).delete()
        insert(Standing, _COLUMNS, new)
    return len(new)


def _difference(found: Mapping[UUID, Fields], subjects: Collection[UUID]) -> tuple[list[int], list[tuple[Any, ...]]]:
    """The stored rows that no longer hold, and those to add."""
    stored = select(Standing, ("id", *_COLUMNS), owner="subject", of=subjects)
    if not stored:  # nothing to compare with
        return [], [(fields.weighed.evidence.compartment, *_plain(row)) for fields in found.values() for row in fields.rows]
    wanted = {
        _cells(fields.weighed.evidence.compartment, row): row for fields in found.values() for row in fields.rows
    }
    known = {_cells(compartment, StandingRow(*cells)): key for key, compartment, *cells in stored}
    gone = [key for cells, key in known.items() if cells not in wanted]
    return gone, [(cells[0], *_plain(row)) for cells, row in wanted.items() if cells not in known]


def _cells(compartment: UUID, row: StandingRow) -> tuple[Any, ...]:
    """The row as a key: equal exactly when nothing would change in the table."""
    return (compartment, stored_text(row.value), *_but_value(row))
