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
_ALTERNATE = {("marketing", "talks")}


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


class IllegalMove(ValueError):
    """A stage that cannot follow; `legal` are those that can."""

    def __init__(self, *, now: str, wanted: str) -> None:
        self.legal = legal_moves(now)
        super().__init__(
            f"a facility in {now} cannot go back to {wanted} without a reason; it can go to {', '.join(self.legal)}"
        )


def legal_moves(now: str | None) -> tuple[str, ...]:
    """Stages that may follow without a reason: any later one, and talks and marketing in turn."""
    if now is None:
        return STAGES
    later = STAGES[STAGES.index(now) + 1 :]
    return ("talks", *later) if now == "marketing" else later


def check_move(*, now: str | None, wanted: str, reason: str) -> None:
    """Raises IllegalMove for a backward move without a reason."""
    if now is not None and wanted != now and wanted not in legal_moves(now) and not reason:
        raise IllegalMove(now=now, wanted=wanted)


def first_day(when: When) -> date:
    """The day a look-up goes by: the earliest it can have been, or the latest where only that is known."""
    day = when.earliest or when.latest
    assert day is not None
    return day


def track(events: Sequence[StageEvent]) -> list[Stage]:
    """The stages of one facility from its events in any order; illegal backward moves without reason say nothing."""
    moves: list[tuple[str, StageEvent]] = []
    for event in sorted(events, key=lambda e: (first_day(e.when), STAGES.index(STAGE_OF[e.kind]), e.id)):
        stage = STAGE_OF[event.kind]
        now = moves[-1][0] if moves else None
        if stage == now or (now and stage not in legal_moves(now) and not event.overrides):
            continue
        if moves and first_day(moves[-1][1].when) == first_day(event.when):
            moves.pop()
            if moves and moves[-1][0] == stage:
                continue
        moves.append((stage, event))
    return [_stage(move, following) for move, following in pairwise([*moves, None]) if move]


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
