"""Long work that somebody asked for, and what the last check of each deal's derived rows found."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dealtracker.access.rules import Viewer

STATES = ("waiting", "running", "done", "failed", "cancelled")


class JobQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Jobs that drew on nothing but what the viewer reads."""
        return self if viewer.system else self.filter(walls__contained_by=sorted(viewer.walls))


class JobManager(models.Manager[Any]):
    """`objects` answers only `visible_to(viewer)`."""

    def visible_to(self, viewer: Viewer) -> JobQuerySet:
        return JobQuerySet(self.model, using=self._db).visible_to(viewer)


class Job(models.Model):
    """One piece of work: its inputs as asked, how far it is, and its result, frozen with a digest over both.

    `walls` are the compartments that it drew on; whoever does not read all of them does not see it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=[("stress", "stress")])
    walls = ArrayField(models.UUIDField())
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField()
    cause = models.CharField(max_length=200)
    inputs = models.JSONField()
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    rows = models.Manager()
    objects = JobManager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"
        indexes = [
            models.Index(fields=("-asked_at",), name="job_by_day"),
            models.Index(fields=("seen_at",), condition=Q(state__in=("waiting", "running")), name="job_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="job_state_known"),
            models.CheckConstraint(condition=Q(walls__len__gt=0), name="job_has_walls"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.asked_at:%Y-%m-%d}"


class BookCheck(models.Model):
    """Derived: when a deal's derived rows were last worked out again from its facts, and what differed the last time any did.

    `differences` is [{"room", "row", "figure", "stored", "found"}]; both values as text, None where there is no such row.
    """

    deal = models.UUIDField(primary_key=True)
    compartment = models.UUIDField()
    checked_at = models.DateTimeField()
    differed_at = models.DateTimeField(null=True, blank=True)
    differences = models.JSONField(default=list)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [models.Index(fields=("-differed_at",), condition=~Q(differed_at=None), name="book_check_differed")]
