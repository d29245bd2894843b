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
    # When its deliveries were made, one for each endpoint that asked and may see it.
    spread_at = models.DateTimeField(null=True, blank=True)

    class Meta(Walled.Meta):
        abstract = False
        indexes = [models.Index(fields=("written_at",), condition=models.Q(spread_at=None), name="outbox_to_spread")]

    def __str__(self) -> str:
        return f"{self.kind}, {self.written_at:%Y-%m-%d %H:%M}"


class Endpoint(models.Model):
    """An address that a person asked to be told at.

    `secret` is no secret: what is signed with is made of it and the site's own key, so that neither the log of changes
    nor a backup holds it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endpoints")
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=120)
    previous_secret = models.CharField(max_length=120, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    kinds = models.JSONField(default=list)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.url


class Delivery(Walled):
    """What one endpoint is told of one event, and how that went so far."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    last_status = models.CharField(max_length=200, blank=True)

    class Meta(Walled.Meta):
        abstract = False
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=("endpoint", "event"), name="delivery_once")]
        indexes = [
            models.Index(
                fields=("next_at",), condition=models.Q(delivered_at=None, given_up_at=None), name="delivery_waiting"
            )
        ]
