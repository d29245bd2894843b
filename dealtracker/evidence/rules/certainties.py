"""How a value is known: one table of named rules, the first that applies decides, each with its reason."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dealtracker.evidence.rules.denials import SCOPES, Denial
from dealtracker.evidence.rules.graph import newsroom
from dealtracker.evidence.rules.own_words import Interests
from dealtracker.evidence.rules.values import WEIGHTLESS, Certainty
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.voices import OWN_SOURCING
from dealtracker.evidence.rules.winner import FULL
from dealtracker.periods import day_words

DIFFERENT_VALUES = "different values stated"
CERTAINTIES = (
    "inferred", "reported", "multiple_newsrooms", "stated_by_party", "documented", "contested", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field (or the deal as a whole) on one day.

    `agreeing` are the voices that state the winner's value, itself among them; `others` the other voices that count;
    `denied` the denials that reach it; `confirmed_by` a party whose reply confirms its own field. `is_whole` marks the
    deal as a whole, where a party's later word on one point does not end its denial.
    """

    winner: Voiced
    agreeing: tuple[Voiced, ...]
    others: tuple[Voiced, ...] = ()
    denied: tuple[Denial, ...] = ()
    interests: Interests | None = None
    is_withdrawn: bool = False
    confirmed_by: UUID | None = None
    is_whole: bool = False


def certainty(view: FieldView) -> Certainty:
    """The first rule of RULES that applies; `reported` always does."""
    return next(found for rule in RULES if (found := rule.decide(view)) is not None)


def counted_newsrooms(voices: Iterable[Voiced]) -> frozenset[str]:
    """Newsrooms that count as separate: those with sourcing of their own stated, else one of those that report it."""
    reports = [v for v in voices if v.newsrooms and not v.is_inferred and v.source.kind not in WEIGHTLESS]
    own = frozenset[str]().union(*(v.newsrooms for v in reports if v.claim.attribution in OWN_SOURCING))
    return own or frozenset(sorted({name for v in reports for name in v.newsrooms})[:1])


def contradictions(view: FieldView) -> list[Voiced]:
    """Voices with another value that contradicts the winner's: another desk or party, and not an inference."""
    won = view.winner
    return [
        v for v in view.others
        if v.order[0] == FULL and v.key != won.key and "contradicts" in (v.claim.relation, won.claim.relation)
        and not v.is_inferred and not _one_voice(v, won)
    ]


def _one_voice(one: Voiced, other: Voiced) -> bool:
    if one.speaker != other.speaker:
        return False
    same_desk = newsroom(one.source) == newsroom(other.source) or not one.newsrooms.isdisjoint(other.newsrooms)
    return one.speaker is not None or same_desk


def _settled(view: FieldView) -> Callable[[date, UUID | None], bool]:
    """Asks whether a later document, or a later statement by the same party, agrees with the value."""
    documents = max((v.known_from for v in view.agreeing if v.is_document), default=date.min)
    spoken: dict[UUID, date] = {}
    for voiced in view.agreeing if not view.is_whole else ():
        if voiced.speaker is not None:
            spoken[voiced.speaker] = max(spoken.get(voiced.speaker, date.min), voiced.known_from)
    return lambda since, party: documents > since or (party is not None and spoken.get(party, date.min) > since)


def _withdrawn(view: FieldView) -> Certainty | None:
    if not view.is_withdrawn:
        return None
    day = day_words(view.winner.withdrawn_from)
    return Certainty("withdrawn", f"withdrawn or corrected at its root as of {day}; no other source stands for it")


def _contested(view: FieldView) -> Certainty | None:
    settled = _settled(view)
    live = [d for d in view.denied if not settled(d.known_from, d.party)]
    if live:
        # The narrowest denial says most; a later one of the same breadth does not replace it.
        breadth = list(SCOPES)
        first = min(live, key=lambda d: (breadth.index(d.scope), d.known_from, str(d.by)))
        who, words = role_of(view, first.party), SCOPES[first.scope].removeprefix("denied")
        return Certainty("contested", f"{who} denies{words}", first.party, SCOPES[first.scope])
    against = [v for v in contradictions(view) if not settled(v.known_from, v.speaker)]
    if not against:
        return None
    names = " and ".join([view.winner.source.publisher, *sorted({v.source.publisher for v in against})])
    return Certainty("contested", f"{names} state different values", None, DIFFERENT_VALUES)


def role_of(view: FieldView, party: UUID | None) -> str:
    """The party's word in this deal, the obligor's first: "borrower"; "a party" when it has none recorded."""
    parts = (view.interests or {}).get(party, ()) if party else ()
    best = min(parts, key=lambda part: (part.group != "obligor", part.target is not None, part.role), default=None)
    return best.role if best else "a party"


def _documented(view: FieldView) -> Certainty | None:
    read = [v for v in view.agreeing if v.is_document]
    if not read:
        return None
    last = max(read, key=lambda v: v.order)
    return Certainty("documented", f"in a {last.source.kind} that was read ({last.source.publisher})", last.stated_by)


def _stated_by_party(view: FieldView) -> Certainty | None:
    stated = [v for v in view.agreeing if v.stated_by is not None and not v.is_inferred]
    if stated:
        first = min(stated, key=lambda v: (v.known_from, v.order))
        own = first.source.kind == "party text"
        how = "in its own text" if own else f"quoted by {first.source.publisher}"
        return Certainty("stated_by_party", f"stated by the {_word(view, first.stated_by)}, {how}", first.stated_by)
    party = view.confirmed_by
    return Certainty("stated_by_party", f"confirmed by the {_word(view, party)} in its reply", party) if party else None


def _word(view: FieldView, party: UUID | None) -> str:
    return role_of(view, party).removeprefix("a ")


def _multiple_newsrooms(view: FieldView) -> Certainty | None:
    desks = counted_newsrooms(view.agreeing)
    if len(desks) < 2:
        return None
    return Certainty("multiple_newsrooms", f"{len(desks)} newsrooms, each with sourcing of its own stated")


def _inferred(view: FieldView) -> Certainty | None:
    """Our own reading of what sources say, however many of them it was read from: nobody reports it."""
    if not all(v.is_inferred for v in view.agreeing):
        return None
    return Certainty("inferred", "an inference; no source read states it")


def _reported(view: FieldView) -> Certainty:
    return Certainty("reported", next(words for applies, words in _REPORTED if applies(view)))


_REPORTED: tuple[tuple[Callable[[FieldView], bool], str], ...] = (
    (lambda view: view.winner.source.kind in WEIGHTLESS, "found only in generated text"),
    (lambda view: contradicts_itself(view), "one newsroom at the root, which states two different values"),
    (lambda view: bool(counted_newsrooms(view.agreeing)), "one newsroom at the root"),
    (lambda view: view.winner.speaker is not None, "stated by a party, but not about its own field"),
    (lambda view: True, "one report; its original is not recorded"),
)


def contradicts_itself(view: FieldView) -> bool:
    """Two values that contradict each other in one desk: one voice, so nothing is contested."""
    won = view.winner
    return any(
        v.key != won.key and "contradicts" in (v.claim.relation, won.claim.relation) and _one_voice(v, won)
        for v in view.others
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: the code it gives, when, and the rule itself."""

    code: str
    when: str
    decide: Callable[[FieldView], Certainty | None]


RULES = (
    Rule("withdrawn", "every voice for the value was corrected or retracted at its root", _withdrawn),
    Rule("contested", "a live denial reaches the field, or another newsroom or party contradicts it", _contested),
    Rule("documented", "a filing, contract or register that was read states the value", _documented),
    Rule("stated_by_party", "the party states its own field: own text, quotation or reply", _stated_by_party),
    Rule("multiple_newsrooms", "at least two newsrooms with sourcing of their own agree", _multiple_newsrooms),
    Rule("inferred", "every voice for the value is our own inference: no source read states it", _inferred),
    Rule("reported", "none of the above: one newsroom at the root, or less", _reported),
)
