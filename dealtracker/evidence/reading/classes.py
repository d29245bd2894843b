"""What an amount of money measures: debt, equity, valuation, and so on, by the nearest word that can tell."""

from __future__ import annotations

from dealtracker.evidence.reading.amounts import Money
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.labels import label_of

REACH = 90
WEAK = 45  # what a verb such as "seeks" weighs against a noun such as "loan"
PURPOSES = ("purchase", "cost", "contract")


def classify(sentence: Sentence, index: int) -> str:
    """The class of sentence.money[index]: debt, equity, valuation, …, other."""
    if label_of(sentence)[0] == "facility.amount":
        return "debt"
    item = sentence.money[index]
    best, cost, length = "other", REACH if not sentence.words.cjk else 40, 0
    for key, span in sentence.rows("figures"):
        distance = _distance(sentence, item, span)
        if key in PURPOSES and span.start >= item.end:
            distance += WEAK  # "$300m to buy chips": what the money is for, not what it is
        if (distance, span.start - span.end) < (cost, length):
            best, cost, length = key, distance, span.start - span.end
    if best in ("other", *PURPOSES) and (sentence.has("seeks") or sentence.has("approach") or sentence.rows("groups")):
        near = [
            _distance(sentence, item, s) + WEAK
            for s in (*sentence.spans("seeks"), *(s for _, s in sentence.rows("groups")))
        ]
        best = "debt" if min(near, default=REACH * 9) < (cost if best in PURPOSES else 150) else best
    return best


def _distance(sentence: Sentence, item: Money, span: Span) -> int:
    """Characters between an amount and a word; what crosses a comma or another amount counts for more."""
    if span.start < item.end and item.start < span.end:
        return 0
    right = span.start >= item.end
    end = max(
        [
            item.end,
            *(m.end + 1 for m in sentence.money if m.converts is not None and sentence.money[m.converts] is item),
        ]
    )
    gap = sentence.folded[min(end, span.start) : span.start] if right else sentence.folded[span.end : item.start]
    crossed = any(
        min(item.end, span.end) <= m.start and m.end <= max(item.start, span.start)
        for m in sentence.money
        if m is not item and m.converts is None
    )
    commas = sum(gap.count(char) for char in ",;，、；(") * 12
    return len(gap) + (0 if right and len(gap) < 30 else 8) + commas + (60 if crossed else 0)
