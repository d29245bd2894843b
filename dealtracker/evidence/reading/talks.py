"""How long talks have run, and how far a facility has come."""

from __future__ import annotations

from collections.abc import Iterator

from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.durations import Duration, durations
from dealtracker.evidence.reading.proposals import Proposal

NEAR, NEAR_CJK = 130, 40


def talks(document: Document) -> Iterator[Proposal]:
    for sentence in document.sentences:
        if not document.names or sentence.has("negated"):
            continue
        if duration := _lasting(sentence):
            yield document.propose(
                sentence,
                "event.talks_began",
                duration.value,
                "talks: have lasted",
                words=document.text[duration.start : duration.end],
            )
        yield from _stages(document, sentence)


def _lasting(sentence: Sentence) -> Duration | None:
    """A duration near a word for talks, in months, weeks or days: a tenor counts in years or stands by the loan."""
    cues = sentence.spans("talks")
    reach = NEAR_CJK if sentence.words.cjk else NEAR
    tenors = sentence.spans("tenor")
    for duration in durations(sentence):
        bounded = any(not key.startswith(("months", "days")) for key in duration.value)
        gap = 2 if bounded and max(duration.value.values()) < 24 else 20
        close = any(abs(cue.start - duration.end) < reach or abs(duration.start - cue.end) < reach for cue in cues)
        if close and not any(-2 <= t.start - duration.end < gap or -2 <= duration.start - t.end < gap for t in tenors):
            return duration
    return None


def _stages(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    if not sentence.asserted:
        return
    for stage, span in sentence.rows("stages"):
        debt = [hit for key, hit in sentence.rows("figures") if key == "debt"]
        if debt or sentence.money or stage == "talks":
            party = document.borrower_near(sentence)
            yield document.propose(
                sentence, "facility.stage", stage, f"stage: {stage}", party=party, words=document.words_of(span)
            )
