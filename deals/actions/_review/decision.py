"""What a reviewer decides about one proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as kept
from datetime import date
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal
from deals.agreements.rules.proposed import Proposed
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Anchor, Claim, Source

NEW_ROW = "new"


@dataclass(frozen=True)
class NewParty:
    """A party to enter, with the reason that the log keeps; `anyway` where it is none of the near namesakes shown."""

    name: str
    kind: str
    reason: str
    anyway: bool = False


@dataclass(frozen=True)
class Decision:
    """`row` is a key of the deal's rows, "new", or empty for the one that fits; `value` replaces what was read.

    `value` has the JSON form of the claim; `facility` is the key of the facility that a new row belongs to; `more`
    holds further fields of a new row, such as the measure of a figure.
    """

    deal: UUID | None = None
    row: str = ""
    facility: str = ""
    value: Any = None
    party: UUID | None = None
    new_party: NewParty | None = None
    relation: str = ""
    attribution: str | None = None
    more: Mapping[str, str] = kept(default_factory=dict)


@dataclass
class Case:
    """One decision at work: the proposal, its source, the deal it goes to, who decides and when."""

    claim: Claim
    proposed: Proposed
    source: Source
    decision: Decision
    viewer: Viewer
    today: date
    anchors: tuple[Anchor, ...] = ()
    found_deal: Deal | None = None
    who: UUID | None = None
    made: list[Claim] = kept(default_factory=list)

    @property
    def deal(self) -> Deal:
        assert self.found_deal is not None
        return self.found_deal

    @property
    def attribution(self) -> str:
        given = self.decision.attribution
        return self.claim.attribution if given is None else given
