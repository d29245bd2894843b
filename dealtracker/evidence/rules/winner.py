"""Which claim of a field stands: one table, so that the order in which claims arrive never matters."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dealtracker.evidence.rules.sameness import stored_text
from dealtracker.evidence.rules.values import DOCUMENTS, PARTIAL_RELATIONS, WEIGHTLESS, ClaimValue, SourceValue
from dealtracker.evidence.rules.voiced import Voiced

FULL, PARTIAL, EARLIER, ALONE, NEVER = 4, 3, 2, 1, 0
_STANDS_AS = {"same": FULL, "contradicts": FULL, "earlier state": EARLIER, "other scope": NEVER} | dict.fromkeys(
    PARTIAL_RELATIONS, PARTIAL
)
DOCUMENT, OWN_WORDS, REPORT, INFERENCE = 3, 2, 1, 0
# Facts that do not change once they have happened: the earlier report of them wins, not the later.
FIXED_FIELDS = frozenset({"occurred", "rated_on", "signed"})
# What each part of the order says of a claim that another one goes before.
_BEFORE = (
    "a fuller statement of it stands",
    "a person ranked what stands above it",
    "a document that was read goes before a party's own words, these before a report, a report before an inference",
    "what contradicts the value that stands does not replace it",
    "a correction goes before it",
    "what stands was published later",
    "the origin goes before its copies",
)
_FIRST_REPORT = "of a day that does not change the earlier report stands"
_BY_CONTENT = "both are as good, and publisher, address and value decide"


def why_behind(winning: Voiced, other: Voiced) -> str:
    """The first line of the table that puts the one before the other, in words."""
    parts = zip(_BEFORE, winning.order, other.order, strict=False)
    told = next((words for words, ours, theirs in parts if ours != theirs), _BY_CONTENT)
    return _FIRST_REPORT if told == _BEFORE[5] and other.claim.field in FIXED_FIELDS else told


def stands_as(claim: ClaimValue, source: SourceValue) -> int:
    """FULL before PARTIAL before EARLIER; generated text only ALONE, satire and another scope NEVER."""
    if source.kind == "satire":
        return NEVER
    return min(_STANDS_AS[claim.relation], ALONE) if source.kind in WEIGHTLESS else _STANDS_AS[claim.relation]


def tier(claim: ClaimValue, source: SourceValue, *, own_words: bool) -> int:
    """DOCUMENT that was read, a party's OWN_WORDS about its own field, any other REPORT, an INFERENCE."""
    if claim.attribution == "own inference":
        return INFERENCE
    if source.kind in DOCUMENTS and source.read:
        return DOCUMENT
    return OWN_WORDS if own_words else REPORT


def order_key(
    claim: ClaimValue, source: SourceValue, *, first_said: tuple[date, date], fidelity: int, own_words: bool
) -> tuple[Any, ...]:
    """The greatest key wins; its parts are the table of the methodology, the last ones only break ties.

    `first_said` is the earliest and latest day of publication at the origin: a late copy is no later word.
    """
    return (
        stands_as(claim, source),
        claim.rank,
        tier(claim, source, own_words=own_words),
        claim.relation != "contradicts",
        claim.stance == "corrects",
        _recency(claim, first_said),
        fidelity,
        *_tie(claim, source),
    )


def _recency(claim: ClaimValue, first_said: tuple[date, date]) -> tuple[int, int]:
    """Later wins when it is surely later: a page without a date does not overtake a dated one."""
    first, last = (day.toordinal() for day in first_said)
    return (-last, -first) if claim.field in FIXED_FIELDS else (first, last)


def _tie(claim: ClaimValue, source: SourceValue) -> tuple[str, ...]:
    """Content before ids, so that a second import under new ids gives the same winner."""
    return (source.publisher, source.url, source.key, stored_text(claim.value), claim.attribution, str(claim.id))


def winner(voices: Iterable[Voiced]) -> Voiced | None:
    """The claim that stands among those that count on a day, or None when none may.

    Kind of relation, explicit rank (its claim gives the reason), document read, the party's own words about its own
    field, the rest; inside a tier a correction, then the later publication. Drift and re-reports are never passed in.
    """
    best = max(voices, key=_by_order, default=None)
    return best if best is not None and best.order[0] > NEVER else None


def _by_order(voiced: Voiced) -> tuple[Any, ...]:
    return voiced.order
