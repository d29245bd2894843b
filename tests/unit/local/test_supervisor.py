"""The supervisor with small programs of its own: what ends is started again, more slowly each time it ends soon."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dealtracker.local.child import Child
from dealtracker.local.console import Trouble
from dealtracker.local.supervisor import PAUSES, Supervisor

ROOT = Path(__file__).resolve().parents[3]
SLEEP = ["/bin/sh", "-c", "echo started; exec sleep 60"]


def make(folder: Path, *command: str, name: str = "sleeper") -> Child:
    return Child(name, list(command or SLEEP), dict(os.environ), folder / f"{name}.log", folder)


def test_a_child_writes_to_its_log_and_stops_when_asked(tmp_path: Path) -> None:
    child = make(tmp_path)
    child.start()
    while "started" not in child.last_words():
        time.sleep(0.02)
    assert child.ended() is None
    child.stop(5)
    assert child.ended() == -signal.SIGTERM
    assert child.last_words() == "    started"


def test_a_child_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    child = make(tmp_path, sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN);"
                 "print('deaf', flush=True); time.sleep(60)")  # fmt: skip
    child.start()
    while "deaf" not in child.last_words():
        time.sleep(0.02)
    child.stop(0.2)
    assert child.ended() == -signal.SIGKILL


def test_what_a_killed_child_started_goes_with_it(tmp_path: Path) -> None:
    child = make(tmp_path, "/bin/sh", "-c", "sleep 60 & echo $!; wait")
    child.start()
    while not child.last_words().strip():
        time.sleep(0.02)
    grandchild = int(child.last_words())
    child.signal(signal.SIGKILL)
    child.wait(5)
    child.clear_group()
    until = time.monotonic() + 5
    while _runs(grandchild) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(grandchild)


def _runs(pid: int) -> bool:
    listed = subprocess.run(["/bin/sh", "-c", f"kill -0 {pid}"], capture_output=True, check=False)
    if listed.returncode or not Path("/proc", str(pid), "stat").exists():
        return listed.returncode == 0
    return Path("/proc", str(pid), "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_long_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealtracker.local.child.LOG_LIMIT", 10)
    (tmp_path / "sleeper.log").write_text("x" * 11)
    child = make(tmp_path)
    child.start()
    child.stop(5)
    assert (tmp_path / "sleeper.old.log").read_text() == "x" * 11


def test_a_killed_child_is_started_again_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = make(tmp_path)
    supervisor = Supervisor([child])
    child.start()
    first = child.pid
    child.signal(signal.SIGKILL)
    child.wait(5)
    supervisor.tend()
    time.sleep(PAUSES[0])
    supervisor.tend()
    assert child.ended() is None
    assert child.pid != first
    assert "sleeper was ended by signal 9; starting it again" in capsys.readouterr().out
    supervisor.stop()
    assert child.ended() is not None


def test_a_child_that_keeps_ending_is_started_more_slowly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("dealtracker.local.supervisor.time.monotonic", lambda: now[0])
    child = make(tmp_path, "/bin/sh", "-c", "exit 3")
    supervisor = Supervisor([child])
    child.start()
    pauses = []
    for _ in range(len(PAUSES) + 1):
        child.wait(5)
        supervisor.tend()
        ended = now[0]
        child.process = None
        while child.process is None:
            now[0] += 0.1
            supervisor.tend()
        pauses.append(round(now[0] - ended, 1))
    assert pauses == pytest.approx([*PAUSES, PAUSES[-1]], abs=0.11)
    assert supervisor.failures(child) == len(PAUSES) + 1


def test_a_child_that_cannot_be_started_is_tried_again_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise Trouble("no room")

    child = make(tmp_path, "/bin/sh", "-c", "exit 0")
    supervisor = Supervisor([child])
    child.start()
    child.wait(5)
    supervisor.tend()
    child.before = refuse
    time.sleep(PAUSES[0])
    supervisor.tend()
    assert "sleeper could not be started: no room" in capsys.readouterr().out
    assert supervisor._pause() == 1.0


KEEPER = """
import os, sys, time
from pathlib import Path
from dealtracker.local.child import Child
child = Child("sleeper", ["sleep", "60"], dict(os.environ), Path(sys.argv[1]) / "log", Path("/"))
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_dies_with_its_keeper(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", KEEPER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout
        child = int(keeper.stdout.readline())
        keeper.send_signal(number)
    if not sys.platform.startswith("linux"):
        os.kill(child, signal.SIGKILL)
        return
    until = time.monotonic() + 5
    while _runs(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(child)
