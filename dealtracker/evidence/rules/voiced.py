"""One claim of a field with the weight that its source and its origins give it."""
from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dealtracker.evidence.rules.sameness import is_prose
from dealtracker.evidence.rules.values import DOCUMENTS, PARTIAL_RELATIONS, ClaimValue, SourceValue
from dealtracker.periods import OPEN_END


@dataclass(slots=True, eq=False)
class Voiced:
    """A claim of one field with its weight. It counts while known_from <= D < min(withdrawn_from, aside_from)."""

    claim: ClaimValue
    source: SourceValue
    number: int
    roots: frozenset[UUID]
    newsrooms: frozenset[str]
    carries: bool
    fidelity: int
    key: Hashable
    value: Any
    order: tuple[Any, ...]
    withdrawn_from: date
    aside_from: date = OPEN_END
    unfaithful_from: date = OPEN_END
    stated_by: UUID | None = None
    speaker: UUID | None = None
    known_from: date = field(init=False)
    is_inferred: bool = field(init=False)
    is_document: bool = field(init=False)
    is_partial: bool = field(init=False)
    is_prose: bool = field(init=False)

    def __post_init__(self) -> None:
        self.known_from = self.source.published_to
        self.is_inferred = self.claim.attribution == "own inference"
        self.is_document = self.source.kind in DOCUMENTS and self.source.read and not self.is_inferred
        self.is_partial = self.claim.relation in PARTIAL_RELATIONS
        self.is_prose = is_prose(self.value)

    def repeat(self, other: Voiced) -> None:
        self.key, self.value, self.is_prose = other.key, other.value, other.is_prose

    def says_the_same(self, other: Voiced) -> bool:
        """Equal values; or a person's judgement, where one repeats the stored value or both are prose."""
        if self.key == other.key:
            return True
        if self.claim.relation != "same" or other.claim.relation == "contradicts":
            return False
        return self.value is None or other.value is None or (self.is_prose and other.is_prose)

    def counts_on(self, day: date) -> bool:
        return self.known_from <= day < self.withdrawn_from and day < self.aside_from
