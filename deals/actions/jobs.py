"""Ask for a stress run, take it up, say how far it is, end it; whoever asked may call it off. Nothing here waits."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Q

from deals.exposure.dimensions import NAMES
from deals.jobs.models import Job
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key
from dealtracker.money import AmountError, parse_currency, parse_decimal
from dealtracker.periods import DateError, parse_day
from dealtracker.strictjson import Fault
from parties.models import Party

MOST_ATTEMPTS = 3
ABANDONED = timedelta(seconds=150)
MOST_AT_ONCE = 5
_RANGES = {
    "chips": (Decimal(-1), Decimal(10)),
    "fx": (Decimal("-0.99"), Decimal(10)),
    "rate_bps": (Decimal(-5000), Decimal(5000)),
}
SHOCKS = (*_RANGES, "barred")
Inputs = dict[str, Any]


class JobRefused(ValueError):
    """A run that cannot be asked for; `faults` name each field, the reason and what is taken."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer[1:]}: {fault.detail}" for fault in faults))
        self.faults = faults


def read_inputs(given: Inputs, *, viewer: Viewer, today: str) -> Inputs:
    """The inputs as they are frozen: {"as_of", "currency", "measure", "dimensions", "shocks", "invented"}. Raises JobRefused
    that names every field that is wrong."""
    faults: list[Fault] = []
    known = ("as_of", "currency", "measure", "dimensions", "invented", *SHOCKS)
    faults += [
        Fault(f"/{n[:60]}", "unknown_field", f"is not a field here; there are: {', '.join(known)}")
        for n in given
        if n not in known
    ]
    inputs = {
        "as_of": _read(given.get("as_of") or today, _day, "as_of", faults),
        "currency": _read(given.get("currency") or "USD", parse_currency, "currency", faults),
        "measure": _one_of(given.get("measure") or "debt", ("debt", "equity"), "measure", faults),
        "dimensions": _dimensions(given.get("dimensions"), faults),
        "invented": _flag(given.get("invented", False), faults),
        "shocks": _shocks(given, viewer, faults),
    }  # fmt: skip
    if not inputs["shocks"] and not faults:
        faults.append(Fault("/shocks", "required", f"give at least one of: {', '.join(SHOCKS)}"))
    if faults:
        raise JobRefused(*faults)
    return inputs


def _read(text: Any, reader: Any, name: str, faults: list[Fault]) -> Any:
    try:
        return reader(text)
    except (AmountError, DateError, ValueError, TypeError) as error:
        faults.append(Fault(f"/{name}", "invalid_value", str(error)))
        return None


def _day(text: Any) -> str:
    return parse_day(text).isoformat()


def _one_of(value: Any, taken: Sequence[str], name: str, faults: list[Fault]) -> Any:
    if value not in taken:
        faults.append(Fault(f"/{name}", "invalid_value", f'"{str(value)[:60]}" is not one of: {", ".join(taken)}'))
    return value


def _flag(value: Any, faults: list[Fault]) -> bool:
    if not isinstance(value, bool):
        faults.append(Fault("/invented", "invalid_value", "must be true or false"))
    return bool(value)


def _dimensions(value: Any, faults: list[Fault]) -> list[str]:
    if not isinstance(value, list) or not value:
        faults.append(Fault("/dimensions", "required", f"must be a list of one or more of: {', '.join(NAMES)}"))
        return []
    for one in value:
        _one_of(one, NAMES, "dimensions", faults)
    return [name for name in NAMES if name in value]


def _shocks(given: Inputs, viewer: Viewer, faults: list[Fault]) -> dict[str, str]:
    found = {}
    for name, (least, most) in _RANGES.items():
        if given.get(name) not in (None, ""):
            value = _read(given[name], parse_decimal, name, faults)
            if value is not None and not least <= value <= most:
                faults.append(Fault(f"/{name}", "invalid_value", f"must lie between {least} and {most}"))
            found[name] = str(given[name])
    if given.get("barred") not in (None, ""):
        key = private_key("party", str(given["barred"]))
        if key is None or not Party.objects.visible_to(viewer).filter(pk=key).exists():
            faults.append(
                Fault("/barred", "invalid_value", "must be the id of a party: party_ and 32 hexadecimal digits")
            )
        found["barred"] = str(given["barred"])
    return found


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
