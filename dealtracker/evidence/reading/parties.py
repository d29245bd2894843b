"""Every party the text names, once, and which names it says are the same party."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.proposals import Proposal


def parties(document: Document) -> Iterator[Proposal]:
    seen: set[str] = set()
    for sentence in document.sentences:
        for mention in sentence.mentions:
            key = f"{mention.party}\x00{mention.written}"
            if mention.kind != "media" and key not in seen:
                seen.add(key)
                yield document.propose(
                    sentence,
                    "party.name",
                    mention.written,
                    "party: name",
                    party=mention.party,
                    kind=mention.kind,
                    known=mention.known,
                )
        yield from _aliases(document, sentence)


def _aliases(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    """ "X, known as Y" and "X (Y)", unless both are known to be two parties."""
    for left, right in pairwise(sentence.mentions):
        gap = sentence.folded[left.end : right.start].strip()
        said = len(gap) < 50 and sentence.words.compiled["alias"].first(gap)
        bracket = gap in ("(", "（") and sentence.folded[right.end : right.end + 1] in (")", "）", "、", ",")
        if (said or bracket) and _may_be_one(left, right):
            yield document.propose(sentence, "party.alias", right.written, "party: also known as", party=left.party)


def _may_be_one(left: Mention, right: Mention) -> bool:
    return left.party == right.party or not (left.known and right.known)
