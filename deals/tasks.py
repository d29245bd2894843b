"""Celery tasks: ids in, one call."""
from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from deals.exposure.nightly import check_part, parts
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


@shared_task(name="deals.check_book")
def check_book() -> None:
    """Asks for the whole book to be worked out again, a part of the deals at a time."""
    for deals in parts():
        check_book_part.delay(deals)


@shared_task(name="deals.check_book_part")
def check_book_part(deals: list[str]) -> None:
    """Works these deals out again; what differs is logged and rebuilt."""
    check_part(list(map(UUID, deals)), today=timezone.now().date())
