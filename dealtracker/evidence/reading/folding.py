"""One lower-case copy of a text, character for character as long as the original.

Every rule matches the folded copy, and every offset it finds holds in the original: folding never adds or
removes a character (so "İ", whose lower case is two characters, stays as it is).
"""

from __future__ import annotations

import re
from functools import lru_cache

_SAME_WIDTH = str.maketrans(
    {
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},  # full-width forms of ASCII
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\r\n\u2028\u2029\x0b\x0c", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032`´", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "ё": "е",
        "Ё": "е",
    }
)


_LEADERS = re.compile(r"[.…·_]{4,}")  # "Borrower ........ X": dots that lead from a label to its value


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """`text` in lower case with plain spaces, quotes, hyphens and ASCII digits, tabs for leading dots; same offsets."""
    plain = _LEADERS.sub(lambda dots: "\t" * len(dots[0]), text).translate(_SAME_WIDTH)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in plain)


def is_cjk(char: str) -> bool:
    """Han, kana or hangul: scripts in which a name may touch the words around it."""
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


def is_word(char: str) -> bool:
    """A letter or digit of a script that puts spaces between words."""
    return (char.isalnum() or char == "_") and not is_cjk(char)


def starts_word(folded: str, at: int) -> bool:
    return at == 0 or not (is_word(folded[at - 1]) and is_word(folded[at]))


def ends_word(folded: str, at: int) -> bool:
    return at >= len(folded) or not (is_word(folded[at - 1]) and is_word(folded[at]))
