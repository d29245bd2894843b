"""Decisions on a deal: the records, what waits for a second person, and who may be that person. For its editors alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from deals.agreements.models import Deal
from dealtracker.access.models import Membership
from dealtracker.access.rules import Viewer
from dealtracker.desk.models import DecisionRecord, Task, TaskComment


@dataclass(frozen=True)
class Waiting:
    """An open task of a deal with its remarks, oldest first; `second` is asked to confirm."""

    task: UUID
    title: str
    second: str
    remarks: tuple[tuple[UUID, str], ...]


def records_of(*, viewer: Viewer, deal: UUID) -> list[DecisionRecord]:
    """Newest first."""
    found = DecisionRecord.objects.editable_by(viewer).select_related("decided_by", "confirmed_by").filter(deal=deal)
    return list(found.order_by("-decided_at", "pk"))


def record_of(*, viewer: Viewer, record: UUID) -> DecisionRecord | None:
    found = DecisionRecord.objects.editable_by(viewer).select_related("decided_by", "confirmed_by").filter(pk=record)
    return found.first()


def waiting_for(*, viewer: Viewer, deal: UUID, task: UUID | None = None) -> list[Waiting]:
    """Tasks of the deal that are not closed, with what was said on them; not each of them is a proposal."""
    found = Task.objects.editable_by(viewer).filter(deal=deal, closed_at=None, second__isnull=False).select_related("owner")
    rows = list(found.filter(pk=task) if task else found.order_by("created_at"))
    said: dict[UUID, list[tuple[UUID, str]]] = {row.pk: [] for row in rows}
    remarks = TaskComment.objects.editable_by(viewer).filter(task__in=rows).order_by("written_at")
    for key, author, text in remarks.values_list("task", "author", "text"):
        said[key].append((author, text))
    return [Waiting(row.pk, row.title, row.owner.get_username() if row.owner else "", tuple(said[row.pk])) for row in rows]


def other_editors(*, viewer: Viewer, deal: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """People other than the viewer who may change the deal: (user, name), by name."""
    wall = Deal.objects.editable_by(viewer).filter(pk=deal).values_list("compartment_id", flat=True).first()
    running = Q(end=None) | Q(end__gt=at)
    found = Membership.objects.filter(
        running, compartment=wall, part=Membership.Part.EDITOR, start__lte=at, user__is_active=True
    ).exclude(user=viewer.user_id)
    return sorted({(row.user_id, row.user.get_username()) for row in found.select_related("user")}, key=lambda pair: pair[1])
