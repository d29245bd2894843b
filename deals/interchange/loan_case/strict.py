"""JSON read strictly: size, depth and repeated keys are checked, and numbers keep the text they were written in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

MOST_BYTES = 8_000_000
DEEPEST = 24
_BIG = 15


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


class Number(str):
    """A JSON number that is not a small whole one, as it was written; no money field takes it."""


class Repeated(dict[str, object]):
    """An object in which a key stands twice; `key` names it."""

    key = ""


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            twice = Repeated(found)
            twice.key = key
            return twice
        found[key] = value
    return found


def _whole(text: str) -> object:
    return int(text) if len(text) <= _BIG else Number(text)


def load(text: str) -> object:
    """The document, or CaseError. Floats, NaN and long numbers come as Number."""
    if len(text) > MOST_BYTES:
        raise wrong("", f"the document has {len(text)} characters, more than {MOST_BYTES}", "split it")
    try:
        value = json.loads(text, parse_float=Number, parse_int=_whole, parse_constant=Number, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise wrong("", f"this is not JSON: {error.msg} at {place}", "correct the document there") from None
    except RecursionError:
        raise wrong("", f"the document is nested deeper than {DEEPEST}", "flatten it") from None
    _check(value)
    return value


def _check(document: object) -> None:
    """Walks the whole document for depth, repeated keys and characters that cannot be written out again."""
    waiting: list[tuple[str, object, int]] = [("", document, 0)]
    while waiting:
        pointer, value, depth = waiting.pop()
        if depth > DEEPEST:
            raise wrong(pointer[:120], f"nested deeper than {DEEPEST}", "flatten it")
        if isinstance(value, Repeated):
            raise wrong(pointer, f'the key "{value.key[:40]}" stands twice', "keep one of them")
        if isinstance(value, str) and not writable(value):
            raise wrong(pointer, "the text has control characters or broken Unicode", "use plain text")
        waiting += [(child, item, depth + 1) for child, item in _children(pointer, value)]


def _children(pointer: str, value: object) -> list[tuple[str, object]]:
    if isinstance(value, dict):
        for key in value:
            if not writable(key):
                raise wrong(pointer, "a key has control characters or broken Unicode", "use plain text")
        return [(join(pointer, key), item) for key, item in value.items()]
    if isinstance(value, list):
        return [(join(pointer, index), item) for index, item in enumerate(value)]
    return []


def writable(text: str) -> bool:
    return all((mark >= " " or mark in "\n\t") and mark != "\x7f" and not "\ud800" <= mark <= "\udfff" for mark in text)


def join(pointer: str, key: str | int) -> str:
    """A JSON pointer one step deeper (RFC 6901)."""
    return f"{pointer}/{str(key)[:80].replace('~', '~0').replace('/', '~1')}"
