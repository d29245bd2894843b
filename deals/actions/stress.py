"""Ask for a stress run, or call it off; a worker does it, nobody waits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from deals.actions.stress_inputs import Inputs, JobRefused
from deals.jobs.models import Job
from dealtracker.access.rules import Viewer
from dealtracker.strictjson import Fault

MOST_AT_ONCE = 5


@transaction.atomic
def ask_stress(*, inputs: Inputs, cause: str, viewer: Viewer, at: datetime) -> Job:
    """A waiting run over what the viewer reads now; a worker takes it up. Raises JobRefused; then nothing was saved."""
    if not viewer.edits or viewer.user_id is None or "write" not in viewer.scopes:
        raise JobRefused(Fault("", "not_allowed", "only an editor may ask for a run"))
    if len(cause) > 200:
        raise JobRefused(Fault("/cause", "too_long", "takes at most 200 characters"))
    if Job.rows.filter(asked_by=viewer.user_id, state__in=("waiting", "running")).count() >= MOST_AT_ONCE:
        raise JobRefused(
            Fault("", "too_many", f"{MOST_AT_ONCE} runs of yours have not ended; wait for one, or call one off")
        )
    job = Job(
        kind="stress", walls=sorted(viewer.walls), asked_by_id=viewer.user_id, asked_at=at, cause=cause.strip() or "asked by hand",
        inputs=inputs, total=len(inputs["dimensions"]) + 1,
    )  # fmt: skip
    job.save()
    return job


@transaction.atomic
def cancel_job(*, job: UUID, viewer: Viewer, at: datetime) -> bool:
    """Whether it was still waiting or running; only whoever asked for it calls it off."""
    found = Job.objects.visible_to(viewer).filter(pk=job, asked_by=viewer.user_id, state__in=("waiting", "running"))
    return bool(found.update(state="cancelled", ended_at=at))
