"""Take a run up, say how far it is, end it: safe when a worker is killed or two come for the same one."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Q

from deals.actions.stress_inputs import Inputs
from deals.jobs.models import Job

MOST_ATTEMPTS = 3
ABANDONED = timedelta(seconds=150)


def unfinished(*, at: datetime) -> list[UUID]:
    """Runs that wait, or whose worker has not been heard of for too long."""
    lost = Q(state="running", seen_at__lt=at - ABANDONED)
    return list(Job.rows.filter(Q(state="waiting") | lost).order_by("asked_at").values_list("pk", flat=True)[:100])


@transaction.atomic
def take_job(*, job: UUID, at: datetime) -> Job | None:
    """The run, now taken up by this worker; None where another has it or it has ended. One that has cost several
    workers their lives is set aside, with that as its error."""
    found: Job | None = (
        Job.rows.select_for_update(skip_locked=True).filter(pk=job, state__in=("waiting", "running")).first()
    )
    if found is None or (found.state == "running" and found.seen_at and found.seen_at > at - ABANDONED):
        return None
    if found.attempts >= MOST_ATTEMPTS:
        found.state, found.ended_at = "failed", at
        found.error = f"its worker ended {found.attempts} times while doing it; it is not tried again"
        found.save(update_fields=["state", "ended_at", "error"])
        return None
    found.state, found.seen_at, found.started_at = "running", at, found.started_at or at
    found.attempts, found.done = found.attempts + 1, 0
    found.save(update_fields=["state", "seen_at", "started_at", "attempts", "done"])
    return found


def report_progress(*, job: UUID, done: int, at: datetime) -> bool:
    """Whether it is still to go on: False where it was called off."""
    return bool(Job.rows.filter(pk=job, state="running").update(done=done, seen_at=at))


@transaction.atomic
def end_job(*, job: UUID, at: datetime, result: dict[str, Any] | None = None, error: str = "") -> None:
    """Freeze the result with a digest over inputs and result, or keep the error; one that was called off stays so."""
    found = Job.rows.select_for_update().get(pk=job)
    if found.state != "running":
        return
    found.state, found.ended_at, found.seen_at, found.error = "failed" if error else "done", at, at, error[:2000]
    if result is not None:
        found.result, found.done = result, found.total
        found.digest = digest_of(found.inputs, result)
    found.save(update_fields=["state", "ended_at", "seen_at", "error", "result", "done", "digest"])


def digest_of(inputs: Inputs, result: dict[str, Any]) -> str:
    """SHA-256 over inputs and result with sorted keys."""
    return hashlib.sha256(orjson.dumps({"inputs": inputs, "result": result}, option=orjson.OPT_SORT_KEYS)).hexdigest()
