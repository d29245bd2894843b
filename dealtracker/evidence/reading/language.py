"""Which of the ten languages a text, and each of its paragraphs, is written in."""

from __future__ import annotations

import re
from functools import lru_cache

from dealtracker.evidence.reading.vocabulary import VOCABULARIES
from dealtracker.evidence.reading.vocabulary.shape import Vocabulary

_LATIN = ("en", "it", "es", "de", "fr", "pt")
_WORD = re.compile(r"[a-zà-ÿß]+")
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("ja", re.compile(r"[\u3041-\u30fa]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
CODES = tuple(VOCABULARIES)
SAMPLE = 20_000


def language_of(folded: str, *, fallback: str = "en") -> Vocabulary:
    """The vocabulary of `folded` text: by script, then by its most frequent small words; `fallback` when neither tells."""
    sample = folded[:SAMPLE]
    counts = {code: len(pattern.findall(sample)) for code, pattern in _SCRIPTS}
    latin = sum(1 for char in sample if "a" <= char <= "z")
    if counts["ko"] * 3 > latin * 0.4 and counts["ko"] > counts["zh"]:
        return VOCABULARIES["ko"]
    if counts["ja"] * 12 > counts["zh"] and (counts["ja"] + counts["zh"]) * 3 > latin * 0.4 and counts["ja"] > 1:
        return VOCABULARIES["ja"]
    if counts["zh"] and counts["zh"] * 3 > latin * 0.4:
        return VOCABULARIES["zh"] if fallback != "ja" or len(sample) > 80 else VOCABULARIES["ja"]
    if counts["ru"] > latin * 0.3:
        return VOCABULARIES["ru"]
    return VOCABULARIES[_by_small_words(sample, fallback)]


def _by_small_words(sample: str, fallback: str) -> str:
    words = _WORD.findall(sample)
    scores = {code: sum(1 for word in words if word in _common(code)) for code in _LATIN}
    best = max(_LATIN, key=lambda code: (scores[code], code == fallback))
    if scores[best] < 2 or (fallback in scores and scores[best] < 1.5 * scores[fallback] + 2):
        return fallback if fallback in scores else best
    return best


@lru_cache(maxsize=16)
def _common(code: str) -> frozenset[str]:
    return frozenset(VOCABULARIES[code].common.split())
