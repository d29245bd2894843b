"""Standings of a set of subjects, replaced as a whole; only rows that differ are touched."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields as dataclass_fields
from typing import Any
from uuid import UUID

from django.db import transaction

from dealtracker.evidence.models import Standing
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.sameness import stored_text
from dealtracker.evidence.rules.standing import standings
from dealtracker.evidence.rules.values import StandingRow

_FIELDS = tuple(field.name for field in dataclass_fields(StandingRow))


def rebuild_standing(subjects: Collection[UUID]) -> int:
    """Recompute the standings of these subjects (up to about 1,000 at once); returns how many rows were written.

    Idempotent, in a constant number of statements: rows that stand as before are left alone, vanished ones deleted,
    new ones inserted. Raises LinkCycle, UnknownSource or ListedError, and then nothing is changed.
    """
    wanted = {
        _cells(evidence.compartment, row): _standing(evidence.compartment, row)
        for evidence in evidence_of(subjects).values()
        for row in standings(evidence)
    }
    with transaction.atomic():
        stored = Standing.rows.filter(subject__in=subjects).values_list("id", "compartment", *_FIELDS)
        known = {_cells(compartment, StandingRow(*cells)): key for key, compartment, *cells in stored}
        gone = [key for cells, key in known.items() if cells not in wanted]
        if gone:
            Standing.rows.filter(pk__in=gone).delete()
        new = [standing for cells, standing in wanted.items() if cells not in known]
        Standing.rows.bulk_create(new)
    return len(new)


def _cells(compartment: UUID, row: StandingRow) -> tuple[Any, ...]:
    """The row as a key: equal exactly when nothing would change in the table."""
    cells = (stored_text(row.value) if name == "value" else getattr(row, name) for name in _FIELDS)
    return (compartment, *cells)


def _standing(compartment: UUID, row: StandingRow) -> Standing:
    return Standing(compartment=compartment, **{name: getattr(row, name) for name in _FIELDS})
