"""Stages from events. Plain Python: an event moves its facility forward; a skipped stage stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from dealtracker.periods import OPEN_END, When

STAGES = ("talks", "marketing", "committed", "signed", "closed", "ended")
# Which stage an event shows its facility to be in; an event not named here says nothing about the stage.
STAGE_OF = {
    "talks began": "talks",
    "mandate": "marketing",
    "marketing launched": "marketing",
    "syndication launched": "marketing",
    "committed": "committed",
    "underwriting": "committed",
    "signed": "signed",
    "closed": "closed",
    "drawn": "closed",
    "issued": "closed",
    "syndication closed": "closed",
    "repaid": "ended",
    "refinanced": "ended",
    "written off": "ended",
    "withdrawn": "ended",
    "terminated": "ended",
    "expired": "ended",
}
# Banks are mandated for an increase, and sell down what they have underwritten, long after the signing.
_ALONGSIDE = {"mandate", "syndication launched", "underwriting"}


@dataclass(frozen=True)
class StageEvent:
    """One event as the timeline needs it; `facility` is None for the deal as a whole."""

    id: UUID
    kind: str
    when: When
    facility: UUID | None = None
    overrides: bool = False


@dataclass(frozen=True)
class Stage:
    """A stage on [start, end); `start_when` and `end_when` keep the imprecise bounds in the events' own words."""

    stage: str
    start: date
    end: date
    start_when: str
    end_when: str
    event: UUID


def legal_moves(now: str | None) -> tuple[str, ...]:
    """Stages that may follow without a reason: any later one, and talks and marketing in turn."""
    if now is None:
        return STAGES
    later = STAGES[STAGES.index(now) + 1 :]
    return ("talks", *later) if now == "marketing" else later


def first_day(when: When) -> date:
    """The day a look-up goes by: the earliest it can have been, or the latest where only that is known."""
    day = when.earliest or when.latest
    assert day is not None
    return day


def track(events: Sequence[StageEvent]) -> list[Stage]:
    """The stages of one facility from its events in any order; backward moves without reason say nothing."""
    moves, _ = _moves(events)
    return [_stage(move, following) for move, following in pairwise([*moves, None]) if move]


def going_back(events: Sequence[StageEvent]) -> list[tuple[StageEvent, StageEvent]]:
    """Events of one facility that need a reason and have none, each with the one that surely came before and forbids it."""
    return [(event, held) for event, held in _moves(events)[1] if event.kind not in _ALONGSIDE and _after(event, held)]


def _after(event: StageEvent, other: StageEvent) -> bool:
    return bool(event.when.earliest and other.when.latest and event.when.earliest > other.when.latest)


def _moves(events: Sequence[StageEvent]) -> tuple[list[tuple[str, StageEvent]], list[tuple[StageEvent, StageEvent]]]:
    """(stage, event) of the moves that count, in order; and the events that would go back, with the one that forbids."""
    moves: list[tuple[str, StageEvent]] = []
    back: list[tuple[StageEvent, StageEvent]] = []
    for event in sorted(events, key=lambda e: (first_day(e.when), STAGES.index(STAGE_OF[e.kind]), e.id)):
        stage = STAGE_OF[event.kind]
        now = moves[-1][0] if moves else None
        if stage == now:
            continue
        if now and stage not in legal_moves(now) and not event.overrides:
            back.append((event, moves[-1][1]))
            continue
        if moves and first_day(moves[-1][1].when) == first_day(event.when):
            moves.pop()
            if moves and moves[-1][0] == stage:
                continue
        moves.append((stage, event))
    return moves, back


def _stage(move: tuple[str, StageEvent], following: tuple[str, StageEvent] | None) -> Stage:
    stage, event = move
    end, end_when = (first_day(following[1].when), following[1].when.text) if following else (OPEN_END, "")
    return Stage(stage, first_day(event.when), end, event.when.text, end_when, event.id)


def stages(events: Sequence[StageEvent], facilities: Sequence[UUID]) -> dict[UUID | None, list[Stage]]:
    """Periods per facility, and under None those of the deal: its most advanced facility still alive.

    Events of the deal as a whole hold for each facility. A deal has ended only when all its facilities have.
    """
    telling = [event for event in events if event.kind in STAGE_OF]
    whole = [event for event in telling if event.facility is None]
    tracks: dict[UUID | None, list[Stage]] = {f: track([e for e in telling if e.facility in (f, None)]) for f in facilities}
    known = [found for found in tracks.values() if found]
    return {**tracks, None: _combined(known or [track(whole)])}


def _combined(tracks: Sequence[Sequence[Stage]]) -> list[Stage]:
    days = sorted({stage.start for track in tracks for stage in track})
    found: list[Stage] = []
    for day, after in pairwise([*days, OPEN_END]):
        here = [stage for track in tracks for stage in track if stage.start <= day < stage.end]
        alive = [stage for stage in here if stage.stage != "ended"]
        best = max(alive or here, key=lambda s: (STAGES.index(s.stage), s.start), default=None)
        if best is None:
            continue
        if found and found[-1].stage == best.stage:
            found[-1] = Stage(best.stage, found[-1].start, after, found[-1].start_when, best.end_when, found[-1].event)
        else:
            found.append(Stage(best.stage, day, after, best.start_when, best.end_when, best.event))
    return found


def stage_on(periods: Sequence[Stage], day: date) -> Stage | None:
    """The stage that holds on a day, if any is known."""
    return next((stage for stage in periods if stage.start <= day < stage.end), None)
