"""Seal the audit in batches into a hash chain, below the snapshot horizon so that no late commit is left out."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection, transaction

from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import set_walls
from dealtracker.audit.models import Seal

_START = "0" * 64
_ROWS = """
SELECT seq, encode(sha256(convert_to(concat_ws('|', id, seq, xid, actor, actor_id, reason, table_name, row_id, operation,
    before, after), 'UTF8')), 'hex') FROM audit_change
WHERE seq > %s AND (%s IS NULL OR seq <= %s) AND xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
ORDER BY seq LIMIT %s
"""
_OLDEST_OPEN = "SELECT min(seq) FROM audit_change WHERE seq > %s AND xid >= (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint"


def seal_changes(*, at: datetime, batch: int = 5000) -> int:
    """Seal what has been committed since the last seal; returns how many changes. Only one sealer works at a time."""
    with transaction.atomic():
        set_walls(system_viewer("audit"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(7202601)")
            if not cursor.fetchone()[0]:
                return 0
            last = Seal.rows.order_by("-id").first()
            after = last.last_seq if last else 0
            cursor.execute(_OLDEST_OPEN, [after])
            (open_from,) = cursor.fetchone()
            until = open_from - 1 if open_from else None
            cursor.execute(_ROWS, [after, until, until, batch])
            rows = cursor.fetchall()
        if rows:
            previous = last.digest if last else _START
            Seal.rows.create(
                first_seq=rows[0][0], last_seq=rows[-1][0], count=len(rows), digest=_chain(previous, rows),
                previous=previous, sealed_at=at,
            )  # fmt: skip
        return len(rows)


def verify() -> int | None:
    """Recompute the chain; returns the id of the first seal that does not hold, or None when all do."""
    with transaction.atomic():
        set_walls(system_viewer("audit"))
        previous = _START
        for seal in Seal.rows.order_by("id"):
            with connection.cursor() as cursor:
                cursor.execute(_ROWS, [seal.first_seq - 1, seal.last_seq, seal.last_seq, seal.count + 1])
                rows = cursor.fetchall()
            if seal.previous != previous or len(rows) != seal.count or _chain(previous, rows) != seal.digest:
                return int(seal.pk)
            previous = seal.digest
    return None


def _chain(previous: str, rows: list[tuple[int, str]]) -> str:
    return hashlib.sha256((previous + "".join(digest for _, digest in rows)).encode()).hexdigest()
