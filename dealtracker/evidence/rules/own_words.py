"""What a party may state about itself: a borrower its own borrowing, not its lender's commitment."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from dealtracker.evidence.rules.values import ClaimValue, InterestValue, SourceValue, target_word

# Where the party must take part for its word to count: in that very row, or anywhere in the deal.
OWN_ROW, DEAL = "own row", "deal"
ALL = frozenset[str]()
# Words taken down from a person count; what "people familiar" say is no party's statement.
QUOTED = frozenset({"named", "spokesperson"})


@dataclass(frozen=True)
class MayState:
    """Parties of `group` may state `fields` (ALL when empty) of rows of this kind, if they take part in `where`."""

    group: str
    kind: str
    where: str
    fields: frozenset[str] = ALL


# What a vendor says of the machines it sells: not whose loan pays for them, nor where they go.
_SUPPLIED = frozenset({"model", "model_words", "vendor", "quantity", "unit", "unit_price", "value", "state", "by"})
MAY_STATE = (
    *(MayState("obligor", kind, DEAL) for kind in (
        "deal", "facility", "pricing", "figure", "pledge", "covenant", "event", "balance", "entry", "hardware",
    )),
    *(MayState("money", kind, OWN_ROW) for kind in ("hold", "entry", "balance", "figure")),
    MayState("agent", "event", OWN_ROW),
    MayState("hardware", "hardware", DEAL, _SUPPLIED),
    *(MayState("site", kind, DEAL) for kind in ("site", "capacity")),
    MayState("support", "support", OWN_ROW),
    *(MayState(group, "contract", OWN_ROW) for group in ("obligor", "hardware", "site", "user", "support")),
    *(MayState(group, "role", OWN_ROW) for group in (
        "obligor", "money", "agent", "adviser", "hardware", "site", "user", "support", "other",
    )),
)
_TABLE: dict[tuple[str, str], list[MayState]] = {}
for _row in MAY_STATE:
    _TABLE.setdefault((_row.group, _row.kind), []).append(_row)

Interests = Mapping[UUID, tuple[InterestValue, ...]]


def by_party(interests: Iterable[InterestValue]) -> dict[UUID, tuple[InterestValue, ...]]:
    found: dict[UUID, tuple[InterestValue, ...]] = {}
    for interest in interests:
        found[interest.party] = (*found.get(interest.party, ()), interest)
    return found


def speaks(claim: ClaimValue, source: SourceValue) -> UUID | None:
    """The party whose own words these are: its own text, or its quotation by name or spokesperson."""
    if source.kind == "party text":
        return source.publisher_party
    if claim.speaker is not None and claim.attribution in QUOTED:
        return claim.speaker
    return source.publisher_party if source.kind == "filing" else None


def may_state(interests: Interests, party: UUID, claim: ClaimValue) -> bool:
    """Whether the claim is about the party's own affairs: the row is the party itself, or the table allows it."""
    if party in (claim.target, claim.subject):
        return True
    kind = target_word(claim.target_kind)
    return any(
        (row.where == DEAL or interest.target == claim.target) and (not row.fields or claim.field in row.fields)
        for interest in interests.get(party, ())
        for row in _TABLE.get((interest.group, kind), ())
    )


def stating_party(interests: Interests, claim: ClaimValue, source: SourceValue) -> UUID | None:
    """The party that states its own field in this claim, or None."""
    party = speaks(claim, source)
    return party if party is not None and may_state(interests, party, claim) else None
