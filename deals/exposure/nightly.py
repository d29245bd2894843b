"""The nightly check: parts of the book at a time, so that no part outlasts a worker's limits."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from deals.agreements.models import Deal
from deals.exposure.check import Difference, settled, wrong_in
from deals.sheets.stale import mark_stale
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer

PART = 200
_SYSTEM = system_viewer("check_book")
log = logging.getLogger(__name__)


def parts() -> Iterator[list[str]]:
    """The ids of all deals, so many at a time."""
    with as_viewer(_SYSTEM):
        ids = [str(key) for key in Deal.rows.order_by("pk").values_list("pk", flat=True)]
    yield from (ids[start : start + PART] for start in range(0, len(ids), PART))


def check_part(deals: Sequence[UUID], *, today: date) -> int:
    """How many differences there are in these deals; each is logged, and deals that differ are rebuilt."""
    with as_viewer(_SYSTEM), transaction.atomic():
        found = list(wrong_in(settled(deals), today=today))
        for one in found:
            log.error("the book differs: %s", one.words())
        mark_stale({one.deal for one in found if isinstance(one, Difference)}, cause="the nightly check found a difference")
    return len(found)
