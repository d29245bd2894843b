"""JSON that can be read in one way only. Plain Python: bytes in, values out, or an error with pointer and code.

Refused: other encodings than UTF-8, NUL, duplicate names, NaN and Infinity, fractions as bare numbers (money travels as
text), nesting past a depth, and text with bidi, zero-width or control characters. Text comes out in NFC.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

DEEPEST = 32
_LONGEST_NUMBER = 18
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


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


class _Number(str):
    """A number that is not a short whole one, as written."""


class _Pairs(dict[str, Any]):
    twice: str | None = None


def load(data: bytes, *, largest: int) -> Any:
    """The value in `data`; raises StrictError."""
    if len(data) > largest:
        raise StrictError(Fault("", "too_large", f"has {len(data):,} bytes; at most {largest:,} are read"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StrictError(Fault("", "not_utf8", f"is not UTF-8 at byte {error.start}")) from None
    try:
        value = json.loads(
            text, object_pairs_hook=_pairs, parse_float=_Number, parse_int=_whole, parse_constant=_Number
        )
    except json.JSONDecodeError as error:
        raise StrictError(
            Fault("", "not_json", f"is not JSON: {error.msg.lower()} at line {error.lineno}, column {error.colno}")
        ) from None
    except RecursionError:
        raise StrictError(_too_deep("")) from None
    faults: list[Fault] = []
    cleaned = _clean(value, "", 1, faults)
    if faults:
        raise StrictError(*faults[:50])
    return cleaned


def text_fault(text: str) -> str | None:
    """Why this text is not stored, if it is not: it holds characters that do not show."""
    match = _UNSEEN.search(text)
    return f"holds the character U+{ord(match[0]):04X}, which does not show; take it out" if match else None


def _pairs(pairs: list[tuple[str, Any]]) -> _Pairs:
    found = _Pairs(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        found.twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return found


def _whole(digits: str) -> int | _Number:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else _Number(digits)


def _too_deep(pointer: str) -> Fault:
    return Fault(pointer, "too_deep", f"is nested more than {DEEPEST} levels deep")


def _clean(value: Any, at: str, depth: int, faults: list[Fault]) -> Any:
    if isinstance(value, _Number):
        faults.append(
            Fault(
                at, "number", f'{value[:40]} is a bare number that cannot be kept exactly; write it as text, "0.0775"'
            )
        )
        return None
    if isinstance(value, str):
        fault = text_fault(value)
        if fault:
            faults.append(Fault(at, "text", fault))
        return unicodedata.normalize("NFC", value)
    if isinstance(value, (dict, list)) and depth > DEEPEST:
        faults.append(_too_deep(at))
        return None
    if isinstance(value, _Pairs):
        if value.twice is not None:
            faults.append(Fault(f"{at}/{_step(value.twice)}", "duplicate_name", "stands twice in one object; keep one"))
        return {name: _clean(item, f"{at}/{_step(name)}", depth + 1, faults) for name, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, f"{at}/{place}", depth + 1, faults) for place, item in enumerate(value)]
    return value


def _step(name: str) -> str:
    return _UNSEEN.sub("\ufffd", name[:60]).replace("~", "~0").replace("/", "~1")
