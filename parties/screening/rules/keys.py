"""The forms in which a name is compared. Plain Python; the same for lists and for parties."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from parties.register.calc import fold, mixes_look_alikes, normalise, script_of
from parties.screening.rules.tables import (
    GENERIC,
    HANGUL_FIRST,
    HANGUL_LAST,
    HANGUL_VOWEL,
    KANA,
    LATIN,
    LOOK_ALIKES,
    SMALL,
)

LONGEST = 300
_AS_WRITTEN, _LOOK_ALIKE, _TRANSLITERATED = "", "look_alike", "transliterated"


@lru_cache(maxsize=50_000)
def forms(name: str, *, person: bool = False) -> tuple[tuple[str, str], ...]:
    """((key, how), …): the name as written first, then as its look-alike letters and its transliteration give it.

    A person's "LAST, First" is turned round. `how` is "" as written, "look_alike" or "transliterated".
    """
    text = _turned(name) if person else name
    key = normalise(text)[:LONGEST]
    found = {key: _AS_WRITTEN} if key else {}
    for other, how in _others(key):
        if other and other not in found:
            found[other] = how
    return tuple(found.items())


def _others(key: str) -> Iterator[tuple[str, str]]:
    if any(letter > "\u036f" for letter in key):
        # A word of which every letter looks Latin, or one that mixes letters, is read as if it were.
        words = [_look_alike(word) for word in key.split()]
        yield normalise(" ".join(words))[:LONGEST], _LOOK_ALIKE
        yield normalise(latin(key))[:LONGEST], _TRANSLITERATED


def _look_alike(word: str) -> str:
    other = word.translate(LOOK_ALIKES)
    return other if mixes_look_alikes(word) or other.isascii() else word


def latin(text: str) -> str:
    """Cyrillic, Greek, kana and Hangul in Latin letters, by table; other scripts are left, not guessed."""
    script = script_of(text)
    if script in ("Cyrl", "Grek"):
        return text.translate(LATIN)
    if script == "Kore":
        return "".join(map(_hangul, unicodedata.normalize("NFC", text)))
    return _kana(text) if script == "Jpan" else text


def _hangul(char: str) -> str:
    place = ord(char) - 0xAC00
    if not 0 <= place < 11_172:
        return char
    first, rest = divmod(place, 588)
    vowel, last = divmod(rest, 28)
    return HANGUL_FIRST[first] + HANGUL_VOWEL[vowel] + HANGUL_LAST[last]


def _kana(text: str) -> str:
    text = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in text)
    found, place = [], 0
    while place < len(text):
        pair, one = text[place : place + 2], text[place]
        if pair in KANA:
            found.append(KANA[pair])
            place += 2
            continue
        # A long mark lengthens, a small tsu doubles; neither is heard in the names that lists write.
        found.append("" if one in "ーッ" else KANA.get(one, one))
        place += 1
    return "".join(found)


def acronyms(name: str) -> frozenset[str]:
    """The initials of a name of three words or more, with and without its legal form; three to six letters."""
    found = set()
    for text in (normalise(name), fold(name)):
        words = [word for word in text.split() if word not in SMALL]
        if 3 <= len(words) <= 6 and all(word.isascii() for word in words):
            found.add("".join(word[0] for word in words))
    return frozenset(found)


def core(key: str) -> str:
    """The telling words of a key in order; all of it where every word is one that many names have."""
    return " ".join(word for word in key.split() if not is_generic(word)) or key


@lru_cache(maxsize=100_000)
def is_generic(word: str) -> bool:
    """Whether many names have this word, in the singular or the plural."""
    return word in GENERIC or word.removesuffix("s") in GENERIC


def joined(key: str) -> str:
    return key.replace(" ", "")


def ordered(key: str) -> str:
    return " ".join(sorted(word for word in key.split() if word not in SMALL))


def _turned(name: str) -> str:
    """"LAST, First Middle" as "First Middle LAST"; a name with no comma or several stays."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name
