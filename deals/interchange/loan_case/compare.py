"""Expected figures held against computed ones, leaf by leaf. Text is not compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deals.interchange.loan_case.problems import Number, join

# figures a source printed as binary floats: equal when they agree to this many parts of the whole
FLOAT_TOLERANCE = Fraction(1, 10**12)
_FIGURE = re.compile(r"-?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?", re.ASCII)
VERDICTS = ("agrees", "differs", "not computed", "given", "text, not compared")


class Given:
    """Stands where an expected figure is itself an input of the case, so that there is nothing to compare."""


GIVEN = Given()


@dataclass(frozen=True)
class Compared:
    """One expected figure: where it stands, what it says, what came out, and whether they agree."""

    pointer: str
    expected: str
    computed: str | None
    verdict: str

    def as_json(self) -> dict[str, str | None]:
        return {"pointer": self.pointer, "expected": self.expected, "computed": self.computed, "verdict": self.verdict}


def compare(expected: object, computed: object, pointer: str = "") -> Iterator[Compared]:
    """Walks `expected`; `computed` has the same shape as far as it was computed."""
    children = _steps(expected)
    if children is None:
        yield _leaf(expected, computed, pointer)
        return
    for key, value in children:
        yield from compare(value, _inside(computed, key), join(pointer, key))


def _steps(value: object) -> list[tuple[Any, Any]] | None:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else None


def _inside(value: object, key: Any) -> object:
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def _leaf(expected: object, computed: object, pointer: str) -> Compared:
    shown = str(expected)
    if computed is GIVEN:
        return Compared(pointer, shown, None, "given")
    if computed is None or isinstance(computed, (dict, list)):
        return Compared(pointer, shown, None, "not computed" if _number(expected) is not None else "text, not compared")
    return Compared(pointer, shown, str(computed), "agrees" if _same(expected, computed) else "differs")


def _same(expected: object, computed: object) -> bool:
    """Equal as text, or as decimals; a float within its own precision."""
    a, b = _number(expected), _number(computed)
    if a is None or b is None:
        return str(expected) == str(computed)
    if isinstance(expected, Number):
        return abs(a - b) <= FLOAT_TOLERANCE * max(abs(a), Fraction(1))
    return a == b


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return Fraction(str(value)) if _FIGURE.fullmatch(str(value)) else None


def summary(found: list[Compared]) -> dict[str, int]:
    """How many figures came to each verdict."""
    return {verdict: sum(item.verdict == verdict for item in found) for verdict in VERDICTS}
