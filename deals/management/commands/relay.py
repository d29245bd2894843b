"""The relay: sees deals that are behind and hands them, a thousand at a time, to the workers."""
from __future__ import annotations

import logging
import select
import signal
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from deals.refresh import behind, refresh
from deals.tasks import refresh_deals
from dealtracker.audit.seal import seal_changes

log = logging.getLogger(__name__)
_EVERY_SECONDS = 1.0


class Command(BaseCommand):
    help = "Hand stale deals to the workers; without a broker, rebuild them here."
    stopping = False

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        listener: Any = None
        while not self.stopping:
            try:
                listener = listener or _listen()
                _wait(listener)
                _hand_over()
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


def _hand_over() -> None:
    found = behind()
    if not found:
        return
    try:
        refresh_deals.apply_async(([str(deal) for deal in found],), retry=False)
    except (BrokerError, OSError) as error:
        log.warning("the broker is not reached (%s); rebuilding here", type(error).__name__)
        refresh(found, at=timezone.now())
