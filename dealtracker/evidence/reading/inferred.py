"""Roles that no verb of the tables tells, but the company they keep: a bank beside the loan, the firm whose loan it is.

A sentence that gives the loan's amount and names a bank, and says neither that the bank arranges nor that it comments,
speaks of a lender; while there are talks, of somebody asked. A text that gives a loan and nobody who borrows
has its borrower in the one firm beside the amount. Whoever replies, forecasts or is told as history is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.classes import SMALLEST, classify, is_market, meanings
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.subjects import eligible, governed, sells_hardware

FIRMS = ("company", "unknown", "spv", "platform")
FINANCIER = "role: a financier beside the loan"
FINANCIERS = ("bank", "fund")
BACK, AHEAD = 3, 2  # sentences from an amount to the firm that the text is about
_OWNED = re.compile(
    r"(?:garan\w*|guarant\w*|bürg\w*|besicher\w*|гарант\w*|поручит\w*|保証|担保|보증|invest(?:ors?|or\w*|ed)|backed|owned|stake|sharehold\w*|analyst\w*|former\w*|joint venture|vehicle of|unit of|subsidiary|controllat\w*|partecipat\w*|azionist\w*|particip\w*|"
    r"respaldad\w*|accionist\w*|filial\w*|détenu\w*|actionn\w*|beteilig\w*|gesellschafter\w*|tochter\w*|акционер\w*|инвестор\w*|аналит\w*|出資|株主|投资方|投資方|股东|股東|주주|투자)[^,;.]{0,40}$"
)


def inferred(document: Document, found: list[Proposal]) -> Iterator[Proposal]:
    """What to add to `found`; who borrows is entered in `document.borrowers` first."""
    held = {(p.start, p.party) for p in found if p.field.startswith(("role.", "other_deal."))}
    parties = {p.party for p in found if p.field.startswith("role.")}
    for sentence in document.sentences:
        if not tells_amount(sentence) or _is_aside(document, sentence):
            continue
        if not _named_borrower(document, sentence) and (firm := _firm(document, sentence, parties)):
            document.borrowers.setdefault(sentence.index, firm.party)
            yield _role(document, sentence, "borrower", firm, "role: the firm beside the loan")
    for sentence in document.sentences:
        if _is_aside(document, sentence) or sentence.has("materials"):
            continue
        if (
            tells_amount(sentence)
            or (_has_debt(sentence) and _named_borrower(document, sentence))
            or (document.borrowers and _asks(sentence))
        ):
            yield from _lenders(document, sentence, held)


def tells_amount(sentence: Sentence) -> bool:
    """Whether an amount of debt, not too small for a loan, stands in the sentence."""
    return any(
        classify(sentence, i) == "debt" and (m.amount.sort_key or 0) >= SMALLEST for i, m in enumerate(sentence.money)
    )


def _is_aside(document: Document, sentence: Sentence) -> bool:
    return not sentence.asserted or sentence.tells_earlier or is_market(sentence)


def _answers_from(sentence: Sentence) -> int:
    """Where those who answer begin: names before "both declined" or a colon are not only told as who answers."""
    replies = [span.start for _, span in sentence.rows("replies")]
    if not replies:
        return sentence.end
    clauses = [span.start for _, span in sentence.rows("together") if span.start < replies[0]]
    clauses += [at for at in range(sentence.start, replies[0]) if sentence.folded[at] in ":;；："]
    return max(clauses, default=sentence.start)


def _asks(sentence: Sentence) -> bool:
    """Whether a sentence without an amount goes on about the talks: "among those at the table are X and Y"."""
    talking = any(not _of_sources(sentence, span.start) for span in sentence.spans("talks"))
    return (talking or was_asked(sentence)) and not sentence.money


def was_asked(sentence: Sentence) -> bool:
    """Whether somebody was asked for money; "Contacted, the bank …" begins with who was asked for a reply."""
    return any(span.start > sentence.start + 2 for span in sentence.spans("asked"))


def _has_debt(sentence: Sentence) -> bool:
    return any(key == "debt" for key, _ in sentence.rows("figures"))


def _named_borrower(document: Document, sentence: Sentence) -> bool:
    """Whether somebody who borrows is named here, or the text has one and this sentence names no other firm."""
    known = set(document.borrowers.values())
    if sentence.index in document.borrowers or any(m.party in known for m in sentence.mentions):
        return True
    return bool(known) and not any(m.kind in FIRMS and not governed(sentence, m) for m in sentence.mentions)


def _firm(document: Document, sentence: Sentence, parties: set[str]) -> Mention | None:
    """The firm whose loan it is: in this sentence, else the last one named before it."""
    here = _free(sentence, parties, document)
    if here:
        subjects = [m for m in here if not governed(sentence, m)]
        return (subjects or here)[0]
    if document.borrowers:
        return None
    before = document.sentences[max(0, sentence.index - BACK) : sentence.index]
    for earlier in (*reversed(before), *document.sentences[sentence.index + 1 : sentence.index + 1 + AHEAD]):
        if told := [m for m in _free(earlier, parties, document) if not governed(earlier, m)]:
            return told[0]
    return None


def _free(sentence: Sentence, parties: set[str], document: Document) -> list[Mention]:
    pool = [m for m in eligible(sentence) if m.kind in FIRMS and m.party not in parties]
    pool = [m for m in pool if not sells_hardware(sentence, m)]
    lone = [m for m in sentence.weak if _is_recurring(document, m) and m.party not in parties]
    return sorted([*pool, *([] if pool else lone)], key=lambda m: m.start)


def _is_recurring(document: Document, weak: Mention) -> bool:
    """A word with a capital is a name when it has two, or comes again."""
    return " " in weak.written or document.text.count(weak.written) > 1


def _lenders(document: Document, sentence: Sentence, held: set[tuple[int, str]]) -> Iterator[Proposal]:
    borrowers = set(document.borrowers.values())
    stages = {stage for stage, _ in sentence.rows("stages")}
    talking = any(not _of_sources(sentence, span.start) for span in sentence.spans("talks"))
    end = _answers_from(sentence)
    asked = "talks" in stages or ((talking or was_asked(sentence)) and not stages)
    for mention in eligible(sentence):
        if mention.end > end or beside_equity(sentence, mention):
            continue
        if mention.kind not in FINANCIERS or mention.party in borrowers or (sentence.start, mention.party) in held:
            continue
        if not (asked and _asks(sentence)) and _OWNED.search(
            sentence.folded[max(sentence.start, mention.start - 48) : mention.start]
        ):
            continue
        name = "approached" if asked else "lender"
        yield _role(document, sentence, name, mention, FINANCIER)


_SOURCES = re.compile(
    r"(?:close to|familiar with|knowledge of|briefed on|vicin\w|conoscenza|informat\w|cercan\w|conocen|proches?|vertraut\w{0,2}|próxim\w|conhecedor\w*|знаком\w*|осведомл\w*|关注|接近|知情)[^,.;]{0,30}$"
)


def _of_sources(sentence: Sentence, at: int) -> bool:
    """Whether a word for talks only says what the sources are close to: "people close to the negotiations"."""
    return bool(_SOURCES.search(sentence.folded[max(sentence.start, at - 50) : at]))


def beside_equity(sentence: Sentence, mention: Mention) -> bool:
    """Whether the nearest word for money before a name speaks of equity: "preferred equity facility with X"."""
    rows = [(span.end, key) for key, span in meanings(sentence) if span.end <= mention.start]
    near = [key for end, key in rows if mention.start - end < 40]
    return "equity" in near[-2:]


def _role(document: Document, sentence: Sentence, name: str, mention: Mention, rule: str) -> Proposal:
    status = {"approached": "approached", "lender": "active"}.get(name, "")
    return document.propose(
        sentence,
        f"role.{name}",
        mention.party,
        rule,
        party=mention.party,
        written=mention.written,
        known=mention.known,
        status=status,
    )
