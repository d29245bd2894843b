"""The relay: sees deals that are behind and hands them, a thousand at a time, to the workers."""
from __future__ import annotations

import logging
import select
import signal
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from deals.refresh import refresh, waiting
from deals.tasks import refresh_deals
from dealtracker.audit.seal import seal_changes
from dealtracker.celery import app

log = logging.getLogger(__name__)
_EVERY_SECONDS = 1.0
# A deal handed over is not handed over again for the same change until the worker has had this long.
_PATIENCE = timedelta(seconds=30)


class Command(BaseCommand):
    help = "Hand stale deals to the workers; without a broker, rebuild them here."
    stopping = False

    def handle(self, *args: Any, **options: Any) -> None:
        app.set_default()
        handed = Handed()
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        listener: Any = None
        while not self.stopping:
            try:
                listener = listener or _listen()
                _wait(listener)
                _hand_over(handed)
                seal_changes(at=timezone.now())
            except (OperationalError, psycopg2.OperationalError, psycopg2.InterfaceError) as error:
                log.warning("the database is not reached (%s); trying again", type(error).__name__)
                listener = None
                connection.close()
                select.select([], [], [], _EVERY_SECONDS)

    def _stop(self, *_: Any) -> None:
        self.stopping = True


def _listen() -> Any:
    listener = psycopg2.connect(settings.DATABASE_DIRECT_URL)
    listener.autocommit = True
    with listener.cursor() as cursor:
        cursor.execute("LISTEN deals_stale")
    return listener


def _wait(listener: Any) -> None:
    """Until somebody commits a stale mark, or a second has passed."""
    select.select([listener], [], [], _EVERY_SECONDS)
    listener.poll()
    listener.notifies.clear()


class Handed:
    """Which deals were given to the workers, for which change, when."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[datetime, datetime]] = {}

    def new(self, found: list[tuple[UUID, datetime]], *, now: datetime) -> list[UUID]:
        """Those not yet handed over for this change, or so long ago that the task may be lost."""
        still = {deal: self._known[deal] for deal, wanted_at in found if self._known.get(deal, (None,))[0] == wanted_at}
        self._known = {deal: known for deal, known in still.items() if now - known[1] < _PATIENCE}
        return [deal for deal, _ in found if deal not in self._known]

    def note(self, found: list[tuple[UUID, datetime]], *, now: datetime) -> None:
        self._known |= {deal: (wanted_at, now) for deal, wanted_at in found if deal not in self._known}


def _hand_over(handed: Handed) -> None:
    found, now = waiting(), timezone.now()
    deals = handed.new(found, now=now)
    if not deals:
        return
    try:
        refresh_deals.apply_async(([str(deal) for deal in deals],), retry=False)
        handed.note(found, now=now)
    except (BrokerError, OSError) as error:
        log.warning("the broker is not reached (%s); rebuilding here", type(error).__name__)
        refresh(deals, at=now)
