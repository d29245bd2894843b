"""What an amount of money measures: debt, equity, valuation, and so on, by the nearest word that can tell."""

from __future__ import annotations

import re

from dealtracker.evidence.reading.amounts import Money
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.labels import label_of

_MARKET = re.compile(
    r"\b(?:market for|market (?:could|may|might|will|is|size)|the (?:sector|industry) (?:could|may|will|has)|mercato (?:del|della|dei|potrebbe|vale)|"
    r"mercado (?:de|del|da|do|podría|pode)|marché (?:de|du|des|pourrait)|markt für|markt (?:könnte|dürfte)|analyst\w*|analist\w+|analysten|analystes)|"
    r"рынок|рынка|аналитик|市場規模|市场规模|市場全体|アナリスト|分析师|分析師|애널리스트|시장 규모"
)
_WORTH = re.compile(
    r"(?:chips? )?worth(?: of)?|valore|valor(?: de)?|valeur|(?:im )?wert(?: von)?|стоимост\w*|на сумму|相当の?|价值约?|價值約?|価値|가치|규모"
)
REACH = 90
CONVERSION = 40  # characters that a conversion in brackets may take between an amount and its word
WEAK = 45  # what a verb such as "seeks" weighs against a noun such as "loan"
PURPOSES = ("purchase", "cost", "contract")
_VAGUE = ("other", "purchase", "cost")
SMALLEST = 1_000_000  # no facility is smaller; a price of a share or a chip is


def classify(sentence: Sentence, index: int) -> str:
    """The class of sentence.money[index]: debt, equity, valuation, …, other."""
    if index not in sentence.classes:
        sentence.classes[index] = _classified(sentence, index)
    return sentence.classes[index]


def _classified(sentence: Sentence, index: int) -> str:
    if label_of(sentence)[0] == "facility.amount":
        return "debt"
    item = sentence.money[index]
    best, cost, length = "other", REACH if not sentence.words.cjk else 40, 0
    for key, span in meanings(sentence):
        if max(span.start - item.end, item.start - span.end) > cost + CONVERSION:
            continue  # too far to win
        distance = _distance(sentence, item, span)
        if key in PURPOSES and span.start >= item.end:
            distance += WEAK  # "$300m to buy chips": what the money is for, not what it is
        if key in ("valuation", "fine", "cost", "revenue") and 0 <= item.start - span.end < 10:
            distance = 0  # "valued at $2bn in a funding round": the participle governs the amount
        if (distance, span.start - span.end) < (cost, length):
            best, cost, length = key, distance, span.start - span.end
    if best in ("other", *PURPOSES) and (sentence.has("seeks") or sentence.has("approach") or sentence.rows("groups")):
        near = [
            _distance(sentence, item, s) + WEAK
            for s in (*sentence.spans("seeks"), *(s for _, s in sentence.rows("groups")))
        ]
        best = "debt" if min(near, default=REACH * 9) < (cost if best in PURPOSES else 150) else best
    if best in PURPOSES and any(0 <= item.start - verb.end <= 3 for verb in sentence.spans("seeks")):
        best = "debt"  # "to raise $450m to buy chips": the money that is raised is the financing
    if best == "debt" and is_market(sentence) and not sentence.has("seeks"):
        return "other"
    if best == "cost" and cost == 0:
        return best  # "an investment of $140m" beside a bank is no loan
    return "debt" if best in _VAGUE and (length == 0 or best != "other") and _is_lent(sentence, item) else best


def meanings(sentence: Sentence) -> list[tuple[str, Span]]:
    """The words that can tell what an amount is: not those within a name, and "a loan worth" speaks of a loan."""
    if sentence.told is None:
        sentence.told = _told(sentence)
    return sentence.told


def _told(sentence: Sentence) -> list[tuple[str, Span]]:
    names = [(m.start, m.end) for m in sentence.mentions]
    rows = [(k, s) for k, s in sentence.rows("figures") if not any(a <= s.start and s.end <= b for a, b in names)]
    debts = [span for key, span in rows if key == "debt"]
    worth = [s for k, s in rows if k != "debt" and _WORTH.fullmatch(sentence.folded[s.start : s.end])]
    lent = {s for s in worth if any(0 <= s.start - d.end <= 16 for d in debts)}
    return [("debt" if span in lent else key, span) for key, span in rows]


def is_market(sentence: Sentence) -> bool:
    """Whether a sentence sizes a market or quotes a forecast: what it counts is nobody's loan."""
    return bool(_MARKET.search(sentence.folded, sentence.start, sentence.end))


def _is_lent(sentence: Sentence, item: Money) -> bool:
    """Whether a bank or a fund hands over what has no other meaning: "gets $65m from the bank", "die Bank stellt …"."""
    large = (item.amount.sort_key or 0) >= SMALLEST
    return large and not is_market(sentence) and any(m.kind in ("bank", "fund") for m in sentence.mentions)


def _beside(sentence: Sentence, item: Money) -> list[Money]:
    """The amounts next to `item` on either side: whatever lies beyond them lies beyond these too."""
    at = next(i for i, m in enumerate(sentence.money) if m is item)
    return [m for m in sentence.money[max(0, at - 3) : at + 4] if m is not item and m.converts is None]


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
        min(item.end, span.end) <= m.start and m.end <= max(item.start, span.start) for m in _beside(sentence, item)
    )
    commas = sum(gap.count(char) for char in ",;，、；(") * 12 + sum(gap.count(char) for char in ";；") * 20
    return len(gap) + (0 if right and len(gap) < 30 else 8) + commas + (60 if crossed else 0)
