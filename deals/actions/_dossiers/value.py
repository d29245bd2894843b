"""A dossier as plain values, checked by its reader, with everything known about where each part stood in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file, where (a JSON pointer), its code, and what to do about it."""

    file: str
    pointer: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.pointer or '/'}: {self.message} [{self.code}]"


class DossierRefused(ValueError):
    """Nothing was saved; `problems` says why, the first fifty of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects up to fifty problems; `refuse()` raises them all together."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.dropped = 0

    def add(self, file: str, pointer: str, code: str, message: str) -> None:
        problem = Problem(file, pointer, code, message)
        if problem in self.found:
            return
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(problem)
        else:
            self.dropped += 1

    def refuse(self) -> None:
        if self.found:
            raise DossierRefused(self.found)


@dataclass(slots=True)
class Row:
    """One row of a keyed list. References in `values` are still keys; everything else is of the column's own type."""

    key: str
    pointer: str
    values: dict[str, Any]
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """What a claim or reply speaks of: a row of a list ("deal" has one row, the key ""), or one field of it."""

    list: str
    key: str
    field: str = ""

    def __str__(self) -> str:
        return "/" + "/".join(part for part in (self.list, self.key, self.field) if part)


@dataclass(slots=True)
class ClaimLine:
    """One claim about one path. `value` is in stored form, except that references are {"ref": key} / {"refs": keys}."""

    pointer: str
    path: Path
    source: str
    value: Any
    speaker: str | None
    plain: dict[str, Any]
    quotes: tuple[dict[str, Any], ...] = ()
    id: UUID | None = None


@dataclass(slots=True)
class Dossier:
    """A whole dossier. `rows` holds every keyed list by its name, sources and replies among them."""

    file: str
    prefix: str
    deal: Row
    rows: dict[str, list[Row]] = field(default_factory=dict)
    claims: list[ClaimLine] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return self.deal.key

    def list(self, name: str) -> list[Row]:
        return self.rows.get(name, [])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dossier: "created", "updated" or "unchanged"."""

    ref: str
    title: str
    deal: UUID
    what: str
    file: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """One outcome per dossier in the order given, and what a person should know about how they were read."""

    outcomes: tuple[Outcome, ...]
    notices: tuple[str, ...] = ()

    def count(self, what: str) -> int:
        return sum(outcome.what == what for outcome in self.outcomes)
