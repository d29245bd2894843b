"""One dossier on its way into the database: whose it is, which deal it becomes, and the id of each of its keys."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from deals.actions._dossiers.value import ClaimLine, Dossier, Problems, Row
from deals.agreements.models import Deal
from dealtracker.access.rules import PUBLIC, Viewer


@dataclass(slots=True)
class Work:
    """A dossier with the rows found for it. `differences` say what an existing deal has otherwise, pointer first."""

    dossier: Dossier
    compartment: UUID
    deal: Deal
    exists: bool
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)
    found: dict[str, dict[str, models.Model]] = field(default_factory=dict)
    differences: list[tuple[str, str]] = field(default_factory=list)
    words_only: set[str] = field(default_factory=set)
    contested: set[tuple[str, str, str]] = field(default_factory=set)
    walls: frozenset[UUID] = field(init=False)

    def __post_init__(self) -> None:
        self.walls = frozenset({PUBLIC, self.compartment})

    def id_of(self, name: str, key: str | None) -> UUID | None:
        return None if key is None else self.ids[name][key]

    def forget(self, *, but: Collection[str]) -> None:
        """Lets go of the rows found, once they are written, so that a large import holds those of one batch only."""
        self.ids.clear()
        self.found = {name: rows for name, rows in self.found.items() if name in but}

    def differs(self, pointer: str, sentence: str) -> None:
        self.differences.append((pointer, sentence))


@dataclass(slots=True)
class Batch:
    """Some dossiers that are matched, compared and written together, in a fixed number of statements."""

    works: list[Work]
    viewer: Viewer
    problems: Problems
    update: bool
    notices: dict[str, None]  # the sentences in order, each once
    refs: dict[tuple[UUID, str], UUID]
    new: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    altered: dict[type[models.Model], dict[UUID, tuple[models.Model, set[str]]]] = field(default_factory=dict)
    gone: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    shared: dict[str, set[UUID]] = field(default_factory=lambda: {"party": set(), "site": set(), "source": set()})
    fresh: set[Any] = field(default_factory=set)
    taken: dict[UUID, str] = field(default_factory=dict)
    unlink: list[tuple[type[models.Model], models.Q]] = field(default_factory=list)

    def refuse(self, work: Work, pointer: str, code: str, message: str) -> None:
        self.problems.add(work.dossier.file, pointer, code, message)

    def notice(self, work: Work, sentence: str) -> None:
        self.notices.setdefault(f"{work.dossier.ref}: {sentence}")

    def create(self, row: models.Model) -> None:
        self.fresh.add(row.pk)
        self.new.setdefault(type(row), []).append(row)

    def alter(self, row: models.Model, values: dict[str, Any]) -> None:
        """Sets the columns and remembers to save them, unless the row is new anyway."""
        for column, value in values.items():
            setattr(row, column, value)
        if not row._state.adding:
            kept = self.altered.setdefault(type(row), {}).setdefault(row.pk, (row, set()))
            kept[1].update(values)

    def drop(self, row: models.Model) -> None:
        self.gone.setdefault(type(row), []).append(row)

    def new_id(self, work: Work, row: Row | ClaimLine) -> UUID:
        """The id that the dossier gives, or a fresh one; one id for two rows is refused."""
        if row.id is None:
            return uuid.uuid4()
        if row.id in self.taken:
            self.refuse(
                work, f"{row.pointer}/id", "id", f"{row.id} is the id of {self.taken[row.id]} too; an id is given once"
            )
        self.taken[row.id] = f"{work.dossier.file} {row.pointer}"
        return row.id


def by_key(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.key: row for row in rows}
