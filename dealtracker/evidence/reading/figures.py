"""Which amount is the facility's: each amount takes its meaning from the nearest word that can give one."""

from __future__ import annotations

from collections.abc import Iterator

from dealtracker.evidence.reading.amounts import Money
from dealtracker.evidence.reading.classes import SMALLEST, classify, is_market, meanings
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.shares import shares
from dealtracker.evidence.reading.subjects import eligible
from dealtracker.evidence.reading.terms import fee_money

FIELDS = {
    "debt": "facility.amount",
    "equity": "figure.equity",
    "valuation": "figure.valuation",
    "revenue": "figure.revenue",
    "contract": "figure.contract_value",
    "cost": "figure.project_cost",
    "purchase": "figure.purchase",
    "backstop": "figure.backstop",
    "fine": "figure.other",
    "other": "figure.other",
}


def figures(document: Document) -> Iterator[Proposal]:
    lone, parts = _lone(document), shares(document)
    for sentence in document.sentences:
        if sentence.money and not sentence.has("negated") and not _is_question(sentence):
            yield from _of_sentence(document, sentence, lone, parts)


def _lone(document: Document) -> Money | None:
    """The one amount of a text that speaks of debt, as the answer to a question: "How much is sought? €500 million"."""
    told = [(s, i) for s in document.sentences if not s.has("negated") for i, m in enumerate(s.money) if m.converts is None]
    large = [(s, i) for s, i in told if (s.money[i].amount.sort_key or 0) >= SMALLEST]
    if len(large) != 1 or not document.borrowers or not document.speaks_of_debt:
        return None
    sentence, index = large[0]
    if not sentence.index or not _is_question(document.sentences[sentence.index - 1]):
        return None
    bare = not meanings(sentence) and classify(sentence, index) == "other" and not sentence.tells_earlier
    return sentence.money[index] if bare and not is_market(sentence) else None


def _is_question(sentence: Sentence) -> bool:
    return sentence.folded[sentence.start : sentence.end].rstrip("\"') ").endswith(("?", "？"))


def _of_sentence(
    document: Document, sentence: Sentence, lone: Money | None, parts: set[tuple[int, int]]
) -> Iterator[Proposal]:  # fmt: skip
    fields: list[str] = []
    fees = [item for _, item in fee_money(sentence)]
    for index, item in enumerate(sentence.money):
        if item.converts is not None:
            fields.append(fields[item.converts])
            yield _conversion(document, sentence, item, fields[item.converts])
            continue
        told = FIELDS["other"] if (sentence.index, index) in parts else _field(document, sentence, index)
        fields.append("facility.amount" if item is lone else told)
        if item in fees:
            continue
        party = _party(document, sentence, item) if fields[-1] in ("facility.amount", "other_deal.amount") else ""
        yield document.propose(
            sentence, fields[-1], item.amount.to_json(), f"amount: {fields[-1].split('.')[1]}", party=party
        )


def _conversion(document: Document, sentence: Sentence, item: Money, name: str) -> Proposal:
    assert item.converts is not None
    original = sentence.money[item.converts].amount.to_json()
    return document.propose(
        sentence, f"{name}.converts", item.amount.to_json(), "amount: conversion", converts=original
    )


def _field(document: Document, sentence: Sentence, index: int) -> str:
    kind = classify(sentence, index)
    if kind == "debt" and sentence.has("supposed"):
        return FIELDS["other"]
    return "other_deal.amount" if kind == "debt" and _is_background(document, sentence) else FIELDS[kind]


def _is_background(document: Document, sentence: Sentence) -> bool:
    """A debt told as history or comparison: the sentence is not about the borrower of this text."""
    main = next((document.borrowers[i] for i in sorted(document.borrowers)), "")
    return sentence.tells_earlier and not (main and any(m.party == main for m in sentence.mentions))


def _party(document: Document, sentence: Sentence, item: Money) -> str:
    """Whose loan it is: the borrower this sentence names, else the one the text is about."""
    if sentence.index in document.borrowers:
        return document.borrowers[sentence.index]
    borrowers = set(document.borrowers.values())
    here = [m for m in eligible(sentence) if m.party in borrowers]
    if here:
        return min(here, key=lambda m: abs(m.start - item.start)).party
    return document.borrower_near(sentence)
