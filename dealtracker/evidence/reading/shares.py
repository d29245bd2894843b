"""What each lender gives of one loan: "the bank provides 120 million, the fund 60 million" of a loan of 180 million."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dealtracker.evidence.reading.amounts import Money
from dealtracker.evidence.reading.classes import classify
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.subjects import eligible

AHEAD = 3  # sentences from a loan to its lenders' shares
_At = tuple[Sentence, int]


def shares(document: Document) -> set[tuple[int, int]]:
    """(sentence, place among its amounts) of amounts that are parts of a loan told before: together they are that loan."""
    found: set[tuple[int, int]] = set()
    told = [(s, i) for s in document.sentences for i in range(len(s.money)) if _is_plain(s, i)]
    for at, (sentence, index) in enumerate(told):
        if (sentence.index, index) not in found:
            found |= {(s.index, i) for s, i in _parts(document, told[at], told[at + 1 :])}
    return found


def _is_plain(sentence: Sentence, index: int) -> bool:
    item = sentence.money[index]
    return item.converts is None and item.amount.point is not None and classify(sentence, index) == "debt"


def _parts(document: Document, whole: _At, after: list[_At]) -> list[_At]:
    """The first amounts after a loan that make it up, each beside a lender of its own; [] when none do."""
    sentence, loan = whole[0], whole[0].money[whole[1]]
    owner, missing, found, givers = document.borrower_near(sentence), _point(loan), list[_At](), set[str]()
    for other, index in after:
        item = other.money[index]
        giver = next(_givers(document, other, index, givers), "")
        missing -= _point(item)
        far = other.index - sentence.index > AHEAD or document.borrowers.get(other.index, owner) != owner
        if far or item.amount.currency != loan.amount.currency or not giver or missing < 0:
            return []
        givers.add(giver)
        found.append((other, index))
        if not missing:
            return found if len(found) > 1 else []
    return []


def _givers(document: Document, sentence: Sentence, index: int, taken: set[str]) -> Iterator[str]:
    """Who may give an amount, and gives no other: named between the amounts beside it, the first of them first."""
    low = max((m.end for m in sentence.money[:index]), default=sentence.start)
    high = min((m.start for m in sentence.money[index + 1 :]), default=sentence.end)
    borrowers = set(document.borrowers.values())
    here = [m for m in eligible(sentence, weak=True) if low <= m.start and m.end <= high]
    return (m.party for m in here if m.party not in taken | borrowers and m.kind != "chipmaker")


def _point(item: Money) -> Decimal:
    assert item.amount.point is not None
    return item.amount.point
