"""The forms in which a name is compared. Plain Python; the same for lists and for parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parties.register.calc import latin, mixes_look_alikes, normalise, pinyin
from parties.register.calc.tables import SMALL
from parties.screening.rules.tables import GENERIC, LOOK_ALIKES

LONGEST = 299  # with the mark before it, a looked-up key has room for 300
_PLURAL = GENERIC | {f"{word}s" for word in GENERIC}
# A word of fewer letters, one of them wrong, may well be another word: "capita" is not "capital".
_LONG = 8


def _mistyped(word: str) -> Iterator[str]:
    """A word without one of its letters, or with two beside each other exchanged."""
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))


_GENERIC = _PLURAL | {other for word in _PLURAL if len(word) >= _LONG for other in _mistyped(word)}
_AS_WRITTEN, _LOOK_ALIKE, _TRANSLITERATED = "", "look_alike", "transliterated"
# Figures between letters, read as the letters that they look like.
_FIGURES = re.compile("(?<=[a-z])[01]+(?=[a-z])")
_AS_LETTERS = str.maketrans("01", "ol")


@lru_cache(maxsize=50_000)
def forms(name: str, *, person: bool = False, language: str = "") -> tuple[tuple[str, str], ...]:
    """((key, how), …): the name as written first, then as its look-alike letters and its transliteration give it.

    A person's "LAST, First" is turned round. `how` is "" as written, "look_alike" or "transliterated". `language` is that
    of a name in characters, where it is known.
    """
    text = _turned(name) if person else name
    key = normalise(text)[:LONGEST]
    found = {key: _AS_WRITTEN} if key else {}
    spoken = (normalise(pinyin(text, language).replace(" ", ""))[:LONGEST], _TRANSLITERATED)
    for other, how in (*_others(key), spoken):
        if other and other not in found:
            found[other] = how
    return tuple(found.items())


def _others(key: str) -> Iterator[tuple[str, str]]:
    is_plain = key.isascii()
    if not is_plain or _FIGURES.search(key):
        # A word of which every letter looks Latin, or one that mixes letters, is read as if it were.
        yield normalise(" ".join([_look_alike(word) for word in key.split()]))[:LONGEST], _LOOK_ALIKE
    if not is_plain:
        # Word by word: one name may have words of several scripts.
        yield normalise(" ".join([latin(word) for word in key.split()]))[:LONGEST], _TRANSLITERATED


def _look_alike(word: str) -> str:
    other = word.translate(LOOK_ALIKES)
    other = other if mixes_look_alikes(word) or other.isascii() else word
    return _FIGURES.sub(lambda found: found[0].translate(_AS_LETTERS), other)


def core(key: str) -> str:
    """The telling words of a key in order; all of it where every word is one that many names have."""
    return " ".join([word for word in key.split() if word not in _GENERIC]) or key


def is_generic(word: str) -> bool:
    """Whether many names have this word, in the singular or the plural; a long one also mistyped by a letter."""
    return word in _GENERIC


def joined(key: str) -> str:
    return key.replace(" ", "")


def ordered(key: str) -> str:
    return " ".join(sorted([word for word in key.split() if word not in SMALL]))


def _turned(name: str) -> str:
    """"LAST, First Middle" as "First Middle LAST"; a name with no comma or several stays."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name
