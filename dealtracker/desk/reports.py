"""Tasks and what falls due, as far as the reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from dealtracker.access.models import User
from dealtracker.access.rules import Viewer
from dealtracker.desk.models import Obligation, Task


def tasks(*, viewer: Viewer, mine: bool = False, closed: bool = False, owner: UUID | None = None) -> QuerySet[Task]:
    """Open tasks (or closed ones), those without a day last; `mine` only those of the viewer."""
    found: QuerySet[Task] = Task.objects.visible_to(viewer).filter(closed_at__isnull=not closed)
    if mine:
        found = found.filter(owner=viewer.user_id)
    if owner:
        found = found.filter(owner=owner)
    return (
        found.select_related("owner")
        .prefetch_related("comments__author")
        .order_by(F("due_date").asc(nulls_last=True), "created_at", "pk")
    )


def obligations(*, viewer: Viewer, since: date | None = None) -> QuerySet[Obligation]:
    """What falls due and is not closed, earliest first."""
    found: QuerySet[Obligation] = Obligation.objects.visible_to(viewer).filter(closed_at=None)
    return (found.filter(due_date__gte=since) if since else found).order_by("due_date", "pk")


def closed_terms(*, viewer: Viewer, terms: Iterable[str]) -> set[str]:
    """Those of these days of terms that somebody closed."""
    found = Obligation.objects.visible_to(viewer).filter(term__in=set(terms)).exclude(closed_at=None)
    return set(found.values_list("term", flat=True))


def people(*, viewer: Viewer) -> list[User]:
    """Those who share a compartment that the viewer edits, by name: to whom a task there may be given."""
    shared = Q(memberships__compartment__in=viewer.edits)
    return list(User.objects.filter(shared, is_active=True).distinct().order_by("username")[:500])


def tasks_about(*, viewer: Viewer, about: Iterable[str]) -> dict[str, Task]:
    """What is to be mended → the open task about it that this viewer sees, the oldest of several."""
    found = Task.objects.visible_to(viewer).filter(closed_at=None, about__in=set(about)).select_related("owner")
    return {task.about: task for task in found.order_by("-created_at", "-pk")}
