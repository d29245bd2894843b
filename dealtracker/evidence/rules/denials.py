"""Denials, what they touch, and when they end. A denial marks; it deletes nothing."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dealtracker.evidence.rules.enquiries import enquiry_known
from dealtracker.evidence.rules.values import ClaimValue, ReplyValue, target_word
from dealtracker.evidence.rules.voices import Weighed
from dealtracker.periods import OPEN_END

# Who somebody is and where they sit is not what a party denies when it denies a report about a deal.
NEVER_INHERIT_KINDS = frozenset({"party", "name", "identifier", "reply"})
NEVER_INHERIT_FIELDS = frozenset({"name", "hq_country", "jurisdiction"})
# Which chips are meant is not what a party denies when it does not say what it denies.
NEEDS_DETAILS_KINDS = frozenset({"hardware"})
# Scope of a denial → the words for it; a claim that denies a field or row is listed by its nature.
SCOPES = {"listed": "denied", "whole": "denied, whole report", "unspecified": "denied, no details"}


Pair = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A party's "yes": to the pairs it lists, or (nothing listed) to the report with these roots."""

    party: UUID
    known_from: date
    known_to: date
    listed: frozenset[Pair]
    roots: frozenset[UUID]

    def covers(self, day: date, target: UUID, field: str, roots: Iterable[UUID]) -> bool:
        reaches = _names(self.listed, target, field) if self.listed else not self.roots.isdisjoint(roots)
        return self.known_from <= day < self.known_to and reaches


@dataclass(frozen=True, slots=True)
class Denial:
    """One party's denial while known_from <= D < known_to.

    `listed` are the (row, field) pairs it names, for scope listed; `roots` the report it answers, for the wider
    scopes; without roots (our own enquiry) the wider scopes touch all of the deal.
    """

    by: UUID
    party: UUID | None
    scope: str
    known_from: date
    known_to: date = OPEN_END
    listed: frozenset[Pair] = frozenset()
    roots: frozenset[UUID] = frozenset()
    conceded: tuple[Confirmation, ...] = ()

    def is_live(self, day: date, target: UUID | None = None, field: str = "") -> bool:
        """Whether it stands on the day, for this field if one is named: a party may confirm single points later."""
        later = (c for c in self.conceded if c.known_from <= day and target is not None)
        return self.known_from <= day < self.known_to and not any(_names(c.listed, target, field) for c in later)

    def may_touch(self, target_kind: str, target: UUID, field: str) -> bool:
        """Whether it reaches the field as far as its own words go, before asking where the value comes from."""
        if self.listed or self.scope == "listed":
            return _names(self.listed, target, field)
        kind = target_word(target_kind)
        if self.scope == "unspecified" and kind in NEEDS_DETAILS_KINDS:
            return False
        return kind not in NEVER_INHERIT_KINDS and field not in NEVER_INHERIT_FIELDS

    def answers(self, roots: Iterable[UUID]) -> bool:
        """Whether a value with these roots is what was put to the party. Named fields need no common root."""
        return bool(self.listed) or not self.roots or not self.roots.isdisjoint(roots)


def denials(weighed: Weighed) -> list[Denial]:
    """Every denial that counts, oldest first. One found only in a re-report has no origin and does not count."""
    found = [d for reply in weighed.evidence.replies if (d := _of_reply(weighed, reply))]
    found += [d for claim in weighed.evidence.claims if (d := _of_claim(weighed, claim))]
    return sorted(found, key=lambda denial: (denial.known_from, str(denial.by)))


def confirmations(weighed: Weighed) -> list[Confirmation]:
    """Every confirming reply that counts; one found only in a re-report does not."""
    found = []
    for reply in weighed.evidence.replies:
        start = reply_known(weighed, reply)
        if reply.stance == "confirms" and start is not None:
            end = _withdrawn(weighed, reply.source)
            found.append(Confirmation(reply.party, start, end, frozenset(reply.listed), _roots(weighed, reply)))
    return found


def _of_reply(weighed: Weighed, reply: ReplyValue) -> Denial | None:
    start = reply_known(weighed, reply)
    if reply.stance != "denies" or start is None:
        return None
    later = [c for c in confirmations(weighed) if c.party == reply.party and c.known_from > start]
    whole = [c.known_from for c in later if not c.listed or (reply.listed and set(reply.listed) <= c.listed)]
    end = min([_withdrawn(weighed, reply.source), *whole])
    if start >= end:
        return None
    listed, points = frozenset(reply.listed), tuple(c for c in later if c.listed)
    return Denial(reply.id, reply.party, reply.scope, start, end, listed, _roots(weighed, reply), points)


def _roots(weighed: Weighed, reply: ReplyValue) -> frozenset[UUID]:
    return weighed.graph.roots[reply.source] if reply.source else frozenset()


def _of_claim(weighed: Weighed, claim: ClaimValue) -> Denial | None:
    if claim.stance != "denies" or claim.state != "accepted" or not weighed.graph.carries_voice(claim.source):
        return None
    voiced = weighed.voiced(claim)
    start, end = voiced.known_from, voiced.withdrawn_from
    if start >= end:
        return None
    if claim.target != claim.subject or claim.field:
        return Denial(claim.id, voiced.speaker, "listed", start, end, frozenset({(claim.target, claim.field)}))
    answered = frozenset[UUID]() if voiced.source.kind == "party text" else voiced.roots
    return Denial(claim.id, voiced.speaker, "whole", start, end, roots=answered)


def reply_known(weighed: Weighed, reply: ReplyValue) -> date | None:
    """The day by which a reply is known: its source's publication, or the latest day it can have been given to us.

    None when only a re-report carries it, when an enquiry of ours still waits, or when no day at all is recorded.
    """
    if reply.source is not None:
        source = weighed.graph.sources[reply.source]
        return source.published_to if weighed.graph.carries_voice(source.id) else None
    if reply.stance == "no response" and not reply.replied_on:
        return None
    return enquiry_known(replied_on=reply.replied_on, asked_on=None, recorded_on=reply.recorded_on, waits=False)


def _withdrawn(weighed: Weighed, source: UUID | None) -> date:
    return weighed.withdrawn.get(source, OPEN_END) if source else OPEN_END


def _names(listed: frozenset[Pair], target: UUID | None, field: str) -> bool:
    return (target, field) in listed or (target, "") in listed
