"""What stood for each field, and how it was known, as half-open periods of publication."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import compress
from operator import attrgetter, not_
from uuid import UUID

from dealtracker.evidence.rules.certainties import FieldView, certainty, counted_newsrooms
from dealtracker.evidence.rules.denials import Confirmation, Denial, confirmations, denials
from dealtracker.evidence.rules.own_words import may_state
from dealtracker.evidence.rules.values import WEIGHTLESS, Certainty, Evidence, StandingRow
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.voices import FieldKey, Weighed
from dealtracker.evidence.rules.winner import NEVER, winner
from dealtracker.periods import OPEN_END


def standings(evidence: Evidence) -> list[StandingRow]:
    """One row per change of a field's standing, ordered by row, field and day; the empty field is the row as a whole.

    A field known only through re-reports has no row. The order of claims, sources, links and replies never matters.
    Raises LinkCycle or UnknownSource.
    """
    fields = weigh(evidence)
    return sorted(fields.rows, key=lambda row: (str(row.target), row.field))


def weigh(evidence: Evidence) -> Fields:
    """The evidence with its link graph, weights and denials worked out once. Raises LinkCycle or UnknownSource."""
    return Fields.of(Weighed.of(evidence))


def standing_for(
    rows_by_target: Mapping[UUID, Iterable[StandingRow]], *, target: UUID, field: str, known_on: date
) -> StandingRow | None:
    """The row that stood on the day; a field without claims of its own inherits from its row as a whole."""
    known = [row for row in rows_by_target.get(target, ()) if row.known_from <= known_on < row.known_to]
    return next((row for wanted in (field, "") for row in known if row.field == wanted), None)


@dataclass(frozen=True)
class Fields:
    """The weighed evidence with the denials that may reach its fields."""

    weighed: Weighed
    denials: list[Denial]
    confirmations: list[Confirmation]

    @classmethod
    def of(cls, weighed: Weighed) -> Fields:
        return cls(weighed, denials(weighed), confirmations(weighed))

    @cached_property
    def rows(self) -> list[StandingRow]:
        """The rows of all fields, worked out once for all who ask."""
        return [row for key in self.weighed.voices for row in self.history(key)]

    def history(self, key: FieldKey) -> list[StandingRow]:
        """The rows of one field, oldest first, equal neighbours merged."""
        field = OneField(self, key, self.weighed.voices[key])
        rows: list[tuple[StandingRow, int, date]] = []
        point: _Point | None = None
        for day in field.days:
            if day in field.turns:
                point = field.point(day)
                sources = point.row.sources if point else 0
                if point and not (rows and rows[-1][1] == sources and _reads_alike(rows[-1][0], point.row)):
                    rows.append((point.row, sources, day))
            elif point and (sources := field.sources(day, point.origins)) != rows[-1][1]:
                # Only re-reports came, and they change nothing but the count of sources.
                rows.append((rows[-1][0], sources, day))
        ends = [*(day for _, _, day in rows[1:]), OPEN_END]
        return [_held(row, sources, day, end) for (row, sources, day), end in zip(rows, ends, strict=True)] if rows else []

    def view(self, key: FieldKey, day: date) -> FieldView | None:
        """The field as it stood on the day, or None when nothing with an origin was known.

        OPEN_END asks for all that is recorded, whenever published.
        """
        day = min(day, OPEN_END - timedelta(days=1))
        return OneField(self, key, self.weighed.voices[key]).view(day) if key in self.weighed.voices else None

    def behind(self, key: FieldKey, day: date) -> list[FieldKey]:
        """Where the claims behind a field or a row stand, the likeliest first.

        A field without claims of its own has those of its row; a row without, those of the field that stands longest.
        """
        target, field = key
        if field:
            return [key, (target, "")]
        others = [(row.known_from, row.field) for row in self._standing_on(target, day)]
        return [key, *((target, name) for _, name in sorted(others) if name)]

    def _standing_on(self, target: UUID, day: date) -> list[StandingRow]:
        rows = (row for key in self.weighed.voices if key[0] == target for row in self.history(key))
        return [row for row in rows if row.known_from <= day < row.known_to]


@dataclass(frozen=True, slots=True)
class _Origins:
    """Who won from one turn to the next, the origins that count, and those behind it, our own reading's too."""

    won: Voiced
    roots: frozenset[UUID]
    behind: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Point:
    """A field on the day of a turn; until the next one only the count of sources can change."""

    row: StandingRow
    origins: _Origins


@dataclass(frozen=True)
class OneField:
    """One field's claims, oldest first, asked day by day."""

    fields: Fields
    key: FieldKey
    said: list[Voiced]

    @cached_property
    def voices(self) -> list[Voiced]:
        """Those that may stand: voices of an origin, and generated text at its own root for want of better."""
        return [v for v in self.said if v.order[0] > NEVER and (v.carries or v.roots == {v.source.id})]

    @cached_property
    def turns(self) -> set[date]:
        """Days on which a voice, a denial or a confirmation begins or ends."""
        voiced = {day for v in self.voices for day in (v.known_from, v.withdrawn_from, v.aside_from)}
        denied = {day for d in self.denied for day in (d.known_from, d.known_to, *(c.known_from for c in d.conceded))}
        return voiced | denied | {day for c in self.confirmed for day in (c.known_from, c.known_to)}

    @property
    def days(self) -> list[date]:
        """Every day on which something about the field may change, beginning with the first voice."""
        first = min((v.known_from for v in self.voices), default=OPEN_END)
        days = {*self.turns, *self._said_days}
        return sorted(day for day in days if first <= day < OPEN_END)

    @cached_property
    def denied(self) -> list[Denial]:
        kind = self.said[0].claim.target_kind
        return [d for d in self.fields.denials if d.may_touch(kind, *self.key) and d.answers(self.all_roots)]

    @cached_property
    def confirmed(self) -> list[Confirmation]:
        """Those that may reach the field, whatever the day."""
        return [c for c in self.fields.confirmations if c.covers(c.known_from, *self.key, self.all_roots)]

    @cached_property
    def all_roots(self) -> frozenset[UUID]:
        return frozenset[UUID]().union(*(v.roots for v in self.voices))

    @cached_property
    def _known_days(self) -> list[date]:
        return [v.known_from for v in self.voices]

    def view(self, day: date) -> FieldView | None:
        known = self.voices[: bisect_right(self._known_days, day)]
        live = [v for v in known if v.counts_on(day)]
        won = winner(live)
        fallen = won is None
        if won is None:
            live = [v for v in known if day < v.aside_from] or known
            won = winner(live)
        if won is None:
            return None
        weighty = [v for v in live if v is won or v.source.kind not in WEIGHTLESS]
        agreed = [_agrees(v, won) for v in weighty]
        agreeing, others = tuple(compress(weighty, agreed)), tuple(compress(weighty, map(not_, agreed)))
        roots = frozenset[UUID]().union(*(v.roots for v in agreeing))
        reached = tuple(d for d in self.denied if d.is_live(day, *self.key) and d.answers(roots))
        confirmed = self._confirmed(won, roots, day)
        return FieldView(won, agreeing, others, reached, self.fields.weighed.interests, fallen, confirmed)

    def _confirmed(self, won: Voiced, roots: frozenset[UUID], day: date) -> UUID | None:
        said = (c for c in self.confirmed if c.covers(day, *self.key, roots))
        own = [c for c in said if may_state(self.fields.weighed.interests, c.party, won.claim)]
        return min(own, key=lambda c: (c.known_from, str(c.party))).party if own else None

    def point(self, day: date) -> _Point | None:
        view = self.view(day)
        if view is None:
            return None
        carrying = [*view.agreeing, *(v for v in view.others if v.is_partial)]
        roots = frozenset[UUID]().union(*(v.roots for v in carrying if not v.is_inferred))
        origins = _Origins(view.winner, roots, roots or frozenset[UUID]().union(*(v.roots for v in carrying)))
        won, how = view.winner, certainty(view)
        row = StandingRow(
            subject=won.claim.subject, target_kind=won.claim.target_kind, target=self.key[0], field=self.key[1],
            value=won.value, certainty=how.code, stated_by=how.stated_by, contested=how.contested, claim=won.claim.id,
            sources=self.sources(day, origins), origins=len(roots), newsrooms=len(counted_newsrooms(view.agreeing)), known_from=day,
        )
        return _Point(row, origins)

    def sources(self, day: date, origins: _Origins) -> int:
        """How many sources known on the day carry the value or go back to those who do, the origins they name included.

        What cites an origin came after it: an undated origin is known by the day of its first copy.
        """
        told, won, behind = self.said[: bisect_right(self._said_days, day)], origins.won, origins.behind
        sources = {v.number for v in told if not v.roots.isdisjoint(behind) or v.says_the_same(won)}
        return len(sources | {self.fields.weighed.graph.numbers[root] for root in origins.roots})

    @cached_property
    def _said_days(self) -> list[date]:
        return [v.known_from for v in self.said]


_COUNTED = ("sources", "known_from", "known_to")
_ALL_ELSE = attrgetter(*(name for name in StandingRow.__dataclass_fields__ if name not in _COUNTED))


def _held(row: StandingRow, sources: int, start: date, end: date) -> StandingRow:
    """The row on [start, end); most hold as they first were."""
    if (row.sources, row.known_from, row.known_to) == (sources, start, end):
        return row
    return replace(row, sources=sources, known_from=start, known_to=end)


def _reads_alike(one: StandingRow, other: StandingRow) -> bool:
    """Equal but for the count of sources and the days on which they hold."""
    return bool(_ALL_ELSE(one) == _ALL_ELSE(other))


def _agrees(voiced: Voiced, won: Voiced) -> bool:
    """The same value, or one that a person judged to be it, rounded or converted."""
    return voiced.claim.relation in ("rounds", "converts") or voiced.says_the_same(won)


def why(fields: Fields, key: FieldKey, known_on: date) -> Certainty | None:
    """The certainty of one field on a day with its reason, or None when nothing with an origin was known."""
    view = fields.view(key, known_on)
    return certainty(view) if view else None
