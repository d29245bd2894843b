"""Keeps programs running until told to stop: what ends is started again, more slowly each time it ends soon."""

from __future__ import annotations

import os
import select
import signal
import time
from dataclasses import dataclass, field
from types import FrameType

from dealtracker.local.child import Child
from dealtracker.local.console import Trouble, say

PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
STEADY = 20.0  # seconds after which a program counts as running well
GRACE = 12.0  # seconds in which a program may finish what it does


class Stop(BaseException):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the terminal went away."""


def listen() -> None:
    """From here on, the signals that ask for the end raise Stop in the main thread."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def ignore() -> None:
    """While stopping, a second signal must not leave a server behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


@dataclass
class Supervisor:
    children: list[Child]
    _due: dict[str, float] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)

    def failures(self, child: Child) -> int:
        return self._failures.get(child.name, 0)

    def keep(self) -> None:
        """Never returns; Stop ends it. A child's end wakes it at once, through the pipe that signals write to."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        os.set_blocking(reader, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        while True:
            self.tend()
            select.select([reader], [], [], self._pause())
            self._drain(reader)

    @staticmethod
    def _drain(reader: int) -> None:
        try:
            os.read(reader, 1024)
        except BlockingIOError:
            return

    def _pause(self) -> float:
        if not self._due:
            return 1.0
        return max(0.01, min(1.0, min(self._due.values()) - time.monotonic()))

    def tend(self) -> None:
        """One round: notes who ended, starts again whoever is due."""
        for child in self.children:
            if child.name in self._due:
                if time.monotonic() >= self._due[child.name]:
                    self._start_again(child)
            elif (code := child.ended()) is not None:
                self._note_end(child, code)

    def _note_end(self, child: Child, code: int) -> None:
        child.clear_group()
        if time.monotonic() - child.started > STEADY:
            self._failures[child.name] = 0
        failures = self._failures.get(child.name, 0)
        self._failures[child.name] = failures + 1
        self._due[child.name] = time.monotonic() + PAUSES[min(failures, len(PAUSES) - 1)]
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        say(f"{child.name} {how}; starting it again (its log: {child.log})")

    def _start_again(self, child: Child) -> None:
        try:
            child.start()
        except (OSError, Trouble) as error:
            say(f"{child.name} could not be started: {error}")
            self._failures[child.name] = self._failures.get(child.name, 0) + 1
            self._due[child.name] = time.monotonic() + PAUSES[-1]
            return
        del self._due[child.name]

    def stop(self) -> None:
        """Asks all at once, so that the slowest alone decides how long it takes; kills who does not end in time."""
        for child in self.children:
            child.signal(child.stop_with)
        until = time.monotonic() + GRACE
        for child in self.children:
            child.wait(max(0.1, until - time.monotonic()))
            child.stop(0.1)
