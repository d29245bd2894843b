"""Programs that a scenario needs beside it: web servers, workers, the relay; stopped by their own numbers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def running(*arguments: str, log: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python arguments…` until the block ends; what it prints goes to a log in the benchmarks' folder."""
    folder = Path(os.environ.get("DEALTRACKER_VAR", "/tmp")) / "log"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"bench-{log}.log").open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=os.environ | more, stdout=output, stderr=output
        )
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextmanager
def served(application: str, *, workers: int = 2) -> Iterator[int]:
    """A WSGI application behind sync workers; gives its port once it answers connections."""
    port = _free_port()
    bind = (
        f"--bind=127.0.0.1:{port}",
        f"--workers={workers}",
        "--worker-class=sync",
        "--timeout=120",
        "--no-control-socket",
    )
    with running("-m", "gunicorn", application, *bind, log=application.replace(":", "-")) as child:
        until = time.monotonic() + 60
        while time.monotonic() < until and child.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
