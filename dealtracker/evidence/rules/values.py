"""The values that evidence rules work on: frozen copies of rows, and what the rules answer with."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from dealtracker.access.rules import PUBLIC
from dealtracker.periods import OPEN_END, When

# Kinds of source by what they are worth. A kind outside these tables is a publisher's own report.
DOCUMENTS = frozenset({"filing", "contract", "register"})
RETELLINGS = frozenset({"rewrite", "aggregator", "generated text", "satire"})
WEIGHTLESS = frozenset({"generated text", "satire"})
# Second hand even where no link says whose words they are: no first-hand report, and nobody's correction.
SECOND_HAND = RETELLINGS | {"machine translation"}
NEWSROOM_KINDS = frozenset({"wire", "newspaper", "trade press", "licensed copy"})
# A relation is a judgement against the value that stands: some support it, none of these replaces a fuller one.
PARTIAL_RELATIONS = frozenset({"less specific", "rounds", "converts"})

# Kinds of target, as rows are called; the left side is how a table or dossier may spell them.
TARGET_KINDS = {
    "pricingterm": "pricing", "hardwareline": "hardware", "line": "hardware", "sitecapacity": "capacity",
    "balancereport": "balance", "ledgerentry": "entry", "dealrelation": "relation", "facilities": "facility",
    "parties": "party", "entries": "entry", "capacities": "capacity", "replies": "reply", "partyname": "name",
}


def target_word(kind: str) -> str:
    """One word per kind of target: "HardwareLine", "hardware line" and "hardware" are all "hardware"."""
    word = "".join(letter for letter in kind.lower() if letter.isalpha())
    word = TARGET_KINDS.get(word, word)
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@dataclass(frozen=True, slots=True)
class SourceValue:
    """A source; known on D when `published_to` <= D. An exact publication day has both bounds equal."""

    id: UUID
    kind: str
    publisher: str
    published_to: date
    published_from: date | None = None
    newsroom: str = ""
    publisher_party: UUID | None = None
    language: str = ""
    url: str = ""
    key: str = ""
    read: bool = True
    withdrawn_on: date | None = None
    compartment: UUID = PUBLIC


@dataclass(frozen=True, slots=True)
class LinkValue:
    """`source` re-reports, translates, quotes, corrects or retracts `to`; cited in its text, or inferred."""

    source: UUID
    to: UUID
    kind: str
    basis: str = "cited"
    score: Decimal | None = None
    compartment: UUID = PUBLIC


@dataclass(frozen=True, slots=True)
class ClaimValue:
    """One statement by one source about one field of one row; the empty field is the row as a whole."""

    id: UUID
    source: UUID
    subject: UUID
    target_kind: str
    target: UUID
    field: str = ""
    value: Any = None
    stance: str = "asserts"
    relation: str = "same"
    speaker: UUID | None = None
    attribution: str = ""
    rank: int = 0
    reason: str = ""
    state: str = "accepted"
    compartment: UUID = PUBLIC


@dataclass(frozen=True, slots=True)
class ReplyValue:
    """What a party answered. `listed` holds (row, field) pairs; the empty field is the whole row."""

    id: UUID
    deal: UUID
    party: UUID
    stance: str
    scope: str = "unspecified"
    source: UUID | None = None
    listed: tuple[tuple[UUID, str], ...] = ()
    words: str = ""
    replied_on: When | None = None
    compartment: UUID = PUBLIC
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class InterestValue:
    """A party's part in the subject: in one row of it, or (`target` None) in the deal as a whole."""

    party: UUID
    role: str
    group: str
    target: UUID | None = None


@dataclass(frozen=True)
class Evidence:
    """All that is recorded about one subject: its claims, and every source they rest on.

    `stating` are the correcting sources among these that state something, about this subject or another.
    """

    subject: UUID
    claims: tuple[ClaimValue, ...] = ()
    sources: tuple[SourceValue, ...] = ()
    links: tuple[LinkValue, ...] = ()
    replies: tuple[ReplyValue, ...] = ()
    interests: tuple[InterestValue, ...] = ()
    compartment: UUID = PUBLIC
    stating: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class StandingRow:
    """What stood for one field while known_from <= known_on < known_to, and how it was known."""

    subject: UUID
    target_kind: str
    target: UUID
    field: str
    value: Any
    certainty: str
    stated_by: UUID | None
    contested: str
    claim: UUID | None
    sources: int
    origins: int
    newsrooms: int
    known_from: date
    known_to: date = OPEN_END


@dataclass(frozen=True, slots=True)
class Certainty:
    """How a value is known, with the sentence that says why; `contested` is the scope of what stands against it."""

    code: str
    reason: str
    stated_by: UUID | None = None
    contested: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """n sources, m at the root, k newsrooms; `last` is the day of the last first-hand report, if any."""

    sources: int
    origins: int
    newsrooms: int
    last: date | None = field(default=None)
