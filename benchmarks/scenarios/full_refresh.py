"""S5: every derived row rebuilt by two workers, against one INSERT … SELECT per table into the same, empty."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg2

from benchmarks.floors import rooms
from benchmarks.measure import Ratio, in_turn, seconds

NAME, WORKERS, SET_SIZE = "S5", 2, 1000
FEWER = 4  # memory is measured over all deals, and over a fourth of them
DERIVED = (*rooms.TABLES, "deals_finding")


def run(rounds: int) -> list[Ratio]:
    """Each round: all from empty tables; all again with nothing changed; the floor."""
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        context = multiprocessing.get_context("spawn")
        with context.Pool(WORKERS, initializer=begin) as pool:
            work = _Work(cursor, pool)
            work.from_empty()  # the first time a worker meets a case of the export rules it works it out
            fresh, same, floor = in_turn(work.from_empty, work.unchanged, work.floor, rounds=rounds)
            work.check()
        fewer = work.deals[: len(work.deals) // FEWER]
        size = min(SET_SIZE, len(fewer))
        whole, part = _peak(context, work.deals, size), _peak(context, fewer, size)
    against = "one INSERT … SELECT per table"
    return [
        Ratio(f"{NAME} full refresh, every row new", fresh, floor, "s", 1.0, False, against),
        Ratio(f"{NAME} full refresh, nothing changed", same, floor, "s", 0.5, False, against),
        Ratio(
            f"{NAME} memory at its highest, {len(work.deals):,} deals",
            (whole,),
            (part,),
            "MB",
            1.1,
            False,
            f"{len(fewer):,} deals",
        ),
    ]


def catch_up() -> None:
    """Rebuild what is behind with all workers, as where a book was just made."""
    from deals.refresh import behind

    with multiprocessing.get_context("spawn").Pool(WORKERS, initializer=begin) as pool:
        while found := [str(deal) for deal in behind(limit=WORKERS * SET_SIZE)]:
            if not sum(pool.map(rebuild, [found[one::WORKERS] for one in range(WORKERS)])):
                raise RuntimeError("some deals cannot be refreshed; deals_refreshstate.error says why")


class _Work:
    def __init__(self, cursor: Any, pool: Any) -> None:
        self.cursor, self.pool = cursor, pool
        cursor.execute("SELECT id FROM deals_deal ORDER BY id")
        self.deals = [str(key) for (key,) in cursor]

    def from_empty(self) -> float:
        self.cursor.execute(f"TRUNCATE {', '.join(DERIVED)}")
        return self._all()

    def unchanged(self) -> float:
        before = self._written()
        taken = self._all()
        if self._written() != before:
            raise RuntimeError("a refresh with nothing changed has written derived rows")
        return taken

    def _all(self) -> float:
        self.cursor.execute("UPDATE deals_refreshstate SET wanted = wanted + 1")
        size = min(SET_SIZE, -(-len(self.deals) // WORKERS))
        sets = [self.deals[start : start + size] for start in range(0, len(self.deals), size)]
        taken = seconds(lambda: self.pool.map(rebuild, sets, chunksize=1))
        self.cursor.execute("SELECT count(*) FROM deals_refreshstate WHERE wanted > done")
        if self.cursor.fetchone()[0]:
            raise RuntimeError("some deals were not refreshed; deals_refreshstate.error says why")
        return taken

    def _written(self) -> list[Any]:
        """The number and the last id of each derived table's rows: any row written anew changes one of them."""
        parts = " UNION ALL ".join(f"SELECT '{table}', count(*), max(id) FROM {table}" for table in DERIVED)
        self.cursor.execute(parts)
        return sorted(self.cursor.fetchall())

    def floor(self) -> float:
        rooms.make_empty(self.cursor)
        return seconds(lambda: rooms.fill(self.cursor))

    def check(self) -> None:
        """Open exposure in minor units must be the same sum by currency as the ledger's own, and as the floor's."""
        asked: Callable[[str], str] = lambda table: (  # noqa: E731
            f"SELECT currency, sum(committed), sum(outstanding) FROM {table} WHERE basis = 'entries' AND hold IS NOT NULL"
            " AND \"end\" = '9999-12-31' GROUP BY 1 ORDER BY 1"
        )
        found = []
        for table in ("deals_exposureperiod", "floor.deals_exposureperiod"):
            self.cursor.execute(asked(table))
            found.append(self.cursor.fetchall())
        if not found[0] or found[0] != found[1]:
            raise RuntimeError("the exposure of the program and of the plain statement differ")


def _peak(context: Any, deals: list[str], size: int) -> float:
    """Megabytes that one worker held at most while it rebuilt these deals set by set."""
    with context.Pool(1, initializer=begin) as pool:
        for start in range(0, len(deals), size):
            pool.apply(_rebuild_again, (deals[start : start + size],))
        return float(pool.apply(_highest))


def _rebuild_again(deals: list[str]) -> None:
    from django.db import connection

    from dealtracker.access.rules import system_viewer
    from dealtracker.access.walls import as_viewer

    with as_viewer(system_viewer("benchmark")), connection.cursor() as cursor:
        # Without what they were made from, they are worked out although nothing changed.
        cursor.execute(
            "UPDATE deals_refreshstate SET wanted = wanted + 1, made_from = '' WHERE deal = ANY(%s::uuid[])", [deals]
        )
    if rebuild(deals) != len(deals):
        raise RuntimeError("not every deal of a set was rebuilt while memory was measured")


def _highest() -> float:
    """Of this program alone: what getrusage tells begins with the parent's own highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def begin() -> None:
    """What a worker does first."""
    import django

    django.setup()


def rebuild(deals: list[str]) -> int:
    from django.utils import timezone

    from deals.refresh import refresh

    return refresh(map(UUID, deals), at=timezone.now())
