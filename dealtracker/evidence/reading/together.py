"""Whom "both", "all three banks", "entrambe", 両行 mean: the last list of as many parties named before."""

from __future__ import annotations

from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.subjects import eligible, joined

BACK = 4  # sentences in which the list may stand
ANY = "0"  # the key of words that give no number: "none of them"


def spoken_together(sentence: Sentence, start: int, end: int) -> tuple[str, Span] | None:
    """The last word of that kind in folded[start:end] with how many it means ("0": not said)."""
    found = [row for row in sentence.rows("together") if start <= row[1].start and row[1].end <= end]
    return found[-1] if found else None


def listed_before(document: Document, sentence: Sentence, count: str, at: int) -> list[Mention]:
    """The last list of `count` parties before `at`, in this sentence or in the ones before; [] when there is none."""
    for earlier in reversed(document.sentences[max(0, sentence.index - BACK) : sentence.index + 1]):
        pool = [m for m in eligible(earlier) if m.end <= at]
        for last in reversed(pool):
            found = joined(earlier, last, pool)
            if len(found) == int(count) or (count == ANY and len(found) > 1):
                return found
    return []
