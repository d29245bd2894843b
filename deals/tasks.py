"""Celery tasks: ids in, one call."""
from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from deals.refresh import behind, refresh
from deals.reports.book_check import parts, settled, wrong_in
from deals.sheets.stale import mark_stale
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer

_CHECK = system_viewer("check_book")
log = logging.getLogger(__name__)


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
    with as_viewer(_CHECK):
        found = [[str(deal) for deal in deals] for deals in parts()]
    for deals in found:
        check_book_part.delay(deals)


@shared_task(name="deals.check_book_part")
def check_book_part(deals: list[str]) -> None:
    """Works these deals out again; what differs is logged and rebuilt."""
    with as_viewer(_CHECK):
        found = list(wrong_in(settled(list(map(UUID, deals))), today=timezone.now().date()))
        for one in found:
            log.error("the book differs: %s", one.words())
        mark_stale({one.deal for one in found}, cause="the nightly check found a difference")
