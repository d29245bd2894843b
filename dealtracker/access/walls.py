"""The second wall: the compartments of the viewer, set in PostgreSQL for one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from dealtracker.access.rules import Viewer

ALL = "*"


def set_walls(viewer: Viewer, *, reason: str = "", request_id: str = "") -> None:
    """Say to PostgreSQL, until this transaction ends, whose rows may be seen and who is acting.

    Outside a transaction the setting would last for one statement only, so this refuses.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("walls are set inside a transaction; use as_viewer()")
    walls = ALL if viewer.system else ",".join(sorted(map(str, viewer.walls)))
    actor_id = str(viewer.user_id) if viewer.user_id else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('dealtracker.walls', %s, true), set_config('dealtracker.actor', %s, true),"
            " set_config('dealtracker.actor_id', %s, true), set_config('dealtracker.reason', %s, true),"
            " set_config('dealtracker.request_id', %s, true)",
            [walls, viewer.name[:200], actor_id, reason, request_id[:64]],
        )


def set_reason(reason: str) -> None:
    """Why the changes that follow in this transaction are made; the audit keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dealtracker.reason', %s, true)", [reason])


@contextmanager
def as_viewer(viewer: Viewer, *, reason: str = "") -> Iterator[Viewer]:
    """One transaction in which row-level security shows what this viewer may see."""
    with transaction.atomic():
        set_walls(viewer, reason=reason)
        yield viewer


def move_compartment(*, table: str, row: UUID, compartment: UUID) -> None:
    """Reclassify one deal and all below it; the one function that may change a compartment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT move_compartment(%s, %s, %s)", [table, row, compartment])
