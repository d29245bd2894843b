"""The request to rebuild is a row, written in the change's own transaction; nobody is waited for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def mark_stale(deals: Iterable[UUID], *, cause: str) -> None:
    """Ask for a rebuild of these deals' derived rows, once this transaction commits."""
    ids = sorted(set(deals))
    if ids:
        with connection.cursor() as cursor:
            cursor.execute("SELECT mark_deals_stale(%s::uuid[], %s)", [ids, cause[:80]])


def mark_stale_for(kind: str, ids: Iterable[UUID], *, cause: str) -> None:
    """The same for all deals that rest on these parties, sites or sources, whichever wall they stand behind."""
    found = sorted(set(ids))
    if found:
        with connection.cursor() as cursor:
            cursor.execute("SELECT mark_stale_for(%s, %s::uuid[], %s)", [kind, found, cause[:80]])


def mark_all_stale(*, cause: str) -> None:
    """The same for every deal, whichever wall it stands behind: what all of them rest on has changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark_every_deal_stale(%s)", [cause[:80]])
