"""JSON that can be read in one way only: the one reader of request bodies, deal dossiers and loan cases. Plain Python.

Bytes in, values out, or faults with pointer, code and what to do. Refused everywhere: other encodings than UTF-8, NUL,
names that stand twice, nesting past a depth, texts with characters that do not show. What else a kind of document may
hold (fractions as bare numbers, null, long texts) is said by its Policy.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

# Controls, marks without width, and marks that turn the direction of what follows. What joins letters and signs (U+200C,
# U+200D) and the soft hyphen are part of how words are written, and stay.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))
_CONSTANTS = ("NaN", "Infinity", "-Infinity")


@dataclass(frozen=True)
class Fault:
    """What is wrong, where (RFC 6901 pointer) and what to do."""

    pointer: str
    code: str
    detail: str


class StrictError(ValueError):
    """The document was refused; `faults` names every place that is wrong."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer or 'the document'}: {fault.detail}" for fault in faults))
        self.faults = faults


class MoreFollows(StrictError):
    """A whole JSON value, and something after it: perhaps one value a line."""


class Number(str):
    """A number that is not a short whole one, as written: reading it would round it."""


class Bad:
    """Stands where something was refused already, so that nothing more is said about it."""


BAD = Bad()


class _Pairs(dict[str, Any]):
    """An object that remembers which of its names came twice."""

    twice: tuple[str, ...] = ()


def unseen(text: str) -> str:
    """Why this text is not stored, if it is not: it holds characters that do not show. "" when nothing is wrong."""
    match = UNSEEN.search(text)
    return f"holds the character U+{ord(match[0]):04X}, which does not show; take it out" if match else ""


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Policy:
    """What one kind of document may hold.

    `longest_text` 0: any length. `null` "": allowed, else what to do instead. `mark`: a byte order mark before the
    document is passed over. `keep_numbers`: fractions and long numbers stay as Number, for a reader that says at each
    field what it wants. `keeps_blanks`: names of texts whose blanks at either end belong to them.
    """

    largest: int
    deepest: int = 32
    digits: int = 18
    longest_text: int = 0
    null: str = ""
    keep_numbers: bool = False
    mark: bool = True
    text_fault: Callable[[str], str] = unseen
    tidy: Callable[[str], str] = composed
    keeps_blanks: frozenset[str] = frozenset()


def load(data: bytes, *, largest: int) -> Any:
    """The value in the body of a request; raises StrictError."""
    policy = Policy(largest, mark=False)
    cleaned, faults = clean(parse(decode(data, policy), policy), "", policy)
    if faults:
        raise StrictError(*faults[:50])
    return cleaned


def decode(data: bytes, policy: Policy) -> str:
    """The text of a file; raises StrictError when it is too large or not UTF-8."""
    if len(data) > policy.largest:
        size = f"has {len(data):,} bytes or more; at most {policy.largest:,} are read; split it"
        raise StrictError(Fault("", "too_large", size))
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            raise StrictError(Fault("", "not_utf8", f"is {encoding}, not UTF-8; save it as UTF-8"))
    try:
        text = data.removeprefix(_UTF8_MARK if policy.mark else b"").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = f"byte {error.object[error.start]:#04x} at offset {error.start} (line {line})"
        raise StrictError(Fault("", "not_utf8", f"is not UTF-8: {where}; save it as UTF-8")) from None
    if "\0" in text:
        nul = f"holds a NUL at offset {text.index(chr(0))}; take it out (is it UTF-16?)"
        raise StrictError(Fault("", "not_utf8", nul))
    return text


def parse(text: str, policy: Policy) -> Any:
    """The JSON value in `text`, to be cleaned; raises StrictError, or MoreFollows where text comes after the value."""
    digits = policy.digits
    try:
        return json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_float=Number,
            parse_int=lambda whole: int(whole) if len(whole) <= digits else Number(whole),
            parse_constant=Number,
        )
    except json.JSONDecodeError as error:
        what = (error.msg[:1].lower() + error.msg[1:]).removesuffix(" at")  # "Unterminated string starting at"
        place = f"line {error.lineno}, column {error.colno}"
        fault = Fault("", "not_json", f"is not JSON: {what} at {place}; correct it there or just before")
        raise (MoreFollows if error.msg == "Extra data" else StrictError)(fault) from None
    except RecursionError:
        raise StrictError(_too_deep("", policy)) from None


def _pairs(pairs: list[tuple[str, Any]]) -> _Pairs:
    found = _Pairs(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        found.twice = tuple(dict.fromkeys(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]
    return found


def _too_deep(pointer: str, policy: Policy) -> Fault:
    return Fault(pointer, "too_deep", f"is nested more than {policy.deepest} levels deep; flatten it")


def clean(value: Any, at: str, policy: Policy) -> tuple[Any, list[Fault]]:
    """The value with its texts tidied and BAD where it was refused, and every fault found; `at` is its pointer."""
    cleaner = _Cleaner(policy)
    return cleaner.clean(value, at, 1), cleaner.faults


@dataclass(frozen=True)
class _Cleaner:
    """Walks a whole document once."""

    policy: Policy
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, at: str, code: str, detail: str) -> Bad:
        self.faults.append(Fault(at, code, detail))
        return BAD

    def clean(self, value: Any, at: str, depth: int) -> Any:
        if isinstance(value, (Number, float)):
            return value if self.policy.keep_numbers else self._number(str(value), at)
        if isinstance(value, str):
            return self._text(value, at)
        if isinstance(value, (dict, list)):
            return self._inside(value, at, depth)
        if value is None and self.policy.null:
            return self.refuse(at, "null", f"is null; {self.policy.null}")
        return value

    def _inside(self, value: Any, at: str, depth: int) -> Any:
        if depth > self.policy.deepest:
            self.faults.append(_too_deep(at, self.policy))
            return BAD
        if isinstance(value, list):
            return [self.clean(item, f"{at}/{place}", depth + 1) for place, item in enumerate(value)]
        for name in value.twice if isinstance(value, _Pairs) else ():
            shown = UNSEEN.sub("\ufffd", name[:40])
            self.refuse(f"{at}/{step(name)}", "duplicate_name", f'"{shown}" stands twice in one object; keep one')
        for name in value:
            if not name.isprintable() and (fault := self.policy.text_fault(name)):
                self.refuse(at, "text", f"a name in it {fault}")
        return {name: self.clean(item, f"{at}/{step(name)}", depth + 1) for name, item in value.items()}

    def _number(self, written: str, at: str) -> Bad:
        if written in _CONSTANTS:
            return self.refuse(at, "number", f"{written} is not a number that can be stored; give a figure, or none")
        what = f"{written[:40]} is a bare number that cannot be kept exactly"
        return self.refuse(at, "number", f'{what}; write it as text, such as "0.0775", without an exponent')

    def _text(self, value: str, at: str) -> Any:
        if 0 < self.policy.longest_text < len(value):
            most = f"at most {self.policy.longest_text:,} are kept"
            return self.refuse(at, "too_long", f"has {len(value):,} characters; {most}")
        fault = self.policy.text_fault(value)
        if fault:
            return self.refuse(at, "text", fault)
        return (composed if at.rpartition("/")[2] in self.policy.keeps_blanks else self.policy.tidy)(value)


@lru_cache(maxsize=4096)
def step(name: str) -> str:
    """A name as one step of a JSON pointer (RFC 6901), shortened."""
    return UNSEEN.sub("\ufffd", name[:60]).replace("~", "~0").replace("/", "~1")
