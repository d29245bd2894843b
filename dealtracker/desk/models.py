"""What falls due, who does what by when, and what was decided."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from dealtracker.access.models import Walled


class Obligation(Walled):
    """Something due under stated terms."""

    deal = models.UUIDField()
    facility = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    due_date = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    # Which day of which term it closes, where no row but a term made it due.
    term = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=("due_date",), name="obligation_due"),
            models.Index(fields=("term",), condition=~Q(term=""), name="obligation_term"),
        ]


class Task(Walled):
    """A piece of work with an owner and a due date."""

    deal = models.UUIDField(null=True, blank=True)
    # What the task is to mend, as the board of data quality names it.
    about = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Walled.Meta):
        indexes = [models.Index(fields=("about",), condition=~models.Q(about=""), name="task_about")]


class TaskComment(Walled):
    """A remark on a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)


class DecisionProposal(Walled):
    """What one person decided on one day, waiting in a task for a second; never changed, see the trigger."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="proposal")
    deal = models.UUIDField()
    day = models.DateField()
    outcome = models.CharField(max_length=24)
    reasons = models.TextField()
    case_number = models.CharField(max_length=80, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=150)
    decided_at = models.DateTimeField()
    inputs_digest = models.CharField(max_length=64)
    # Item of a red-flag list → [answer, evidence], as the first person gave them.
    given = models.JSONField(default=dict, blank=True)


class DecisionRecord(Walled):
    """What was known and decided, frozen with a hash."""

    deal = models.UUIDField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    case_number = models.CharField(max_length=80, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta(Walled.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=models.F("confirmed_by")), name="decision_by_two_persons")
        ]


class Watch(Walled):
    """A deal on one person's watch list, and up to where they have looked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    deal = models.UUIDField()
    looked_on = models.DateField()
    revision = models.IntegerField()

    class Meta(Walled.Meta):
        constraints = [models.UniqueConstraint(fields=("user", "deal"), name="watch_once")]


class SavedView(models.Model):
    """A person's own name for what they ask of the list of deals: theirs alone, and a question, never its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    label = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "label"), name="saved_view_once")]
