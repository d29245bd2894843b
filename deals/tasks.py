"""Celery tasks: ids in, one call."""
from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from deals.actions.jobs import end_job, report_progress, take_job, unfinished
from deals.actions.limit_breaches import note_breaches
from deals.jobs.models import Job
from deals.reconcile import forget_checks, keep_differences, reconcile
from deals.refresh import behind, refresh
from deals.reports.book_check import parts, settled, wrong_in
from deals.reports.limit_list import limits_of, walls_with_limits
from deals.reports.limit_uses import Days, limit_uses
from deals.reports.stress_result import stress_steps
from deals.sheets.stale import mark_stale
from dealtracker.access.rules import PUBLIC, Viewer, system_viewer
from dealtracker.access.viewers import viewer_for
from dealtracker.access.walls import as_viewer

_CHECK, _JOBS = system_viewer("check_book"), system_viewer("jobs")
_CHECKED_AT_ONCE = 50  # rebuilding and comparing every room of so many stays well within a task's time
log = logging.getLogger(__name__)


@shared_task(name="deals.refresh")
def refresh_deals(deals: list[str]) -> None:
    """Rebuild those of these deals that are still stale."""
    refresh(map(UUID, deals), at=timezone.now())


@shared_task(name="deals.refresh_stale")
def refresh_stale() -> None:
    """The safety net: whatever is behind, whoever forgot it."""
    while found := behind():
        if not refresh(found, at=timezone.now()):
            return


@shared_task(name="deals.check_limits")
def check_limits() -> None:
    """Compares what is at stake today with every limit, a team at a time, and keeps what began or ended."""
    now = timezone.now()
    with as_viewer(system_viewer("check_limits")):
        walls = walls_with_limits()
    for wall in walls:
        with as_viewer(Viewer(name="system: check_limits", walls=frozenset({PUBLIC, wall}), edits=frozenset({wall}))) as viewer:
            note_limits(viewer=viewer, walls=[wall], at=now)


def note_limits(*, viewer: Viewer, walls: Sequence[UUID], at: datetime) -> None:
    """The same for the limits of these compartments, within the transaction of whoever asks."""
    today = at.date()
    limits = limits_of(viewer=viewer, walls=walls)
    uses = limit_uses(limits=limits, days=Days(today, today, today))
    note_breaches(uses=uses, day=today, at=at, viewer=viewer)


@shared_task(name="deals.start_jobs")
def start_jobs() -> None:
    """Hands runs that wait, or whose worker is gone, to a worker: a request itself only commits."""
    with as_viewer(_JOBS):
        found = unfinished(at=timezone.now())
    for job in found:
        run_job.delay(str(job))


@shared_task(name="deals.run_job")
def run_job(job: str) -> None:
    """Does one run, step by step, with the rights of whoever asked for it; an error is kept where people see it."""
    with as_viewer(_JOBS):
        taken = take_job(job=UUID(job), at=timezone.now())
    if taken is None:
        return
    try:
        result = _stressed(taken)
    except Exception as error:
        log.exception("run %s failed", job)
        result, words = None, f"{type(error).__name__}: {error}"
    else:
        words = ""
    with as_viewer(_JOBS):
        end_job(job=taken.pk, at=timezone.now(), result=result, error=words)


def _stressed(job: Job) -> dict[str, Any] | None:
    """The result; None where it was called off meanwhile."""
    now = timezone.now()
    asker = viewer_for(job.asked_by, at=now)
    if not set(job.walls) <= asker.walls:
        raise PermissionError("whoever asked for it no longer reads all that it was to draw on")
    viewer = replace(asker, walls=frozenset(job.walls), edits=frozenset())
    steps = []
    for step in stress_steps(viewer=viewer, inputs=job.inputs, today=now.date()):
        steps.append(step)
        with as_viewer(_JOBS):
            if not report_progress(job=job.pk, done=len(steps), at=timezone.now()):
                return None
    return {**steps[0], "dimensions": steps[1:], "known_on": now.date().isoformat()}


@shared_task(name="deals.check_book")
def check_book() -> None:
    """Asks for the whole book to be worked out again, a part of the deals at a time."""
    forget_checks()
    with as_viewer(_CHECK):
        found = [[str(deal) for deal in deals] for deals in parts()]
    for deals in found:
        for start in range(0, len(deals), _CHECKED_AT_ONCE):
            check_book_part.delay(deals[start : start + _CHECKED_AT_ONCE])


@shared_task(name="deals.check_book_part")
def check_book_part(deals: list[str]) -> None:
    """Works these deals out again; what differs is kept for people to see, logged, and mended.

    What then stands of exposure is told against plain Python as well: rebuilding by the same statements would repeat a
    fault of theirs.
    """
    ids, now = list(map(UUID, deals)), timezone.now()
    damaged = reconcile(ids, today=now.date(), at=now)
    for deal, differences in damaged.items():
        log.error("deal %s differed from its facts in %d figures", deal, len(differences))
    with as_viewer(_CHECK):
        found = list(wrong_in(settled(ids), today=now.date()))
        for one in found:
            log.error("the book differs: %s", one.words())
        mark_stale({one.deal for one in found}, cause="the nightly check found a difference")
    for deal in {one.deal for one in found}:
        figures = [row for one in found if one.deal == deal for row in one.figures()]
        keep_differences(deal=deal, differences=[*map(asdict, damaged.get(deal, [])), *figures], at=now)
