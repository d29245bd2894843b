"""Whom "both", "all three banks", 両行 mean: the last list of as many parties named before; "the latter", 後者: one of such a pair."""

from __future__ import annotations

from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.subjects import eligible, joined

BACK = 4  # sentences in which the list may stand
ANY = "0"  # the key of words that give no number: "none of them"
_OF = " of "  # "1 of 2": the first of a pair, "the former"
_BESIDE = 30  # characters from such a word to its verb


def spoken_together(sentence: Sentence, start: int, end: int, *, verb: int) -> tuple[str, Span] | None:
    """The last word of that kind in folded[start:end], for the verb at `verb`, with how many it means ("0": not said)."""
    found = [row for row in sentence.rows("together") if start <= row[1].start and row[1].end <= end]
    found = [row for row in found if _OF not in row[0] or verb - row[1].end <= _BESIDE]
    return found[-1] if found else None


def listed_before(document: Document, sentence: Sentence, count: str, at: int) -> list[Mention]:
    """The last list of `count` parties before `at`, in this sentence or in the ones before; [] when there is none."""
    place, _, size = count.rpartition(_OF)
    for earlier in reversed(document.sentences[max(0, sentence.index - BACK) : sentence.index + 1]):
        pool = [m for m in eligible(earlier) if m.end <= at]
        for last in reversed(pool):
            found = joined(earlier, last, pool)
            if len(found) == int(size) or (size == ANY and len(found) > 1):
                return [found[int(place) - 1]] if place else found
    return []
