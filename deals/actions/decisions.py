"""Close a review: one person decides and gives reasons, a second confirms; what it rested on is frozen under a hash.

The proposal is a row that nobody can change, and waits in a task of the second person; it names the hash of all that the
first person saw. If that has changed, nothing is confirmed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from deals.actions._changed import NotFound, lock_deal
from deals.agreements.models import Deal
from dealtracker.access.models import User
from dealtracker.access.rules import Viewer, may_change
from dealtracker.access.viewers import viewer_for
from dealtracker.access.walls import set_reason
from dealtracker.desk.models import DecisionProposal, DecisionRecord, Task, TaskComment

OUTCOMES = {
    "go on": "go on", "go on under conditions": "go on, under the conditions given", "wait": "wait for answers",
    "not go on": "not go on",
}  # fmt: skip
LONGEST = 4000
_COLUMNS = ("deal", "day", "outcome", "reasons", "case_number", "decided_by_name", "decided_at", "inputs_digest")


class DecisionRefused(ValueError):
    """A decision that cannot be kept; `field` says which part of the form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Proposal:
    """What one person decided on one day, before a second has confirmed it. `given` are answers to red-flag items."""

    deal: UUID
    day: date
    outcome: str
    reasons: str
    case_number: str
    decided_by: UUID
    decided_by_name: str
    decided_at: datetime
    inputs_digest: str
    given: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def canonical(body: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed: compact UTF-8 JSON, keys in order."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def digest(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(body)).hexdigest()


@transaction.atomic
def propose_decision(
    *, proposal: Proposal, second: UUID, viewer: Viewer, at: datetime, due: date | None = None
) -> Task:
    """Keep the proposal and ask the second person; raises NotFound, NotAllowed or DecisionRefused."""
    found = lock_deal(proposal.deal, viewer=viewer)
    _check_words(proposal)
    if viewer.user_id is None or proposal.decided_by != viewer.user_id:
        raise DecisionRefused("a decision is made by a person who is signed in")
    if second == viewer.user_id:
        raise DecisionRefused("must be another person than you", field="second")
    asked = User.objects.filter(pk=second, is_active=True).first()
    if asked is None or not may_change(viewer_for(asked, at=at), found.compartment_id):
        raise DecisionRefused("must be someone who edits the deals of this team", field="second")
    task: Task = Task.rows.create(
        compartment_id=found.compartment_id, deal=found.pk, title=f"Confirm the decision on {found.title}"[:300],
        owner=asked, second_id=viewer.user_id, due_date=due,
    )  # fmt: skip
    told = {name: getattr(proposal, name) for name in _COLUMNS}
    DecisionProposal.rows.create(
        compartment_id=found.compartment_id, task=task, decided_by_id=proposal.decided_by, **told, given=dict(proposal.given)
    )
    TaskComment.rows.create(compartment_id=found.compartment_id, task=task, author_id=viewer.user_id, text=_written(proposal))
    return task


def _check_words(proposal: Proposal) -> None:
    if proposal.outcome not in OUTCOMES:
        raise DecisionRefused(f"must be one of: {', '.join(OUTCOMES)}", field="outcome")
    if not proposal.reasons.strip() or len(proposal.reasons) > LONGEST:
        raise DecisionRefused(f"say why, in 1 to {LONGEST:,} characters", field="reasons")
    if len(proposal.case_number) > 80:
        raise DecisionRefused("takes at most 80 characters", field="case_number")


def _written(proposal: Proposal) -> str:
    """The remark: the decision in words."""
    number = f"\nCase number: {proposal.case_number}" if proposal.case_number else ""
    said = f"Decided: {OUTCOMES[proposal.outcome]}{number}\nReasons: {proposal.reasons}"
    return f"{said}\nSHA-256 of the inputs: {proposal.inputs_digest}"


def proposal_of(row: DecisionProposal) -> Proposal:
    """The stored proposal as a value."""
    told = {name: getattr(row, name) for name in _COLUMNS}
    given = {flag: (answer, evidence) for flag, (answer, evidence) in row.given.items()}
    return Proposal(**told, decided_by=row.decided_by_id, given=given)


@transaction.atomic
def confirm_decision(*, task: UUID, inputs: Mapping[str, Any], viewer: Viewer, at: datetime) -> DecisionRecord:
    """Freeze the decision; `inputs` is what it rests on as it stands now. Raises NotFound, NotAllowed, DecisionRefused."""
    found, proposal, deal = _open_task(task, viewer)
    if viewer.user_id is None or viewer.user_id == proposal.decided_by:
        raise DecisionRefused("a second person confirms: you decided this yourself")
    if digest(inputs) != proposal.inputs_digest:
        raise DecisionRefused("what the decision rests on has changed since; close this proposal and decide anew")
    body = {**inputs, "decision": _decision(proposal, found, viewer, at)}
    set_reason(proposal.reasons[:300])
    record: DecisionRecord = DecisionRecord.rows.create(
        compartment_id=deal.compartment_id, deal=deal.pk, body=body, digest=digest(body), case_number=proposal.case_number,
        decided_by_id=proposal.decided_by, confirmed_by_id=viewer.user_id, decided_at=proposal.decided_at,
    )  # fmt: skip
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    return record


@transaction.atomic
def close_proposal(*, task: UUID, reason: str, viewer: Viewer, at: datetime) -> None:
    """Take a proposal off the table, with the reason kept beside it. Raises NotFound, NotAllowed, DecisionRefused."""
    found, _, deal = _open_task(task, viewer)
    if not reason.strip() or len(reason) > LONGEST:
        raise DecisionRefused(f"say why, in 1 to {LONGEST:,} characters", field="reason")
    TaskComment.rows.create(
        compartment_id=deal.compartment_id, task=found, author_id=viewer.user_id, text=f"Closed without a record: {reason.strip()}"
    )
    found.closed_at = at
    found.save(update_fields=["closed_at"])


def _decision(proposal: Proposal, task: Task, viewer: Viewer, at: datetime) -> dict[str, Any]:
    return {
        "outcome": proposal.outcome, "reasons": proposal.reasons, "case_number": proposal.case_number, "task": str(task.pk),
        "decided_by": {"id": str(proposal.decided_by), "name": proposal.decided_by_name},
        "decided_at": proposal.decided_at.isoformat(), "inputs_sha256": proposal.inputs_digest,
        "confirmed_by": {"id": str(viewer.user_id), "name": viewer.name}, "confirmed_at": at.isoformat(),
    }  # fmt: skip


def _open_task(task: UUID, viewer: Viewer) -> tuple[Task, Proposal, Deal]:
    """The waiting task, locked behind its deal, and what was proposed in it."""
    seen = Task.objects.visible_to(viewer).filter(pk=task, deal__isnull=False).first()
    if seen is None:
        raise NotFound("there is no such proposal")
    deal = lock_deal(seen.deal, viewer=viewer)
    found = Task.rows.select_for_update().get(pk=task)
    row = DecisionProposal.rows.filter(task=found, deal=deal.pk).first()
    if row is None:
        raise NotFound("there is no such proposal")
    if found.closed_at is not None:
        raise DecisionRefused("this proposal is closed")
    return found, proposal_of(row), deal

