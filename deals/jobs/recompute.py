"""What the last check of each deal found, kept for people to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from deals.jobs.models import BookCheck

_FOUND = ["checked_at", "compartment", "differed_at", "differences"]
_MOST = 50  # differences kept of one deal; the first tell what is wrong


@dataclass(frozen=True)
class Difference:
    """One figure of one derived row, as it was stored and as it follows from the facts; None where there is no such row."""

    room: str
    row: str
    figure: str
    stored: str | None
    found: str | None


def keep_checks(found: Mapping[UUID, Iterable[Difference]], *, walls: Mapping[UUID, UUID], at: datetime) -> None:
    """When each deal was looked at; what differed stays until something else does."""
    told = {deal: [asdict(one) for one in wrong][:_MOST] for deal, wrong in found.items() if deal in walls}
    rows = [
        BookCheck(
            deal=deal, compartment=walls[deal], checked_at=at, differed_at=at if wrong else None, differences=wrong
        )
        for deal, wrong in told.items()
    ]
    for fields, kept in (
        (_FOUND[:2], [r for r in rows if not r.differed_at]),
        (_FOUND, [r for r in rows if r.differed_at]),
    ):
        BookCheck.rows.bulk_create(kept, update_conflicts=True, unique_fields=["deal"], update_fields=fields)


def forget_gone() -> None:
    """Checks of deals that are no longer there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM deals_bookcheck c WHERE NOT EXISTS (SELECT FROM deals_refreshstate s WHERE s.deal = c.deal)"
        )
