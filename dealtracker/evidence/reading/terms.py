"""Terms of a loan: margin, floor, issue price, fees, tenor, maturity, covenants; in term sheets and in news."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.amounts import Money
from dealtracker.evidence.reading.collateral import collateral
from dealtracker.evidence.reading.contract_terms import SHORTEST, is_of_use
from dealtracker.evidence.reading.covenants import covenants
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.durations import dates, durations
from dealtracker.evidence.reading.labels import label_of
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.rates import rates
from dealtracker.evidence.reading.tenors import tenors
from dealtracker.evidence.reading.term_labels import BASES, RATE_WORDS

_DUE_YEAR = re.compile(
    r"(?:due(?: in)?|matur(?:e|es|ed|ing|ity) in|repa(?:id|yable) (?:in|by)|fällig|läuft bis|laufzeit bis|(?:à |a )?(?:échéance|vencimiento|vencimento|scadenza)(?: (?:en|em|nel|im|fin))?|"
    r"vence(?:rá|ría|ria|n)? (?:en|em)|scade(?:rà|rebbe)? nel|(?:arriv\w+|vien\w+|ven\w+) à échéance en|погаш\w+ в|истекает в)\s{1,2}(?:ende |fin |fine |finales de |fim de )?(20[2-9]\d)(?![\d-])"
)
TEXTS = ("facility.purpose", "facility.security", "facility.amortisation", "facility.availability")


def terms(document: Document) -> Iterator[Proposal]:
    yield from collateral(document)
    pending = ""
    for sentence in document.sentences:
        name, at = label_of(sentence)
        if pending and not name:
            name, at = pending, sentence.start
        pending = name if name and at >= sentence.end else ""
        if name and not pending:
            yield from _labelled(document, sentence, name, at)
        if (sentence.has_digit or document.names) and not sentence.has("negated"):
            yield from rates(document, sentence)
            yield from _fees(document, sentence)
            yield from _bases(document, sentence)
            yield from covenants(document, sentence)
            if not name:
                yield from _spoken(document, sentence)


def _labelled(document: Document, sentence: Sentence, name: str, at: int) -> Iterator[Proposal]:
    rule = "term sheet: label"
    rest = " ".join(document.text[at : sentence.end].split())
    if name == "facility.tenor" and not sentence.has("talks") and (duration := next(durations(sentence), None)):
        yield document.propose(sentence, name, duration.value, rule, words=rest)
    if (
        name in ("facility.maturity", "event.signed", "event.closed")
        or name == "facility.tenor"
        and sentence.words.code == "ko"
    ):
        if hit := next(dates(sentence), None):
            yield document.propose(sentence, "facility.maturity" if name == "facility.tenor" else name, hit.text, rule)
        elif name == "facility.maturity" and (duration := next(durations(sentence), None)):
            yield document.propose(sentence, "facility.tenor", duration.value, rule, words=rest)
    if name == "facility.tenor" and sentence.words.code != "ko":
        for hit in dates(sentence):
            yield document.propose(sentence, "facility.maturity", hit.text, rule)
    if name in TEXTS and rest:
        yield document.propose(sentence, name, rest, rule)


def fee_money(sentence: Sentence) -> Iterator[tuple[str, Money]]:
    """Amounts right behind the name of a fee, with its kind."""
    for key, pair in RATE_WORDS:
        for span in sentence.match(pair[sentence.words.cjk]) if key.startswith("fee ") else ():
            item = next((m for m in sentence.money if 0 <= m.core - span.end <= 30), None)
            if item and not any(char in sentence.folded[span.end : item.core] for char in "%;."):
                yield key.removeprefix("fee "), item


def _fees(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    """Fees in money: "Agency Fee: $100,000 per annum"."""
    for kind, item in fee_money(sentence):
        value, party = item.amount.to_json(), document.borrower_near(sentence)
        yield document.propose(sentence, "facility.fee", value, f"terms: fee {kind}", party=party, of=kind)


def _bases(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    whole = "term sofr" in document.folded
    for code, cue in BASES:
        if sentence.match(cue) and not (code == "SOFR" and whole):
            yield document.propose(
                sentence, "facility.base_rate", code, "terms: reference rate", party=document.borrower_near(sentence)
            )
            return


def _spoken(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    """ "a five-year loan", "matures in March 2032": durations and dates beside a word for a loan's term."""
    cues = sentence.spans("tenor")
    for duration in durations(sentence):
        if (
            is_of_use(sentence, duration)
            and max(duration.value.values()) >= SHORTEST
            and "days" not in str(duration.value)
        ):
            yield document.propose(sentence, "contract.term", duration.value, "terms: how long a contract runs")
    for months in tenors(sentence, cues):
        yield document.propose(
            sentence, "facility.tenor", months, "terms: tenor", party=document.borrower_near(sentence)
        )
    if not cues:
        return
    for match in _DUE_YEAR.finditer(document.folded, sentence.start, sentence.end):
        yield document.propose(
            sentence, "facility.maturity", match[1], "terms: maturity", party=document.borrower_near(sentence)
        )
    for hit in dates(sentence):
        if any(-2 <= hit.start - c.end <= 14 or (sentence.words.cjk and 0 <= c.start - hit.end <= 6) for c in cues):
            yield document.propose(
                sentence, "facility.maturity", hit.text, "terms: maturity", party=document.borrower_near(sentence)
            )
