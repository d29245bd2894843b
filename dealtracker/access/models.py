"""People, compartments, and the base of every walled row."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from dealtracker.access.rules import PUBLIC, Viewer


class User(AbstractUser):
    """A person who signs in. Superusers administer; no one is above a wall."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


class Compartment(models.Model):
    """Public, or a team behind a wall."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.pk == PUBLIC


class Membership(models.Model):
    """Who reads or edits a compartment, from when until when, approved by whom."""

    class Part(models.TextChoices):
        READER = "reader", "reads"
        EDITOR = "editor", "reads and edits"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="memberships")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.READER)
    start = models.DateTimeField()
    end = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "compartment", "start"), name="membership_once"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gt=F("start")), name="membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_part_display()} {self.compartment}"


class Crossing(models.Model):
    """A time-limited look behind a wall, granted by a second person with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="crossings")
    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="crossings")
    reason = models.TextField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="crossing_ends_after_start"),
            models.CheckConstraint(condition=~Q(user=F("granted_by")), name="crossing_by_a_second_person"),
        ]


class Token(models.Model):
    """An API token; only the SHA-256 of its secret is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    scopes = models.CharField(max_length=40, default="read")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class WalledQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the compartments that the viewer reads."""
        return self if viewer.system else self.filter(compartment__in=viewer.walls)

    def editable_by(self, viewer: Viewer) -> Self:
        return self if viewer.system else self.filter(compartment__in=viewer.edits if "write" in viewer.scopes else ())


class ViewerRequired(RuntimeError):
    """A query was begun on `objects` without saying for whom."""


class WalledManager(models.Manager[Any]):
    """`objects` answers only `visible_to(viewer)` and `editable_by(viewer)`."""

    def visible_to(self, viewer: Viewer) -> WalledQuerySet:
        return WalledQuerySet(self.model, using=self._db).visible_to(viewer)

    def editable_by(self, viewer: Viewer) -> WalledQuerySet:
        return WalledQuerySet(self.model, using=self._db).editable_by(viewer)

    def get_queryset(self) -> Any:
        raise ViewerRequired(f"{self.model.__name__}.objects needs visible_to(viewer); verbs and recompute use .rows")


class Walled(models.Model):
    """A row behind a wall: its compartment is public or a team's, and row-level security guards it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+", default=PUBLIC)

    rows = models.Manager()
    objects = WalledManager()

    class Meta:
        abstract = True
        default_manager_name = "rows"
        base_manager_name = "rows"
