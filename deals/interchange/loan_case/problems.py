"""What is wrong with a case: where, what and what to do; and the document as the strict reader gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dealtracker.strictjson import Fault, Number, Policy, StrictError, clean, decode, parse, step

T = TypeVar("T")
MOST_BYTES = 8_000_000
# Numbers stay as they were written: the fields say of each one that it belongs in quotes.
POLICY = Policy(largest=MOST_BYTES, deepest=24, digits=15, keep_numbers=True, tidy=str)

__all__ = ["MOST_BYTES", "CaseError", "Gather", "Number", "Problem", "join", "load", "wrong"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (JSON pointer), what, and what to do about it."""

    pointer: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.what}; {self.do}"

    def as_json(self) -> dict[str, str]:
        return {"pointer": self.pointer or "/", "problem": self.what, "remedy": self.do}


class CaseError(ValueError):
    """A document that cannot be run, with every problem found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def wrong(pointer: str, what: str, do: str) -> CaseError:
    return CaseError(Problem(pointer, what, do))


def load(document: str | bytes) -> object:
    """The document, or CaseError with every fault. Fractions, NaN and long numbers come as Number."""
    try:
        text = decode(document if isinstance(document, bytes) else document.encode("utf-8", "surrogatepass"), POLICY)
        value, faults = clean(parse(text, POLICY), "", POLICY)
    except StrictError as error:
        faults = list(error.faults)
    if faults:
        raise CaseError(*map(_problem, faults[:50]))
    return value


def _problem(fault: Fault) -> Problem:
    what, _, do = fault.detail.rpartition("; ")
    return Problem(fault.pointer, what, do)


def join(pointer: str, key: str | int) -> str:
    """A JSON pointer one step deeper (RFC 6901)."""
    return f"{pointer}/{step(str(key))}"


class Gather:
    """Runs readers one after the other and keeps what each complains of."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __call__(self, reading: Callable[[], T]) -> T | Any:
        try:
            return reading()
        except CaseError as error:
            self.problems += error.problems
            return None

    def stop_if_any(self) -> None:
        if self.problems:
            raise CaseError(*self.problems)
