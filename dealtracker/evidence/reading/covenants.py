"""Financial covenants: a known ratio, a limit and on which side of it the borrower must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dealtracker.evidence.reading.amounts import Money
from dealtracker.evidence.reading.cues import Cue, Span
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.numbers import decimal_of
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.term_labels import AT_LEAST, AT_MOST, COVENANTS
from dealtracker.money import Amount

_LIMIT = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,3})?)\s?(%|per\s?cent|prozent|x\b|×|倍|배|-fach|fois|times|:\s?1(?:[.,]0{1,2})?)?"
)
_SIDES = (("at most", AT_MOST), ("at least", AT_LEAST))
AHEAD = 70
_STOPS = re.compile(r"[,;、；。](?!\d)|\.(?=\s[a-z(])(?<!min\.)(?<!max\.)")
_GRID = re.compile(
    r"(?:margin|pricing|spread|marge|margen|margine|margem|маржа|スプレッド|利差|가산금리)\b[^:\t]{0,24}[:\t]"
)


def covenants(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    folded, taken = sentence.folded, -1
    if _GRID.match(folded, sentence.start, sentence.end):
        return  # a ratio in a grid of margins is no covenant
    for name, span in sorted(
        ((n, s) for n, pair in COVENANTS for s in _spans(sentence, pair)), key=lambda row: row[1].start
    ):
        if span.start < taken:
            continue
        end = min(sentence.end, span.end + AHEAD)
        end = min([end, *(o.start for o in _others(sentence, span))])
        match = next((m for m in _LIMIT.finditer(folded, span.end, end) if _is_limit(m, name)), None)
        money = next((m for m in sentence.money if span.end <= m.core <= end), None)
        if money and not (match and match.start() < money.core):
            yield _covenant(document, sentence, name, span, money.end, _of_money(sentence, money, span))
            taken = money.end
        elif match:
            limit = decimal_of(match[1], sentence.words.decimal) / (100 if match[2] and match[2][0] in "%p" else 1)
            yield _covenant(
                document, sentence, name, span, match.end(), _amount(sentence, span, match.start(), match.end(), limit)
            )
            taken = match.end()


def _others(sentence: Sentence, span: Span) -> list[Span]:
    """The names of other ratios behind this one: each has its own limit."""
    return [s for _, pair in COVENANTS for s in _spans(sentence, pair) if s.start >= span.end]


def _spans(sentence: Sentence, pair: tuple[Cue, Cue]) -> list[Span]:
    return [*sentence.match(pair[0]), *(sentence.match(pair[1]) if sentence.words.cjk else [])]


def _is_limit(match: re.Match[str], name: str) -> bool:
    return bool(match[2]) or (
        name in ("debt service cover", "loan life cover", "interest cover", "leverage")
        and "." in match[1].replace(",", ".")
    )


def _side(sentence: Sentence, start: int, at: int, end: int) -> str:
    """ "at most" or "at least" by the words between name and limit, right before the name, or right after the limit."""
    behind = _STOPS.search(sentence.folded, end, min(sentence.end, end + 14))
    ahead = max((m.end() for m in _STOPS.finditer(sentence.folded, max(sentence.start, start - 30), start)), default=0)
    windows = (
        Span(start, at),
        Span(end, behind.start() if behind else min(sentence.end, end + 14)),
        Span(max(sentence.start, start - 30, ahead), start),
    )
    for window in windows:
        cues = [(kind, cue) for kind, pair in _SIDES for cue in (pair if sentence.words.cjk else pair[:1])]
        found = [
            (span.start, kind) for kind, cue in cues if (span := cue.first(sentence.folded, window.start, window.end))
        ]
        if found:
            return min(found)[1]
    return "exact"


def _amount(sentence: Sentence, span: Span, at: int, end: int, limit: Decimal, currency: str = "") -> Amount:
    side = _side(sentence, span.start, at, end)
    part = {"at most": "high", "at least": "low"}.get(side, "point")
    return Amount(side, currency=currency, **{part: limit})  # type: ignore[arg-type]


def _of_money(sentence: Sentence, money: Money, span: Span) -> Amount:
    value = money.amount.sort_key
    assert value is not None
    return (
        money.amount
        if money.amount.kind != "exact"
        else _amount(sentence, span, money.core, money.end, value, money.amount.currency)
    )


def _covenant(document: Document, sentence: Sentence, name: str, span: Span, end: int, limit: Amount) -> Proposal:
    words = document.words_of(Span(span.start, end))
    value = {"kind": name, "limit": limit.to_json(), "words": words}
    return document.propose(sentence, "covenant", value, f"covenant: {name}", party=document.borrower_near(sentence))
