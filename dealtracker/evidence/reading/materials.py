"""The bank that prepared materials for lenders: its role, for whom the materials were, whether it will take part."""

from __future__ import annotations

from collections.abc import Iterator

from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.roles import role
from dealtracker.evidence.reading.subjects import antecedent, eligible, subjects

STATUSES = (("unlikely", "unlikely"), ("uncertain", "uncertain"))


def materials(document: Document) -> Iterator[Proposal]:
    last: list[Mention] = []
    since = 0
    for sentence in document.sentences if document.names else ():
        found = _prepared(document, sentence)
        if found and not _is_negated(sentence):
            last, since = found, sentence.index
            for mention in found:
                yield role(
                    document,
                    sentence,
                    "prepared materials",
                    mention,
                    "role: prepared materials",
                    scope=_scope(sentence),
                )
        for value, cue in STATUSES:
            if spans := sentence.spans(cue):
                who = _participant(document, sentence, spans[0], last if sentence.index - since <= 3 else [])
                for mention in who:
                    rule = f"participation {value}"
                    yield document.propose(
                        sentence, "role.participation", value, rule, party=mention.party, written=mention.written
                    )
                break


def _is_negated(sentence: Sentence) -> bool:
    """Whether the help itself is: "helped with the materials but may not lend" negates what follows."""
    spans = sentence.spans("materials")
    return any(negated.start < spans[0].end for negated in sentence.spans("negated"))


def _prepared(document: Document, sentence: Sentence) -> list[Mention]:
    """Who helped with the materials: banks first, whoever else only as the verb's subject."""
    for span in sentence.spans("materials"):
        helped = [cue for cue in sentence.spans("helped") if abs(cue.start - span.start) < 160]
        if helped:
            at = min(helped[0].start, span.start) if not sentence.words.cjk else max(helped[-1].start, span.start)
            banks = [m for m in eligible(sentence) if m.kind == "bank"]
            return _nearest(banks, span) or subjects(document, sentence, at)
    return []


def _nearest(banks: list[Mention], span: Span) -> list[Mention]:
    return [min(banks, key=lambda m: abs(m.start - span.start))] if banks else []


def _scope(sentence: Sentence) -> str:
    """For whom the materials were, as this text has it (re-reports mix lenders and borrowers up)."""
    spans = sentence.spans("materials")
    groups = [(abs(s.start - spans[0].end), name) for name in ("lenders", "borrowers") for s in sentence.spans(name)]
    return f"materials for prospective {min(groups)[1]}" if groups else "marketing materials"


def _participant(document: Document, sentence: Sentence, span: Span, last: list[Mention]) -> list[Mention]:
    banks = [m for m in eligible(sentence) if m.kind == "bank"]
    pointed = [m for m in antecedent(document, sentence, span.start) if m.kind == "bank"]
    return _nearest(banks, span) or pointed or last[:1]
