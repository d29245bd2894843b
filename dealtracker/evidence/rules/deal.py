"""The subject as a whole: how many sources, whether it is contested, and how long since the last first-hand report."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from dealtracker.evidence.rules.certainties import FieldView, certainty, counted_newsrooms
from dealtracker.evidence.rules.denials import reply_known
from dealtracker.evidence.rules.standing import Fields
from dealtracker.evidence.rules.values import SECOND_HAND, WEIGHTLESS, Certainty, Counts, target_word
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.winner import NEVER, winner

# Rows that are the financing itself: a filing about a site's address does not document the loan.
THE_DEAL_ITSELF = frozenset({
    "deal", "facility", "figure", "event", "pricing", "hold", "entry", "balance", "contract", "support", "pledge",
})


@dataclass(frozen=True, slots=True)
class Silence:
    """Days since the last first-hand report known on the day: at least so many, as its date is its latest possible."""

    last: date | None
    source: UUID | None
    days: int | None


def days_of_change(fields: Fields) -> set[date]:
    """The days on which anything here may come to read differently: a source speaks or is withdrawn, a party replies."""
    sources, replies = fields.weighed.graph.sources.values(), fields.weighed.evidence.replies
    told = (reply_known(fields.weighed, reply) for reply in replies)
    return {day for day in (*(s.published_to for s in sources), *(s.withdrawn_on for s in sources), *told) if day}


def deal_counts(fields: Fields, *, known_on: date) -> Counts:
    """n sources with a claim about the subject, m origins, k newsrooms that count, and the last first-hand day."""
    weighed = fields.weighed
    told = [v for said in weighed.voices.values() for v in said if v.known_from <= known_on]
    voices = [v for v in told if v.carries]
    roots = frozenset[UUID]().union(*(v.roots for v in voices if not v.is_inferred))
    return Counts(
        sources=len({v.source.id for v in told} | roots), origins=len(roots),
        newsrooms=len(counted_newsrooms(voices)), last=silence(fields, known_on=known_on).last,
    )


def silence(fields: Fields, *, known_on: date) -> Silence:
    """The last first-hand report as of a day. Re-reports, our own inferences and retellings do not reset the clock."""
    graph = fields.weighed.graph
    days: dict[UUID, date] = {}
    claims = fields.weighed.evidence.claims
    for source in {c.source for c in claims if c.state == "accepted" and c.attribution != "own inference"}:
        day = graph.sources[source].published_to
        for root in graph.roots[source] if day <= known_on and graph.carries_voice(source) else ():
            if graph.sources[root].kind not in SECOND_HAND:
                days[root] = min(days.get(root, day), day, graph.sources[root].published_to)
    last = max(days, key=lambda root: (days[root], str(root)), default=None)
    if last is None:
        return Silence(None, None, None)
    return Silence(days[last], last, (known_on - days[last]).days)


def deal_certainty(fields: Fields, *, known_on: date) -> Certainty | None:
    """How the deal as a whole is known, with the reason; None before anything with an origin was known.

    The same rules as for a field, over all voices about the financing itself; a denial counts here when it is of the
    deal, of the whole report, or of unspecified scope, so that it marks the deal once.
    """
    view = _view(fields, known_on)
    return certainty(view) if view else None


def _view(fields: Fields, day: date) -> FieldView | None:
    known = [v for v in _about_the_deal(fields) if v.known_from <= day]
    live = [v for v in known if day < v.withdrawn_from]
    # A reading of ours does not hold up what every source that states it has taken back.
    if all(v.is_inferred for v in live) and not all(v.is_inferred for v in known):
        live = []
    won = winner(live) or winner(known)
    if won is None:
        return None
    agreeing = tuple(v for v in (live or known) if v is won or v.source.kind not in WEIGHTLESS)
    roots = frozenset[UUID]().union(*(v.roots for v in agreeing))
    wide = (replace(d, listed=frozenset()) for d in fields.denials if d.scope != "listed" and d.is_live(day))
    # Several voices about one deal agree that there is one; whether their figures agree is each field's matter.
    denied = tuple(d for d in wide if d.answers(roots))
    return FieldView(won, agreeing, (), denied, fields.weighed.interests, not live, is_whole=True)


def _about_the_deal(fields: Fields) -> list[Voiced]:
    voices = [v for said in fields.weighed.voices.values() for v in said if v.order[0] > NEVER]
    voices = [v for v in voices if v.carries or v.roots == {v.source.id}]
    return [v for v in voices if target_word(v.claim.target_kind) in THE_DEAL_ITSELF] or voices
