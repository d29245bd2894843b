"""Answers kept so that a repeated request changes nothing."""

from __future__ import annotations

import uuid

from django.db import models


class IdempotentAnswer(models.Model):
    """The answer to one keyed write, stored in the write's own transaction."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.UUIDField()
    key = models.CharField(max_length=255)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    stored_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=("actor", "key"), name="idempotent_answer_once")]
