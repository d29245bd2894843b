"""Two things measured in turn, round after round, and their ratio with its spread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

ROUNDS = 5
T = TypeVar("T")


@dataclass(frozen=True)
class Ratio:
    """Ours against theirs in one unit; `goal` is what the ratio should be, with its direction as words."""

    what: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    unit: str
    goal: float
    at_least: bool
    against: str

    @property
    def value(self) -> float:
        return median(self.ours) / median(self.theirs)

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and highest ratio of one round."""
        each = [one / other for one, other in zip(self.ours, self.theirs, strict=True)]
        return min(each), max(each)

    @property
    def is_met(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def line(self) -> str:
        """One row of a Markdown table; see HEAD."""
        low, high = self.spread
        sign, word = ("≥" if self.at_least else "≤"), ("met" if self.is_met else "not met")
        ours, theirs = median(self.ours), median(self.theirs)
        return (
            f"| {self.what} | {ours:,.4g} {self.unit} | {self.against}: {theirs:,.4g} {self.unit} | {self.value:,.3g}"
            f" ({low:,.3g} to {high:,.3g}) | {sign} {self.goal:g} | {word} |"
        )


HEAD = "| what | ours | against | ratio (rounds) | goal | |\n|---|---|---|---|---|---|"


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turn(*measures: Callable[[], T], rounds: int = ROUNDS) -> list[tuple[T, ...]]:
    """Each measure once a round, so that whatever else the machine does touches all alike; values by measure."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [tuple(column) for column in zip(*taken, strict=True)]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
