"""The ladder of results, strongest first. There is no step that says a deal may go ahead."""
from __future__ import annotations

from collections.abc import Iterable

BLOCK_AND_REVIEW = "BLOCK_AND_REVIEW"
LICENCE_REQUIRED = "LICENCE_REQUIRED"
LICENCE_REQUIRED_VERIFY = "LICENCE_REQUIRED_VERIFY"
EXCEPTION_POSSIBLE = "EXCEPTION_POSSIBLE"
NEEDS_REVIEW = "NEEDS_REVIEW"
INFO = "INFO"
NO_MATCH_ON_DATA = "NO_MATCH_ON_DATA"
NOT_EVALUATED = "NOT_EVALUATED"

# Code and meaning, strongest first.
LADDER: dict[str, str] = {
    BLOCK_AND_REVIEW: "stop and review: an authority presumes that its authorization is needed first",
    LICENCE_REQUIRED: "licence required by a rule of the pack, with the policy of review where it is known",
    LICENCE_REQUIRED_VERIFY: "licence required if the rule is in force; its own state is not verified",
    EXCEPTION_POSSIBLE: "licence required unless an exception or exemption named by the rule is open; a person checks",
    NEEDS_REVIEW: "an input is missing, contested or open by nature; says what would settle it",
    INFO: "a rule speaks of this line but is not enforced, or is suspended",
    NO_MATCH_ON_DATA: "no match on the data entered, under the rules listed, read up to the day shown",
    NOT_EVALUATED: "the rule was not applied to this line, with the reason",
}
_RANK = {step: place for place, step in enumerate(LADDER)}


def strongest(steps: Iterable[str]) -> str:
    """The step highest on the ladder; NO_MATCH_ON_DATA when there is none."""
    return min(steps, key=_RANK.__getitem__, default=NO_MATCH_ON_DATA)


def weaker(step: str, other: str) -> str:
    return max(step, other, key=_RANK.__getitem__)


def rank(step: str) -> int:
    """0 is the strongest."""
    return _RANK[step]


def at_least(step: str, other: str) -> bool:
    """Whether `step` stands at `other` or above it."""
    return _RANK[step] <= _RANK[other]
