"""Whether a text tells of a financing at all: a match report or quarterly results must not yield a loan.

The labels of a term sheet settle it; else hardware or a site beside money that is lent or contracted, or an amount of debt
beside words that only lending has or with somebody who borrows or lends by a verb of the tables. Of a text that tells
of none only names, sources and chips are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from dealtracker.evidence.reading.classes import SMALLEST
from dealtracker.evidence.reading.document import Document
from dealtracker.evidence.reading.labels import label_of
from dealtracker.evidence.reading.proposals import Proposal

KEPT = ("party.", "source.", "claim.", "hardware.")
_PARTIES = tuple(
    f"role.{name}"
    for name in ("borrower", "issuer", "lender", "arranger", "agent", "approached", "end_beneficiary", "guarantor")
)  # fmt: skip
_INFERRED = ("role: the firm beside the loan", "role: a financier beside the loan", "role: maker of the chips")
_LENDING = re.compile(
    r"\b(?:term loan|credit facilit|loan facilit|syndicat\w*|private[- ]credit|debt financing|lenders?\b|borrower|bookrunner|secured (?:notes|bonds|loan)|notes due|tlb\b|sofr|euribor)|"
    r"finanziator|mutuatari|prestito (?:sindacat|da)|pool di banche|prestatari|prestamista|sindicad|kreditnehmer|kreditgeber|konsortialkredit|darlehen|emprunteur|prêteur|prêt (?:de|sur|syndiqu)|syndiqué|"
    r"mutuári|financiador|tomador|заемщик|кредитор|синдицир|кредитн\w{2} лини|協調融資|シンジケート|借入|貸付|银团|銀團|聯貸|联贷|贷款|貸款|신디케이트|차주|대주|대출"
)
_DEBT = re.compile(
    r"\b(?:loans?|financing|debt|prestit|finanziament|préstamo|financia[cm]i|kredit|darlehen|finanzierung|emprunt|prêt\b|financement|empréstimo)|кредит|заем|займ|融資|借入|贷款|貸款|融资|대출|차입"
)
_SPORT = re.compile(
    r"\b(?:premier league|bundesliga|la liga|serie a\b|ligue 1|midfielder|striker|goalkeeper|centrocampista|attaccante|calciator\w|delantero|futbolista|stürmer|mittelfeldspieler|fußballer\w*|milieu de terrain|footballeur|avançado|futebolista|jogador(?:es)?|jugador(?:es)?)\b|"
    r"футболист|полузащитник|нападающ|サッカー選手|ミッドフィルダー|前鋒|中场球员|球員|球员|축구\s?선수|미드필더|공격수"
)
_TERMS = 2  # labels that make a term sheet
_OUR_TERMS = 5_000  # basis points; a margin above it is a margin of profit


def about_financing(document: Document, proposals: Sequence[Proposal]) -> list[Proposal]:
    """`proposals`, or those of them that need no financing when the text tells of none."""
    if _is_sheet(document, proposals) or _is_deal(document, proposals):
        return [p for p in proposals if not _is_profit(p)]
    return [p for p in proposals if p.field.startswith(KEPT)]


def _is_sheet(document: Document, proposals: Sequence[Proposal]) -> bool:
    labels = {name for sentence in document.sentences if (name := label_of(sentence)[0])}
    parties = {p.field for p in proposals if p.rule == "term sheet: labelled party"}
    terms = {p.field for p in proposals if p.rule.startswith("terms:")}
    return len(labels | parties) >= _TERMS or bool((labels or parties) and terms) or len(terms) > _TERMS


def _is_deal(document: Document, proposals: Sequence[Proposal]) -> bool:
    fields = {p.field for p in proposals}
    lent = any(p.field.endswith(".amount") and _size(p) >= SMALLEST for p in proposals)
    told = any(p.field.startswith(_PARTIES) and p.rule not in _INFERRED for p in proposals)
    speaks = bool(_DEBT.search(document.folded))
    if (lent and _LENDING.search(document.folded)) or ((lent or speaks) and told):
        return not _SPORT.search(document.folded)
    return (
        _is_compute(document)
        and (lent or told or "figure.contract_value" in fields or ("reply" in fields and speaks))
        or (
            _is_answered(proposals)
            and any(s.has("talks") for s in document.sentences)
            and not _SPORT.search(document.folded)
        )
    )


def _is_answered(proposals: Sequence[Proposal]) -> bool:
    return any(p.field == "reply" and p.value["stance"] in ("confirms", "denies") for p in proposals)


def _size(proposal: Proposal) -> Decimal:
    return max(
        (Decimal(proposal.value[k]) for k in ("low", "point", "high") if k in proposal.value), default=Decimal(0)
    )


def _is_compute(document: Document) -> bool:
    return any(s.chips or s.has("chips") or s.has("sites") for s in document.sentences)


def _is_profit(proposal: Proposal) -> bool:
    return proposal.field == "facility.margin_bps" and _size(proposal) >= _OUR_TERMS
