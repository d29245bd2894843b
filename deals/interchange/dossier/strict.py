"""Bytes → JSON values, refusing everything that could be read in two ways; each refusal says where and what to do."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from deals.actions._dossiers.value import Problems
from deals.interchange.dossier.texts import text_fault, tidy

LARGEST, DEEPEST, LONGEST_TEXT, LONGEST_NUMBER = 20_000_000, 32, 20_000, 18
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))


class Bad:
    """Stands where something was refused already, so that nothing more is said about it."""


BAD = Bad()


class NotPlain(str):
    """A JSON number that is not a short whole number, as it was written."""


class Pairs(dict[str, Any]):
    """A JSON object that remembers which of its names came twice."""

    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON value of a file: `name` says which file (and line), `prefix` the pointer to it in that file."""

    name: str
    prefix: str
    value: Any


def read_documents(data: bytes, *, name: str, problems: Problems) -> list[Document]:
    """The objects of a file that holds one, an array of them, or one a line (NDJSON)."""
    text = _decode(data, name, problems)
    if text is None:
        return []
    try:
        value = _load(text)
    except _TooDeep:
        problems.add(name, "", "too-deep", f"is nested more than {DEEPEST} levels deep; a dossier needs far fewer")
        return []
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" in text.strip():
            return _lines(text, name, problems)
        _syntax(error, name, problems)
        return []
    if isinstance(value, list):
        if not value:
            problems.add(name, "", "empty", "is an empty array; give at least one dossier")
        return [_clean(name, f"/{place}", item, problems) for place, item in enumerate(value)]
    return [_clean(name, "", value, problems)]


def _lines(text: str, name: str, problems: Problems) -> list[Document]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{name} line {number}"
        try:
            found.append(_clean(place, "", _load(line), problems))
        except _TooDeep:
            problems.add(place, "", "too-deep", f"is nested more than {DEEPEST} levels deep")
        except json.JSONDecodeError as error:
            _syntax(error, place, problems)
    return found


def _decode(data: bytes, name: str, problems: Problems) -> str | None:
    if len(data) > LARGEST:
        problems.add(
            name, "", "too-large", f"has {len(data):,} bytes; at most {LARGEST:,} are read. Split it into several files"
        )
        return None
    for mark, encoding in _MARKS:
        if data.startswith(mark) and not data.startswith(b"\xef\xbb\xbf"):
            problems.add(name, "", "encoding", f"is {encoding}; save it as UTF-8")
            return None
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: byte {data[error.start]:#04x} at offset {error.start} (line {line}); save it as UTF-8"
        problems.add(name, "", "encoding", message)
        return None
    if "\0" in text:
        problems.add(name, "", "encoding", f"holds a NUL at offset {text.index(chr(0))}; take it out (is it UTF-16?)")
        return None
    if not text.strip():
        problems.add(name, "", "empty", "is empty; a dossier is one JSON object")
        return None
    return text


class _TooDeep(Exception):
    pass


def _load(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_pairs, parse_float=NotPlain, parse_int=_whole, parse_constant=NotPlain
        )
    except RecursionError:
        raise _TooDeep from None


def _pairs(pairs: list[tuple[str, Any]]) -> Pairs:
    found = Pairs(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        found.twice = (
            tuple(dict.fromkeys(name for name in names if names.count(name) > 1)) if len(names) < 500 else ("…",)
        )
    return found


def _whole(digits: str) -> int | NotPlain:
    return int(digits) if len(digits) <= LONGEST_NUMBER else NotPlain(digits)


def _syntax(error: json.JSONDecodeError, name: str, problems: Problems) -> None:
    what = error.msg[:1].lower() + error.msg[1:]
    message = f"is not JSON: {what} at line {error.lineno}, column {error.colno}; correct it there or just before"
    problems.add(name, "", "not-json", message)


def clean_value(value: Any, *, name: str, prefix: str, problems: Problems) -> Document:
    """A value that another reader parsed, under the same checks; its floats are refused like bare numbers."""
    return _clean(name, prefix, value, problems)


def _clean(name: str, prefix: str, value: Any, problems: Problems) -> Document:
    return Document(name, prefix, _Cleaner(name, problems).clean(value, prefix, 1))


@dataclass(frozen=True)
class _Cleaner:
    """Walks a whole document once: depth, repeated names, null, floats, and what a text may hold."""

    name: str
    problems: Problems

    def refuse(self, pointer: str, code: str, message: str) -> Bad:
        self.problems.add(self.name, pointer, code, message)
        return BAD

    def clean(self, value: Any, at: str, depth: int) -> Any:
        if isinstance(value, (NotPlain, float)):
            return self._number(str(value), at)
        if isinstance(value, str):
            return self._text(value, at)
        if isinstance(value, (dict, list)) and depth > DEEPEST:
            return self.refuse(at, "too-deep", f"is nested more than {DEEPEST} levels deep")
        if isinstance(value, dict):
            return self._object(value, at, depth)
        if isinstance(value, list):
            return [self.clean(item, f"{at}/{place}", depth + 1) for place, item in enumerate(value)]
        if value is None:
            return self.refuse(
                at, "null", 'is null; leave the field out if it was not asked, or say {"kind": "unknown"}'
            )
        return value

    def _object(self, value: dict[str, Any], at: str, depth: int) -> Any:
        for twice in value.twice if isinstance(value, Pairs) else ():
            self.refuse(
                f"{at}/{escape(twice)}", "repeated-name", f'"{shorten(twice)}" stands twice in one object; keep one'
            )
        return {name: self.clean(item, f"{at}/{escape(name)}", depth + 1) for name, item in value.items()}

    def _number(self, value: str, at: str) -> Bad:
        if value in ("NaN", "Infinity", "-Infinity"):
            return self.refuse(
                at, "number", f'{value} is not a number that can be stored; say {{"kind": "unknown"}} or give a figure'
            )
        return self.refuse(
            at, "number", f'{shorten(value)} is a bare number; write it as text, such as "0.0775", without an exponent'
        )

    def _text(self, value: str, at: str) -> Any:
        if len(value) > LONGEST_TEXT:
            return self.refuse(at, "too-long", f"has {len(value):,} characters; at most {LONGEST_TEXT:,} are kept")
        fault = text_fault(value)
        return self.refuse(at, "text", fault) if fault else tidy(value)


def escape(name: str) -> str:
    """A name as one step of a JSON pointer (RFC 6901)."""
    if len(name) <= 40 and name.isidentifier() and name.isascii():
        return name
    return shorten(name).replace("~", "~0").replace("/", "~1")


def shorten(text: str, longest: int = 40) -> str:
    """At most `longest` characters, none of which could upset a terminal or a log line."""
    safe = re.sub(r"[^\x20-\x7e\u00a1-\u1fff\u2c00-\ud7ff\uf900-\ufdcf]", "�", text)
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"
