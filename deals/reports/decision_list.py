"""Decisions on a deal: the records, what waits for a second person, and who may be that person. For its editors alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from deals.agreements.models import Deal
from dealtracker.access.models import Membership, User
from dealtracker.access.rules import Viewer
from dealtracker.desk.models import DecisionProposal, DecisionRecord


@dataclass(frozen=True)
class Waiting:
    """A proposal that waits in a task of `second`, who is asked to confirm it by `due`."""

    task: UUID
    second: str
    due: date | None
    proposal: DecisionProposal


def records_of(*, viewer: Viewer, deal: UUID) -> list[DecisionRecord]:
    """Newest first."""
    found = DecisionRecord.objects.editable_by(viewer).select_related("decided_by", "confirmed_by").filter(deal=deal)
    return list(found.order_by("-decided_at", "pk"))


def record_of(*, viewer: Viewer, record: UUID) -> DecisionRecord | None:
    found = DecisionRecord.objects.editable_by(viewer).select_related("decided_by", "confirmed_by").filter(pk=record)
    return found.first()


def waiting_for(*, viewer: Viewer, deal: UUID, task: UUID | None = None) -> list[Waiting]:
    """Proposals on the deal whose task is not closed, the oldest first."""
    found = DecisionProposal.objects.editable_by(viewer).filter(deal=deal, task__closed_at=None).select_related("task__owner")
    rows = found.filter(task=task) if task else found.order_by("decided_at", "pk")
    return [Waiting(row.task_id, _name(row.task.owner), row.task.due_date, row) for row in rows]


def _name(user: User | None) -> str:
    return user.get_username() if user else ""


def other_editors(*, viewer: Viewer, deal: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """People other than the viewer who may change the deal: (user, name), by name."""
    wall = Deal.objects.editable_by(viewer).filter(pk=deal).values_list("compartment_id", flat=True).first()
    running = Q(end=None) | Q(end__gt=at)
    found = Membership.objects.filter(
        running, compartment=wall, part=Membership.Part.EDITOR, start__lte=at, user__is_active=True
    ).exclude(user=viewer.user_id)
    return sorted({(row.user_id, row.user.get_username()) for row in found.select_related("user")}, key=lambda pair: pair[1])
