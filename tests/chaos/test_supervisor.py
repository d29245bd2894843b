"""`dev.py run` as a whole: every program it keeps is killed, then the keeper itself; all comes back."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.processes import every_process

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("DATABASE_", "REDIS_", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_READING", "PLAIN_HTTP", "DEALTRACKER_", "DJANGO_")
PROGRAMS = {
    "postgres": ("bin/postgres", "-D"),
    "valkey": ("valkey-server",),
    "web": ("gunicorn",),
    "worker": ("celery", "worker"),
    "relay": ("manage.py", "relay"),
    "beat": ("celery", "beat"),
}


def free_port() -> int:
    with socket.socket() as test:
        test.bind(("127.0.0.1", 0))
        return int(test.getsockname()[1])


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(OURS)}


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "dev.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=120
    )


def until(reached: Callable[[], bool], what: str, seconds: float = 60) -> float:
    start = time.monotonic()
    while not reached():
        assert time.monotonic() - start < seconds, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)
    return time.monotonic() - start


@dataclass
class Site:
    var: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.said.touch()
        with self.said.open("ab") as said:
            command = [sys.executable, "dev.py", "run", "--empty", "--var", str(self.var), "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=said, stderr=said)
        before = self.words().count("Ready:")
        until(lambda: self.words().count("Ready:") > before or self.ended(), f"Ready: in {self.words()}", 120)
        assert not self.ended(), self.words()

    @property
    def said(self) -> Path:
        return self.var.parent / "said.txt"

    def words(self) -> str:
        return self.said.read_text()

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(30)

    def answers(self, path: str = "healthz") -> bool:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=2) as r,
        ):
            return bool(r.status == 200)
        return False

    def child(self, name: str) -> int | None:
        """The number of the process that the supervisor runs under this name."""
        assert self.process
        found = children(self.process.pid).items()
        return next((pid for pid, command in found if all(part in command for part in PROGRAMS[name])), None)


def children(parent: int) -> dict[int, str]:
    return {pid: command for pid, above, state, command in every_process() if above == parent and state != "Z"}


def alive(numbers: list[int]) -> bool:
    """A zombie, which nobody has collected yet, no longer counts."""
    return any(pid in numbers and state[0] != "Z" for pid, _, state, _ in every_process())


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One that every account may enter, as a checkout usually is."""
    made = Path(tempfile.mkdtemp(prefix="dealtracker-site-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    started = Site(folder / "var")
    started.start()
    yield started
    if not started.ended():
        started.stop()


@pytest.mark.parametrize("name", list(PROGRAMS))
def test_a_killed_program_comes_back(site: Site, name: str) -> None:
    until(lambda: site.child(name) is not None, f"{name} to run", 30)
    before = site.child(name)
    assert before
    os.kill(before, signal.SIGKILL)
    until(lambda: site.child(name) not in {None, before}, f"another {name}", 30)
    until(lambda: site.answers("readyz"), "the site to be ready", 30)
    assert f"{name} was ended by signal 9; starting it again" in site.words()


def test_the_catalogue_of_chips_is_there_without_the_demo(site: Site) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/api/v1/hardware-models/?limit=1", timeout=10) as answer:
        assert len(json.load(answer)["results"]) == 1


def test_a_second_start_says_who_runs(site: Site) -> None:
    done = dev("run", "--empty", "--var", str(site.var), "--port", str(free_port()))
    assert done.returncode == 1
    assert f"dealtracker already runs from {site.var} at http://127.0.0.1:{site.port}/" in done.stderr
    assert site.answers()


def test_a_port_in_use_is_named(site: Site, tmp_path: Path) -> None:
    done = dev("run", "--empty", "--var", str(tmp_path / "var"), "--port", str(site.port))
    assert done.returncode == 1
    assert f"Port {site.port} is in use by another program" in done.stderr
    assert not (tmp_path / "var").exists(), "nothing was made"


def test_manage_reaches_the_running_site(site: Site) -> None:
    code = "from django.db import connection as c; c.ensure_connection(); print(c.settings_dict['USER'])"
    done = dev("manage", "--var", str(site.var), "shell", "--no-imports", "-c", code)
    assert (done.returncode, done.stdout.strip()) == (0, "dealtracker_app"), done.stderr


def test_a_killed_supervisor_leaves_nothing_and_loses_nothing(site: Site) -> None:
    code = "from dealtracker.access.models import User; {}"
    shell = ("manage", "--var", str(site.var), "shell", "--no-imports", "-c")
    made = dev(*shell, code.format("User.objects.create_user('left-before-the-kill')"))
    assert made.returncode == 0, made.stderr
    assert site.process
    left = list(children(site.process.pid))
    assert len(left) == len(PROGRAMS)
    site.stop(signal.SIGKILL)
    until(lambda: not alive(left), "its programs to end with it", 30)
    site.start()
    found = dev(*shell, code.format("print(User.objects.filter(username='left-before-the-kill').count())"))
    assert found.stdout.strip() == "1", found.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_and_starts_again(site: Site, number: signal.Signals) -> None:
    assert site.process
    left = list(children(site.process.pid))
    assert site.stop(number) == 0
    assert not alive(left)
    site.start()
    assert site.answers("readyz")


def test_data_of_another_version_is_left_alone(folder: Path) -> None:
    var = folder / "old"
    made = dev("manage", "--var", str(var), "check")
    assert made.returncode == 0, made.stderr
    version = var / "servers" / "postgres" / "PG_VERSION"
    version.write_text("15\n")
    done = dev("run", "--empty", "--var", str(var), "--port", str(free_port()))
    assert done.returncode == 1
    assert "was written by PostgreSQL 15, and this is PostgreSQL" in done.stderr
    assert "Traceback" not in done.stderr
    assert version.read_text() == "15\n"
