"""S5: every derived row rebuilt by two workers, against one INSERT … SELECT per table into the same, empty."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import UUID

import psycopg2

from benchmarks.floors import rooms
from benchmarks.measure import Ratio, in_turn
from benchmarks.spent import Part, Spent, highest_held, server_seconds, spent

NAME, WORKERS, SET_SIZE = "S5", 2, 1000
DERIVED = (*rooms.TABLES, "deals_finding")


def run(rounds: int, *, filled: Spent | None = None) -> list[Ratio]:
    """Each round: all from empty tables; all again with nothing changed; the floor. A book that was filled just now is
    not filled again in the first round."""
    with _workers() as (cursor, pool):
        work = _Work(cursor, pool, filled)
        fresh, same, floor = in_turn(work.from_empty, work.unchanged, work.floor, rounds=rounds)
        work.check()
        rooms.drop(cursor)
    found = [
        ratio
        for what, ours, goal in (("every row new", fresh, 1.0), ("nothing changed", same, 0.5))
        for ratio in _ratios(f"{NAME} full refresh, {what}", ours, floor, goal)
    ]
    highest, early = tuple(one.highest for one in fresh), tuple(one.early for one in fresh)
    what = f"{NAME} memory at its highest, {len(work.deals):,} deals"
    return [*found, Ratio(what, highest, early, "MB", 1.1, False, "after a fourth of them")]


def _ratios(what: str, ours: tuple[Spent, ...], floor: tuple[Spent, ...], goal: float) -> list[Ratio]:
    """By time, and by processor time, which other work on the machine does not lengthen as much."""
    against = "one INSERT … SELECT per table"
    ratios = [Ratio(what, *(tuple(one.seconds for one in side) for side in (ours, floor)), "s", goal, False, against)]
    if all(one.server is not None for one in (*ours, *floor)):
        cpu = (tuple(one.workers + (one.server or 0) for one in side) for side in (ours, floor))
        ratios.append(Ratio(f"{what}, processor time", *cpu, "s", goal, False, against))
    return ratios


def fill() -> Spent | None:
    """Rebuild what is behind with all workers, as where a book was just made; None where nothing is."""
    from deals.refresh import behind

    with _workers() as (cursor, pool):
        cursor.execute("SELECT count(*) FROM deals_refreshstate")
        deals = sorted(str(deal) for deal in behind(limit=cursor.fetchone()[0]))
        return _spend(cursor, pool, deals) if deals else None


@contextmanager
def _workers() -> Iterator[tuple[Any, Any]]:
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        with multiprocessing.get_context("spawn").Pool(WORKERS, initializer=begin) as pool:
            yield cursor, pool


def _spend(cursor: Any, pool: Any, deals: list[str]) -> Spent:
    """The deals rebuilt in sets by all workers, and what it took."""
    size = min(SET_SIZE, -(-len(deals) // WORKERS))
    sets = [deals[start : start + size] for start in range(0, len(deals), size)]
    pool.map(_awake, range(WORKERS), chunksize=1)
    backend = cursor.connection.info.backend_pid
    started, server = time.perf_counter(), server_seconds(backend)
    parts = pool.imap_unordered(_part, sets)
    found = spent(parts, deals=len(deals), started=started, server=server, backend=backend)
    if found.deals != len(deals):
        raise RuntimeError("some deals cannot be refreshed; deals_refreshstate.error says why")
    return found


class _Work:
    def __init__(self, cursor: Any, pool: Any, filled: Spent | None) -> None:
        self.cursor, self.pool, self.filled = cursor, pool, filled
        cursor.execute("SELECT id FROM deals_deal ORDER BY id")
        self.deals = [str(key) for (key,) in cursor]

    def from_empty(self) -> Spent:
        if filled := self.filled:
            self.filled = None
            return filled
        self.cursor.execute(f"TRUNCATE {', '.join(DERIVED)}")
        return self._all()

    def unchanged(self) -> Spent:
        before = self._written()
        taken = self._all()
        if self._written() != before:
            raise RuntimeError("a refresh with nothing changed has written derived rows")
        return taken

    def _all(self) -> Spent:
        self.cursor.execute("UPDATE deals_refreshstate SET wanted = wanted + 1")
        return _spend(self.cursor, self.pool, self.deals)

    def _written(self) -> list[Any]:
        """The number and the last id of each derived table's rows: any row written anew changes one of them."""
        parts = " UNION ALL ".join(f"SELECT '{table}', count(*), max(id) FROM {table}" for table in DERIVED)
        self.cursor.execute(parts)
        return sorted(self.cursor.fetchall())

    def floor(self) -> Spent:
        rooms.make_empty(self.cursor)
        backend = self.cursor.connection.info.backend_pid
        started, server = time.perf_counter(), server_seconds(backend)
        rooms.fill(self.cursor)
        return spent((), deals=0, started=started, server=server, backend=backend)

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


def _awake(number: int) -> int:
    """Has each worker loaded the program and met the database before it is measured."""
    from deals.refresh import behind

    time.sleep(1)  # so that no worker takes the turn of another
    return number + len(behind(limit=1))


def _part(deals: list[str]) -> Part:
    began = time.process_time()
    done = rebuild(deals)
    return Part(done, time.process_time() - began, highest_held())


def begin() -> None:
    """What a worker does first."""
    import django

    django.setup()


def rebuild(deals: list[str]) -> int:
    from django.utils import timezone

    from deals.refresh import refresh

    return refresh(map(UUID, deals), at=timezone.now())
