"""What a text may hold: any script and emoji, nothing that hides, turns around or breaks lines unseen. Plain Python."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
# Letters and marks that show nothing at all.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED = {"Cc": "a control character", "Cs": "half of a surrogate pair", "Co": "a private-use character",
            "Cn": "a character that Unicode does not define", "Zl": "a line separator", "Zp": "a paragraph separator",
            "Cf": "an invisible formatting character"}  # fmt: skip


def text_fault(text: str) -> str:
    """What is wrong with a text, as a sentence that names the character and its place; "" when nothing is."""
    if text.isascii() and text.isprintable():
        return ""
    for place, char in enumerate(text):
        if char in "\n\t" or (char in _JOINERS and _joins(text, place)) or text[place : place + 2] == "\r\n":
            continue
        what = _what(char)
        if what:
            return f"holds {what} (U+{ord(char):04X}) at character {place + 1}; take it out"
    return ""


def _what(char: str) -> str:
    if char in _BIDI:
        return "a character that turns the direction of text around"
    if char in _BLANK:
        return "a character that shows nothing"
    category = unicodedata.category(char)
    if category == "Cc" and char == "\r":
        return "a carriage return"
    return _REFUSED.get(category, "")


def _joins(text: str, place: int) -> bool:
    """Joiners belong inside emoji and Arabic or Indic words; between other letters they only hide."""
    before = text[place - 1] if place else ""
    return bool(before) and (unicodedata.category(before) in ("So", "Sk", "Mn", "Mc") or "\u0600" <= before <= "\u0dff")


def tidy(text: str) -> str:
    """Composed (NFC), with plain line ends, without blanks at either end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def shorten(text: str, longest: int = 40) -> str:
    """At most `longest` characters, none of which could upset a terminal or a log line."""
    safe = re.sub(r"[^\x20-\x7e\u00a1-\u1fff\u2c00-\ud7ff\uf900-\ufdcf]", "�", text)
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"
