"""A program started by the supervisor: dies with it, writes to its own log, is stopped as it likes to be stopped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dealtracker.local.account import Account

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 20_000_000


@dataclass
class Child:
    """`stop_with` is the signal for an orderly end, which the kernel sends too should the supervisor be killed."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    log: Path
    folder: Path
    account: Account | None = None
    stop_with: signal.Signals = signal.SIGTERM
    before: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Starts the program, from the main thread: Linux ties the death signal to the thread that started it."""
        self.before()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        identity = self.account.as_popen() if self.account else {}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                env=dict(self.environment),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=death_signal(self.stop_with),
                **identity,
            )
        self.started = time.monotonic()

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def ended(self) -> int | None:
        """None while it runs; else its exit code, a negative signal number when a signal ended it."""
        return self.process.poll() if self.process else 0

    def signal(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """True when it ended within the time."""
        if self.process is None:
            return True
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def clear_group(self) -> None:
        """Ends what the program started and left behind when it was killed (the pool processes of a worker)."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self, seconds: float) -> None:
        self.signal(self.stop_with)
        if not self.wait(seconds):
            self.signal(signal.SIGKILL)
            self.wait(5)
        self.clear_group()

    def last_words(self, lines: int = 12) -> str:
        """The end of its log, for a person to read."""
        with contextlib.suppress(OSError):
            with self.log.open("rb") as log:
                log.seek(max(0, self.log.stat().st_size - 8_000))
                return "\n".join("    " + line for line in log.read().decode(errors="replace").splitlines()[-lines:])
        return ""


def death_signal(number: signal.Signals) -> Callable[[], None] | None:
    """Run in the child after it took its account, since changing the account clears the wish."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def wish() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return wish
