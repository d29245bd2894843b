"""Rebuild every derived room of a set of stale deals, in one transaction; safe to run twice, late or out of order."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from deals import facts
from deals.controls import recompute as controls
from deals.controls.queries import look_again
from deals.exposure import recompute as exposure
from deals.sheets import made_from
from deals.sheets import recompute as sheets
from deals.sheets.calc.bundle import Bundle, known_from, seen_on
from deals.sheets.calc.sheet import event_day, sheet
from deals.sheets.calc.tracks import stage_tracks
from deals.sheets.exposure_seen import last_days, stated_rows
from deals.sheets.findings import Answers, answers_over_time, finding_days, finding_rows, findings_on
from deals.sheets.models import RefreshState
from deals.sheets.queries import load
from deals.sheets.summary import evidence_summary, settled_on
from deals.timeline import recompute as timeline
from deals.timeline.calc import Stage
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import set_walls
from dealtracker.bulk import uncollected
from dealtracker.evidence.recompute import rebuild_shared_standing, replace_standing, weighed
from dealtracker.evidence.rules.standing import Fields
from dealtracker.periods import OPEN_END
from parties.register.merged import merged_among, one_look

SET_SIZE = 1000
_SYSTEM = system_viewer("refresh")
_RETRY_SECONDS = (1, 5, 30, 300, 3600)
log = logging.getLogger(__name__)
# From the table of facts, so that no column that names a party or a site is forgotten.
_NAMED = " UNION ".join(
    [
        "SELECT true, party_id FROM evidence_reply WHERE deal = ANY(%(ids)s)",
        "SELECT true, m.to_party_id FROM parties_party_members m JOIN deals_role r ON r.party_id = m.from_party_id"
        " WHERE r.deal_id = ANY(%(ids)s)",
        "SELECT false, site_id FROM deals_dealsite WHERE deal_id = ANY(%(ids)s)",
        *(
            f"SELECT {f.to == 'parties'}, {f.column} FROM {e.model._meta.db_table} WHERE deal_id = ANY(%(ids)s)"
            for e in facts.ENTITIES
            for f in e.fields
            if f.type == facts.REF and f.to in ("parties", "sites")
        ),
    ]
)


_STALE = "(wanted > done OR valid_until <= %(today)s)"
_TAKE = f"""
WITH free AS (
    SELECT deal FROM deals_refreshstate WHERE deal = ANY(%(deals)s) AND {_STALE} ORDER BY deal FOR UPDATE SKIP LOCKED
)
UPDATE deals_refreshstate s SET done = greatest(s.done, w.wanted), done_at = now(), attempts = 0, error = '', retry_at = NULL
FROM unnest(%(deals)s::uuid[], %(wanted)s::bigint[]) AS w (deal, wanted) JOIN free USING (deal) WHERE s.deal = w.deal
RETURNING s.deal
"""


def refresh(deals: Iterable[UUID], *, at: datetime) -> int:
    """Rebuild those of `deals` that are still stale; returns how many. A deal that fails is set aside with its error."""
    ids = sorted(set(deals))
    try:
        with uncollected(), one_look():
            return _refresh_set(ids, at=at)
    except Exception as error:
        if len(ids) > 1:
            log.warning("a set of %d deals failed (%s); trying them one by one", len(ids), error)
            return sum(refresh([deal], at=at) for deal in ids)
        _set_aside(ids, error, at=at)
        return 0


def behind(*, limit: int = SET_SIZE) -> list[UUID]:
    """Deals whose derived rows are behind what is wanted, longest waiting first."""
    return [deal for deal, _ in waiting(limit=limit)]


def waiting(*, limit: int = SET_SIZE) -> list[tuple[UUID, datetime]]:
    """The same with the moment at which the latest change was marked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deal, wanted_at FROM refresh_behind() ORDER BY wanted_at LIMIT %s", [limit])
        return list(cursor)


def _refresh_set(ids: Sequence[UUID], *, at: datetime) -> int:
    today = at.astimezone(UTC).date()
    with transaction.atomic():
        set_walls(_SYSTEM)
        wanted = _wanted(ids, today)
        before = _Before.of(list(wanted), today)
        evidence = _weigh_all(before.changed)
    with transaction.atomic():
        set_walls(_SYSTEM)
        taken = _take(wanted, today)
        if found := [deal for deal in taken if deal in before.changed]:
            _rebuild_deals(found, today=today, evidence=evidence)
            before.keep(found)
        return len(taken)


@dataclass(frozen=True)
class _Before:
    """What a set of deals rested on before it was looked at, and those of them of which anything has changed since."""

    around: str
    rested: Mapping[UUID, made_from.Versions]
    changed: list[UUID]

    @classmethod
    def of(cls, deals: list[UUID], today: date) -> _Before:
        """One deal alone is rebuilt sooner than it is compared."""
        if len(deals) < 2:
            return cls("", {}, deals)
        around, found = made_from.around(today), made_from.versions(deals)
        same = made_from.unchanged(made_from.prints(around=around, rested=found))
        return cls(around, found, [deal for deal in deals if deal not in same])

    def keep(self, rebuilt: Sequence[UUID]) -> None:
        """What they rest on as it was before: a change that came since then makes a difference."""
        if self.rested:
            rested = {deal: self.rested[deal] for deal in rebuilt}
            _keep_prints(made_from.prints(around=self.around, rested=rested, made=made_from.versions_made(rebuilt)))


def _keep_prints(prints: Mapping[UUID, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deals_refreshstate s SET made_from = w.made FROM unnest(%s::uuid[], %s::text[]) AS w (deal, made)"
            " WHERE s.deal = w.deal",
            [list(prints), list(prints.values())],
        )


def _wanted(ids: Sequence[UUID], today: date) -> dict[UUID, int]:
    """Deal → what is wanted of it now, for those still stale."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT deal, wanted FROM deals_refreshstate WHERE deal = ANY(%(deals)s) AND {_STALE} ORDER BY deal",
            {"deals": list(ids), "today": today},
        )
        return dict(cursor.fetchall())


def _take(wanted: Mapping[UUID, int], today: date) -> list[UUID]:
    """Those still stale and not in another's hands. Only what was wanted before their parties were looked at counts
    as done: a change that came since then leaves them stale."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"deals": list(wanted), "wanted": list(wanted.values()), "today": today})
        return sorted(deal for (deal,) in cursor)


def rebuild(deals: Sequence[UUID], *, today: date) -> None:
    """Standing first, then what rests on it; parties and sites named by the deals have their own standing."""
    _rebuild_deals(deals, today=today, evidence=_weigh_all(deals))


def _weigh_all(deals: Sequence[UUID]) -> dict[UUID, Fields | None]:
    """The evidence of the deals and of what they name, if they have any, and standings of the latter made right. Read after
    what was wanted of them: a change that comes later asks again."""
    named = _named(deals)
    evidence = weighed({*deals, *named})
    rebuild_shared_standing(named, found=evidence)
    return {subject: evidence.get(subject) for subject in (*deals, *named)}


@dataclass(frozen=True)
class _Seen:
    """One deal as known today, with what follows from it over time."""

    bundle: Bundle
    tracks: dict[str, list[Stage]]
    answers: Answers
    settled: date | None

    @classmethod
    def of(cls, bundle: Bundle, evidence: Fields | None, today: date) -> _Seen:
        seen, settled = seen_on(bundle, today), settled_on(bundle, evidence, today=today)
        return cls(seen, stage_tracks(seen), answers_over_time(seen), settled)

    @property
    def boundaries(self) -> set[date]:
        """Days on which the sheet will read differently though nothing is entered."""
        starts = {stage.start for periods in self.tracks.values() for stage in periods}
        return starts | finding_days(self.answers) | {day for row in self.bundle.rows["events"] if (day := event_day(row))}

    def sheet(self, evidence: dict[str, Any], day: date) -> dict[str, Any]:
        return sheet(
            self.bundle, stages=self.tracks, evidence=evidence, findings=findings_on(self.answers, day), as_of=day
        )

    def sheets(self, evidence: dict[str, Any], today: date) -> list[sheets.Written]:
        """Today's sheet and the one from the next boundary on, so that midnight makes nothing stale."""
        if known_from(self.bundle) is None:
            return []
        later = sorted(day for day in self.boundaries if day > today)
        periods = zip([today, *later[:1]], [*later[:2], OPEN_END], strict=False)
        return [sheets.Written(self.bundle, self.sheet(evidence, day), day, end, self.settled) for day, end in periods]


@dataclass
class _Rooms:
    """What a set of deals comes to in each room; of a deal nothing else is held once it was looked at."""

    tracks: dict[UUID, dict[str, list[Stage]]] = field(default_factory=dict)
    walls: dict[UUID, UUID] = field(default_factory=dict)
    stated: list[dict[str, Any]] = field(default_factory=list)
    merged: dict[UUID, dict[str, str]] = field(default_factory=dict)
    lasts: dict[str, date] = field(default_factory=dict)
    booked: list[UUID] = field(default_factory=list)
    found: list[tuple[Any, ...]] = field(default_factory=list)
    sheets: sheets.Told = field(default_factory=sheets.Told)

    def add(self, deal: UUID, bundle: Bundle, fields: Fields | None, *, today: date) -> None:
        one = _Seen.of(bundle, fields, today)
        summaries = evidence_summary({deal: bundle}, known_on=today, evidence={deal: fields} if fields else {})
        self.tracks[deal], self.walls[deal] = one.tracks, UUID(bundle.deal["compartment_id"])
        self.stated += stated_rows(bundle, one.bundle, one.tracks)
        self.lasts |= last_days(bundle)
        if bundle.merged:
            self.merged[deal] = bundle.merged
        if bundle.rows["entries"]:
            self.booked.append(deal)
        self.found += finding_rows(one.bundle, one.answers)
        self.sheets.add(one.sheets(summaries[deal], today))


def _rebuild_deals(deals: Sequence[UUID], *, today: date, evidence: dict[UUID, Fields | None]) -> None:
    look_again()
    replace_standing({deal: fields for deal in deals if (fields := evidence[deal])}, deals)
    bundles = load(deals, standing={subject: fields.rows if fields else [] for subject, fields in evidence.items()})
    rooms = _Rooms()
    for deal in list(bundles):
        rooms.add(deal, bundles.pop(deal), evidence.pop(deal), today=today)
    timeline.rebuild(rooms.tracks, walls=rooms.walls, deals=deals)
    exposure.rebuild(rooms.stated, deals=deals, booked=rooms.booked, lasts=rooms.lasts, merged=rooms.merged)
    controls.rebuild(rooms.found, deals=deals)
    sheets.rebuild(rooms.sheets, deals=deals)
    _valid_until(rooms.sheets.lasts, deals, today=today)


def _valid_until(lasts: Mapping[str, date], deals: Sequence[UUID], *, today: date) -> None:
    """A deal is looked at again on the day its next sheet begins to hold: the last of its sheets (`lasts`) is that one."""
    later = {deal: day for deal, day in lasts.items() if day > today}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deals_refreshstate s SET valid_until = w.day FROM unnest(%s::uuid[]) AS one (deal)"
            " LEFT JOIN unnest(%s::uuid[], %s::date[]) AS w (deal, day) USING (deal)"
            " WHERE s.deal = one.deal AND s.valid_until IS DISTINCT FROM w.day",
            [list(deals), list(later), list(later.values())],
        )


def _named(deals: Sequence[UUID]) -> set[UUID]:
    """The parties and sites that these deals name, and the records that were judged one with those parties."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"ids": list(deals)})
        found = [(is_party, key) for is_party, key in cursor if key]
    parties = {key for is_party, key in found if is_party}
    return merged_among(parties).records() | {key for _, key in found}


def _set_aside(ids: Sequence[UUID], error: Exception, *, at: datetime) -> None:
    """Keep the error where people see it, and try again later, less and less often."""
    log.error("deal %s cannot be rebuilt", ids, exc_info=error)
    if isinstance(error, DatabaseError) and connection.connection is None:
        return
    with transaction.atomic():
        set_walls(_SYSTEM)
        for state in RefreshState.rows.select_for_update().filter(pk__in=ids):
            wait = _RETRY_SECONDS[min(state.attempts, len(_RETRY_SECONDS) - 1)]
            state.attempts, state.error = state.attempts + 1, f"{type(error).__name__}: {error}"[:2000]
            state.retry_at = at + timedelta(seconds=wait)
            state.save(update_fields=["attempts", "error", "retry_at"])
