"""Terms of a loan: margin, floor, issue price, fees, tenor, maturity, covenants; in term sheets and in news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dealtracker.evidence.reading.amounts import Money, qualified, qualifier
from dealtracker.evidence.reading.collateral import collateral
from dealtracker.evidence.reading.covenants import covenants
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.durations import dates, durations
from dealtracker.evidence.reading.labels import label_of
from dealtracker.evidence.reading.numbers import Number, numbers
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.tenors import tenors
from dealtracker.evidence.reading.term_labels import BASES, RATE_WORDS

_BPS = re.compile(
    r"\s?-?(?:basis[\s-]points?|bps?\b|basispunkt\w{0,3}|points?\sde\sbase|puntos\sb[áa]sicos|pontos[\s-]base|punti\sbase|pdb\b|pb\b|б\.?\s?п\b|базисн\w{2,4}\sпункт\w{0,3}|ベーシスポイント|个基点|個基點|基点|基點|베이시스포인트|베이시스 포인트)"
)
_POINTS = re.compile(
    r"\s?-?(?:%\s?-?points?\b|(?:percentage|per\s?cent)[\s-]points?\b|prozentpunkt\w{0,3}|punt[oi]\spercentual[ei]|puntos?\sporcentual(?:es)?|points?\sde\spourcentage|pontos?\spercentua(?:l|is)|п\.?\s?п\b|процентн\w{2,3}\sпункт\w{0,3}|%ポイント|パーセントポイント|パーセント・ポイント|个百分点|個百分點|百分点|%p\b|퍼센트\s?포인트|%\s?포인트)"
)
_PERCENT = re.compile(
    r"\s?(?:%|per\s?cent\b|prozent\b|percent\b|por\sciento\b|por\scento\b|per\scento\b|pour\scent\b|процент\w{0,2}|パーセント|퍼센트)"
)
_PLUS = re.compile(
    r"(?:plus|\+|zzgl\.?|zuzüglich|majoré de|più|más|mais|плюс|加|に|プラス|上乗せ|플러스)\s{0,2}(?:a margin of |einer marge von |une marge de |marge von )?$"
)
_DUE_YEAR = re.compile(
    r"(?:due|maturing in|fällig|échéance|vencimiento en|vencimiento|vencimento em|scadenza|con scadenza nel|погашением в)\s{1,2}(20[2-9]\d)(?![\d-])"
)
_OID_POINTS = re.compile(r"\s(?:points?|pts?)\s(?:of\s)?(?:oid|original issue discount)\b")
_STEPS = re.compile(r"step\w{0,4}\s(?:up|down)\sto\s$")
_REACH = 60
_WIDE = ("issue price", "oid")
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
            yield from _rates(document, sentence)
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


_OF_MARGIN = re.compile(
    r"\s?(?:%|percent|per cent|prozent)\s(?:de la marge|of (?:the )?(?:applicable )?margin|der marge|del margine|del margen|da margem|от маржи)"
)


def _rates(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    keys = [(key, span) for key, pair in RATE_WORDS for span in sentence.match(pair[sentence.words.cjk])]
    if sentence.words.cjk:
        keys += [(key, span) for key, pair in RATE_WORDS for span in sentence.match(pair[0])]
    found = numbers(sentence.folded, sentence.start, sentence.end, sentence.words)
    for number in found:
        if _OF_MARGIN.match(sentence.folded, number.end):
            continue  # "35 % of the margin": the fee stands behind it
        bps, points = _BPS.match(sentence.folded, number.end), _POINTS.match(sentence.folded, number.end)
        percent = None if bps else points or _PERCENT.match(sentence.folded, number.end)
        hit = bps or percent
        end = hit.end() if hit else number.end
        key = _meaning(sentence, number, end, keys, found)
        if (bps or points) and key in ("", "rate", "share", "issue price"):
            key = "margin" if _has_base(sentence) or any(k == "debt" for k, _ in sentence.rows("figures")) else ""
        if hit and _after_base(sentence, number):
            key = "margin"
        if not hit and (hit := _OID_POINTS.match(sentence.folded, number.end)):
            percent, end, key = hit, hit.end(), "oid"  # "two points of OID"
        key = key or (_headed(sentence, keys) if hit else "")
        if (bps or percent or (key in _WIDE and 50 < number.value < 110)) and key and key != "share":
            yield _rate(document, sentence, key, number, end, in_bps=bool(bps))


def _meaning(sentence: Sentence, number: Number, end: int, keys: list[tuple[str, Span]], found: list[Number]) -> str:
    best, cost = "", _REACH if not sentence.words.cjk else 25
    share = {m.end() for m in _OF_MARGIN.finditer(sentence.folded, sentence.start, sentence.end)}
    for key, span in keys:
        if span.end in share or _has_own(sentence, span, end, found):
            continue
        gap = (
            sentence.folded[end : span.start]
            if span.start >= end
            else sentence.folded[span.end : number.start]
            if span.end <= number.start
            else ""
        )
        low, high = min(end, span.end), max(number.start, span.start)
        crossed = sum(1 for other in found if other is not number and low <= other.start and other.end <= high)
        distance = (
            len(gap) + 15 * sum(gap.count(c) for c in ",;、，；") + 20 * crossed + (6 if span.start >= end else 0)
        )
        if distance < cost:
            best, cost = key, distance
    return best


def _has_own(sentence: Sentence, span: Span, end: int, found: list[Number]) -> bool:
    """Whether a word behind a number is followed at once by a number of its own: "+ 325 bps, floor 0 %"."""
    return span.start >= end and any(0 < other.start - span.end <= 6 and _is_rate(sentence, other) for other in found)


def _headed(sentence: Sentence, keys: list[tuple[str, Span]]) -> str:
    """What the label of the line says: "Commission d'engagement : 35 % de la marge, soit 0,84 %"."""
    heads = [
        key
        for key, span in keys
        if span.start - sentence.start < 4 and sentence.folded[span.end : span.end + 4].strip(" ")[:1] in (":", "：")
    ]
    return heads[0] if heads and sentence.folded[sentence.start : sentence.end].count(":") == 1 else ""


def _is_rate(sentence: Sentence, number: Number) -> bool:
    return any(unit.match(sentence.folded, number.end) for unit in (_BPS, _PERCENT))


def _has_base(sentence: Sentence) -> bool:
    return any(sentence.match(cue) for _, cue in BASES)


def _after_base(sentence: Sentence, number: Number) -> bool:
    window = sentence.folded[max(sentence.start, number.start - 40) : number.start]
    plus = _PLUS.search(window)
    return bool(plus) and any(cue.first(window[: plus.start()]) for _, cue in BASES) if plus else False


_FIELDS = {
    "margin": "facility.margin_bps",
    "floor": "facility.floor",
    "issue price": "facility.issue_price",
    "oid": "facility.oid",
    "rate": "facility.rate",
    "default interest": "facility.default_interest",
    "advance rate": "facility.advance_rate",
}


def _rate(document: Document, sentence: Sentence, key: str, number: Number, end: int, *, in_bps: bool) -> Proposal:
    """Margins in basis points, everything else as a fraction: 2 % is 0.02, an issue price of 98.5 is 0.985."""
    fee = key.removeprefix("fee ") if key.startswith("fee ") else ""
    if key == "oid" and number.value > 50:
        key = "issue price"  # "OID 98.5": the price, not the discount
    name = "facility.fee" if fee else _FIELDS[key]
    value = _scaled(name, number.value, in_bps=in_bps)
    kind = qualifier(sentence.folded, number.start, end, sentence.start, sentence.words)
    stepped = _STEPS.search(sentence.folded[max(sentence.start, number.start - 24) : number.start])
    kind = "exact" if key == "floor" or stepped else kind  # "at least 0 %" is what a floor is
    words = document.words_of(Span(number.start, end))
    party = document.borrower_near(sentence)
    return document.propose(
        sentence, name, qualified(kind, value, words).to_json(), f"terms: {key}", party=party, of=fee
    )


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


def _scaled(name: str, value: Decimal, *, in_bps: bool) -> Decimal:
    if name == "facility.margin_bps":
        return value if in_bps else value * 100
    return value / (Decimal(10_000) if in_bps else Decimal(100))


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
