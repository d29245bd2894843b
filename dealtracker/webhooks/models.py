"""The outbox: what happened, written in the change's own transaction, to be told to those who asked."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from dealtracker.access.models import Walled


class OutboxEvent(Walled):
    """One change, thin: type and ids; the receiver re-reads with its own rights."""

    kind = models.CharField(max_length=60)
    deal = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    written_at = models.DateTimeField(auto_now_add=True)
    xid = models.BigIntegerField(null=True)


class Endpoint(models.Model):
    """An address that a person asked to be told at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endpoints")
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=120)
    kinds = models.JSONField(default=list)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=200, blank=True)


class Delivery(Walled):
    """One attempt to tell one endpoint of one event."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_status = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
