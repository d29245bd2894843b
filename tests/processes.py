"""Real processes against the tests' database and queue: a Celery worker, the relay, beat, or any command."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import redis
from django.conf import settings
from django.db import connection

from dealtracker.local.child import Child

ROOT = Path(__file__).resolve().parent.parent


def queue_of_this_process(address: str) -> str:
    """Parallel test processes use one Valkey; each has a numbered database in it to itself."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
    return f"{address.split('?')[0]}?db={number}" if number else address


def environment() -> dict[str, str]:
    """That of this process, with the addresses of the tests' database in the place of the real one's."""
    application = _address(connection.settings_dict["USER"], connection.settings_dict["PASSWORD"])
    return dict(os.environ) | {
        "DATABASE_URL": application,
        "DATABASE_DIRECT_URL": application,
        "REDIS_URL": settings.REDIS_URL,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def _address(user: str, password: str) -> str:
    found = connection.settings_dict
    who = quote(user) + (f":{quote(password)}" if password else "")
    where = urlencode({key: found[key.upper()] for key in ("host", "port") if found[key.upper()]})
    return f"postgresql://{who}@/{found['NAME']}?{where}"


@dataclass
class Processes:
    """Those that a test started; all are gone when it ends."""

    logs: Path
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, *arguments: str) -> Child:
        """Starts Python with these arguments from the top of the checkout, under a name for its log."""
        child = Child(name, [sys.executable, *arguments], environment(), self.logs / f"{name}.log", ROOT)
        child.start()
        self.children.append(child)
        return child

    def pool_of(self, worker: Child) -> list[int]:
        """The numbers of the processes in which a worker runs its tasks."""
        return [pid for pid, parent, state, _ in every_process() if parent == worker.pid and state[0] != "Z"]

    def start_worker(self, *more: str) -> Child:
        """A worker with two pool processes; `-I module` among the arguments gives it tasks of the test's own."""
        worker = ("worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle", *more)
        child = self.start("worker", "-m", "celery", "-A", "dealtracker.celery", *worker)
        self.wait_for(lambda: " ready." in child.log.read_text(), "the worker to be ready")
        return child

    def start_relay(self) -> Child:
        return self.start("relay", "manage.py", "relay")

    def start_beat(self) -> Child:
        beat = ("beat", f"--schedule={self.logs / 'beat-schedule'}", "--pidfile=")
        return self.start("beat", "-m", "celery", "-A", "dealtracker.celery", *beat)

    def wait_for(self, reached: Callable[[], bool], what: str, *, seconds: float = 30) -> float:
        """Seconds until it was reached; fails with the last words of every process when it never was."""
        start = time.monotonic()
        while not reached():
            if time.monotonic() - start > seconds:
                words = "\n".join(f"{child.name} ({child.ended()}):\n{child.last_words()}" for child in self.children)
                raise AssertionError(f"waited {seconds:.0f} s for {what}\n{words}")
            time.sleep(0.02)
        return time.monotonic() - start

    def stop(self) -> None:
        for child in self.children:
            child.signal(child.stop_with)
        for child in self.children:
            child.stop(10)


def every_process() -> Iterator[tuple[int, int, str, str]]:
    """Number, parent, state and command of every process; from /proc, or from ps where there is none."""
    if not Path("/proc/self/stat").exists():
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,state=,args="], capture_output=True, text=True, check=True
        )
        for line in listed.stdout.splitlines():
            pid, parent, state, command = line.split(None, 3)
            yield int(pid), int(parent), state, command
        return
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            if folder.name.isdigit():
                state, parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
                yield int(folder.name), int(parent), state, (folder / "cmdline").read_text().replace("\0", " ")


def empty_queue() -> None:
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
