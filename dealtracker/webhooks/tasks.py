"""Celery tasks: what happened is told to those who asked."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from dealtracker.webhooks import actions


@shared_task(name="webhooks.tell")
def tell() -> None:
    """Spreads what is new and tells what is due, as long as there is something."""
    while actions.spread(at=timezone.now()):
        continue
    while actions.tell(at=timezone.now()):
        continue


@shared_task(name="webhooks.forget")
def forget() -> None:
    """What is older than 90 days goes."""
    actions.forget(at=timezone.now())
