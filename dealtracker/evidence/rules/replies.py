"""The reply matrix: what each party had last answered, by a day, to a publisher or to us."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dealtracker.evidence.rules.denials import reply_known
from dealtracker.evidence.rules.standing import Fields
from dealtracker.evidence.rules.values import ReplyValue


@dataclass(frozen=True, slots=True)
class ReplyState:
    """A party's answers known on the day, oldest first; `last` is the one that stands, drift the retold ones."""

    party: UUID
    last: ReplyValue | None
    known_from: date | None
    history: tuple[ReplyValue, ...]
    drift: tuple[ReplyValue, ...]


def reply_matrix(fields: Fields, *, known_on: date) -> list[ReplyState]:
    """One row per party that was asked. A reply found only in a re-report is drift unless an origin carries it."""
    by_party: dict[UUID, list[ReplyValue]] = {}
    for reply in fields.weighed.evidence.replies:
        by_party.setdefault(reply.party, []).append(reply)
    rows = (_state(fields, party, replies, known_on) for party, replies in by_party.items())
    return sorted((row for row in rows if row.history or row.drift), key=lambda row: str(row.party))


def _state(fields: Fields, party: UUID, replies: list[ReplyValue], day: date) -> ReplyState:
    known = [(when, reply) for reply in replies if (when := reply_known(fields.weighed, reply)) and when <= day]
    known.sort(key=lambda found: (found[0], found[1].stance, str(found[1].id)))
    history = tuple(reply for _, reply in known)
    carried = {reply.stance for reply in history}
    retold = [r for r in replies if _is_retold(fields, r, day) and r.stance not in carried]
    drift = tuple(sorted(retold, key=lambda reply: str(reply.id)))
    return ReplyState(party, history[-1] if history else None, known[-1][0] if known else None, history, drift)


def _is_retold(fields: Fields, reply: ReplyValue, day: date) -> bool:
    graph = fields.weighed.graph
    if reply.source is None or graph.carries_voice(reply.source):
        return False
    return graph.sources[reply.source].published_to <= day
