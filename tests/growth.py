"""How work grows with its input: never seconds, which say more about the machine than about the program."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(work: Callable[[], object]) -> int:
    """Lines of Python that `work` runs: the same number on every machine."""
    count = 0

    def tick(_frame: FrameType, event: str, _value: object) -> Any:
        nonlocal count
        count += event == "line"
        return tick

    before = sys.gettrace()
    sys.settrace(tick)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def times_as_long(work: Callable[[str], object], text: str, *, times: int) -> float:
    """Processor time for `text` repeated, as a multiple of that for `text` alone: what counting lines cannot see.

    The best of three on either side; what is too quick to measure counts as two milliseconds.
    """

    def least(given: str) -> float:
        return min(_spent(work, given) for _ in range(3))

    work(text[:500])
    return least(text * times) / max(least(text), 0.002)


def _spent(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began
