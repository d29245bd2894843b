"""S6: from a change's commit until its derived rows are there, against a Celery task that does nothing."""

from __future__ import annotations

import os
import select
import time
from contextlib import closing
from typing import Any
from uuid import UUID

import psycopg2

from benchmarks.measure import Ratio, in_turn, percentile
from benchmarks.programs import running

NAME, CHANGES = "S6", 60
_CELERY = ("-m", "celery", "-A")
_WORKER = ("worker", "--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle")
# The relay with the queue's settings in its process, from the start.
_RELAY = (
    "import sys, runpy, dealtracker.celery;"
    " sys.argv = ['manage.py', 'relay']; runpy.run_path('manage.py', run_name='__main__')"
)


def run(rounds: int) -> list[Ratio]:
    """A relay and a worker as the site runs them; each round 60 changes and 60 empty tasks, one after another."""
    with (
        running(*_CELERY, "dealtracker.celery", *_WORKER, log="worker", STATEMENT_TIMEOUT_MS="90000"),
        running("-c", _RELAY, log="relay"),
        running(*_CELERY, "benchmarks.floors.noop", *_WORKER, "-n", "noop@%h", log="noop"),
        closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as watcher,
    ):
        watcher.autocommit = True
        changes = _Changes(watcher)
        changes.settle()
        changes.one(), _empty()
        ours: list[list[float]] = []
        theirs: list[list[float]] = []
        p50, floor50 = in_turn(lambda: _middle(changes.one, ours), lambda: _middle(_empty, theirs), rounds=rounds)
    p99, floor99 = (tuple(percentile(values, 0.99) for values in taken) for taken in (ours, theirs))
    return [
        Ratio(f"{NAME} commit to visible, p50", p50, floor50, "ms", 5, False, "empty Celery task, p50"),
        Ratio(f"{NAME} commit to visible, p99", p99, floor99, "ms", 3, False, "empty Celery task, p99"),
    ]


def _middle(one: Any, kept: list[list[float]]) -> float:
    kept.append([one() for _ in range(CHANGES)])
    return percentile(kept[-1], 0.5)


def _empty() -> float:
    from benchmarks.floors.noop import noop

    started = time.perf_counter()
    noop.delay().get(timeout=60, interval=0.001)
    return (time.perf_counter() - started) * 1000


class _Changes:
    """Changes of titles, deal after deal, through the verb; seen by asking the stored sheet for the new title."""

    def __init__(self, watcher: Any) -> None:
        self.cursor = watcher.cursor()
        self.cursor.execute("SELECT id FROM deals_deal ORDER BY external_ref LIMIT 1000")
        self.deals = [UUID(str(key)) for (key,) in self.cursor]
        self.count = 0

    def settle(self) -> None:
        """Nothing else is behind, and the worker has met its first task."""
        until = time.monotonic() + 300
        while time.monotonic() < until:
            self.cursor.execute("SELECT count(*) FROM refresh_behind()")
            if not self.cursor.fetchone()[0]:
                return
            select.select([], [], [], 0.2)
        raise RuntimeError("deals were still behind after five minutes")

    def one(self) -> float:
        from deals.actions.deals import DealChange, amend_deal
        from dealtracker.access.rules import system_viewer
        from dealtracker.access.walls import as_viewer

        self.count += 1
        deal, title = self.deals[self.count % len(self.deals)], f"Changed {time.time_ns()}"
        with as_viewer(system_viewer("benchmark")) as viewer:
            amend_deal(deal=deal, change=DealChange(own={"title": title}), viewer=viewer)
        started = time.perf_counter()
        while time.perf_counter() - started < 60:
            self.cursor.execute("SELECT 1 FROM deals_sheet WHERE deal = %s AND title = %s", [str(deal), title])
            if self.cursor.fetchone():
                return (time.perf_counter() - started) * 1000
            select.select([], [], [], 0.0005)
        raise RuntimeError(f"the change of {deal} was not visible after a minute")
