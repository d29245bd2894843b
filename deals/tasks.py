"""Celery tasks: ids in, one call."""
from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from deals.refresh import behind, refresh


@shared_task(name="deals.refresh")
def refresh_deals(deals: list[str]) -> None:
    """Rebuild those of these deals that are still stale."""
    refresh(map(UUID, deals), at=timezone.now())


@shared_task(name="deals.refresh_stale")
def refresh_stale() -> None:
    """The safety net: whatever is behind, whoever forgot it."""
    while found := behind():
        if not refresh(found, at=timezone.now()):
            return
