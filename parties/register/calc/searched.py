"""What a search looks at, and what it looks for, so that an index of trigrams serves both. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parties.register.calc.latin import latin, pinyin, romaji
from parties.register.calc.names import fold, initials, normalise

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f]")
_PIECE = re.compile(rf"{_CJK.pattern}+|[^\s]+?(?={_CJK.pattern}|\s|$)")
_SPECIAL = re.compile(r"([\\%_])")
# A word of fewer letters has no trigram of its own inside a longer word: it is looked for where words begin.
_SHORT = 3
_MOST_WORDS = 12
# "SoftBank Group" is three words to who writes SBG.
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Words clipped to their beginnings and written as one, such as SocGen: no shorter beginning tells something.
_CLIPPED = re.compile(r"[a-z]{6,12}", re.ASCII)
# Letters may have changed places in words that are long enough to tell something; of very long ones at their beginning.
_SHORTEST_SWAPPED, _LONGEST_SWAPPED = 4, 16


def searched_text(text: str, language: str = "") -> str:
    """All forms of one name that may be typed, with " | " between: without and with its legal form, in Latin letters,
    without spaces, and its initials. Characters of Chinese, Japanese and Korean stand apart, so that each of them is
    found by index.
    """
    return f" {' | '.join(_spread(form) for form in dict.fromkeys(_forms(text, language)) if form)} "


def _forms(text: str, language: str) -> Iterator[str]:
    key = normalise(text)
    yield from (key, fold(text), _joined(key))
    other = latin(key)
    yield from (normalise(other), _joined(normalise(other)))
    syllables = pinyin(text, language)
    said = romaji(key)
    yield from (syllables, _joined(syllables), *said, *map(_joined, said))
    yield from sorted(initials(text) | initials(_INNER_CAPITAL.sub(" ", text)))


def search_patterns(words: str) -> list[list[str]]:
    """Ways to find what was typed, each a list of LIKE patterns that one name's `searched_text` must all match.

    As typed, without spaces, in Latin letters; none for nothing typed.
    """
    key = normalise(words)
    other = normalise(latin(key))
    ways = [key, _joined(key), other, _joined(other), _joined(pinyin(words, "zh"))]
    found = [_patterns(way) for way in dict.fromkeys(ways) if way]
    return [way for place, way in enumerate(found) if way and way not in found[:place]]


def swapped_patterns(words: str) -> list[list[str]]:
    """Ways to find what was meant where two letters beside each other changed places; none for a word of few letters."""
    key = normalise(words)[:_LONGEST_SWAPPED]
    if len(_joined(key)) < _SHORTEST_SWAPPED or _CJK.search(key):
        return []
    swapped = (
        key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(len(key) - 1) if " " not in key[at : at + 2]
    )
    return [_patterns(way) for way in dict.fromkeys(swapped) if way != key]


def clipped_patterns(words: str) -> list[list[str]]:
    """Ways to find a name whose words were clipped and joined: "socgen" begins two words of one name, in that order."""
    key = normalise(words)
    if not _CLIPPED.fullmatch(key):
        return []
    return [[f"% {key[:at]}% {key[at:]}%"] for at in range(_SHORT, len(key) - _SHORT + 1)]


def near_words(words: str) -> str:
    """What was typed in the form that near misses are measured against."""
    return _spread(normalise(words))


def _patterns(key: str) -> list[str]:
    found = []
    for piece in _PIECE.findall(key)[:_MOST_WORDS]:
        if _CJK.match(piece):
            found.append(f"% {' '.join(piece)} %")
        else:
            escaped = _SPECIAL.sub(r"\\\1", piece)
            found.append(f"% {escaped}%" if len(piece) < _SHORT else f"%{escaped}%")
    return list(dict.fromkeys(found))


def _spread(form: str) -> str:
    return " ".join(_CJK.sub(lambda match: f" {match[0]} ", form).split())


def _joined(form: str) -> str:
    return form.replace(" ", "")
