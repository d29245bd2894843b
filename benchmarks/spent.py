"""What work takes beside time: processor seconds of the workers and of the database server, and the workers' memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_OWN, _WITH_CHILDREN = slice(11, 13), slice(11, 15)  # behind the name in /proc/…/stat


@dataclass(frozen=True)
class Part:
    """What a worker tells of one set: deals done, processor seconds, and the megabytes it has held at most so far."""

    done: int
    cpu: float
    highest: float


@dataclass(frozen=True)
class Spent:
    """`server` is None where the server's programs are not on this machine; `early` and `highest` are of one worker."""

    deals: int
    seconds: float
    workers: float
    server: float | None
    early: float
    highest: float

    def line(self) -> str:
        server = "not told" if self.server is None else f"{self.server:,.0f} s"
        each = (self.workers + (self.server or 0)) * 1000 / max(self.deals, 1)
        return (
            f"{self.deals:,} deals worked out in {self.seconds:,.1f} s of time: processor time of the workers"
            f" {self.workers:,.1f} s, of the server {server}, {each:,.2f} ms a deal; the larger worker held at most"
            f" {self.early:,.0f} MB after a fourth of them and {self.highest:,.0f} MB at the end."
        )


def spent(parts: Iterable[Part], *, deals: int, started: float, server: float | None, backend: int | None) -> Spent:
    """The sum of the parts, which arrive as the sets are done; `started` and `server` are from before the first."""
    done, cpu, early, highest = 0, 0.0, 0.0, 0.0
    for part in parts:
        done, cpu, highest = done + part.done, cpu + part.cpu, max(highest, part.highest)
        early = highest if done <= deals / 4 or not early else early
    seconds, after = time.perf_counter() - started, server_seconds(backend)
    between = None if server is None or after is None else after - server
    return Spent(done, seconds, cpu, between, early, highest)


def highest_held() -> float:
    """Megabytes of this program alone: what getrusage tells begins with the parent's own highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def server_seconds(backend: int | None) -> float | None:
    """Processor seconds of all programs of the database server so far, by the number of one that answers us."""
    try:
        if "postgres" not in Path(f"/proc/{backend}/comm").read_text(encoding="utf-8"):
            return None
        first = int(_stat(Path(f"/proc/{backend}/stat"))[1])
        ended = _seconds(_stat(Path(f"/proc/{first}/stat")), _WITH_CHILDREN)
    except (OSError, IndexError):
        return None
    return ended + sum(_of_child(one, first) for one in Path("/proc").glob("[0-9]*/stat"))


def _of_child(stat: Path, parent: int) -> float:
    try:
        fields = _stat(stat)
    except (OSError, IndexError):
        return 0.0  # it has ended meanwhile
    return _seconds(fields, _OWN) if int(fields[1]) == parent else 0.0


def _stat(stat: Path) -> list[str]:
    return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def _seconds(fields: list[str], which: slice) -> float:
    return sum(map(int, fields[which])) / _TICKS
