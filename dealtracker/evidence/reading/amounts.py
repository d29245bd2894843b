"""Amounts of money with their qualifier, ranges, and conversions in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from dealtracker.evidence.reading.currencies import settle, sign_after, sign_before, words_after
from dealtracker.evidence.reading.numbers import Number, numbers
from dealtracker.evidence.reading.vocabulary.shape import Vocabulary
from dealtracker.money import Amount

LARGEST = Decimal(10) ** 15
SLICE = 2048  # stretch of text whose qualifiers are looked for at once; longer than any sentence
_DASH = re.compile(r"\s{0,2}[-~〜～∼至到]\s{0,2}$")


@dataclass(frozen=True)
class Money:
    """One amount at text[start:end], qualifier included; `converts` is the index of the amount it restates."""

    start: int
    end: int
    amount: Amount
    core: int  # where the figure itself begins, without the qualifier
    converts: int | None = None


@dataclass(frozen=True)
class _Figure:
    start: int
    end: int
    number: Number
    currency: str


def money(text: str, folded: str, start: int, end: int, words: Vocabulary) -> list[Money]:
    """All amounts in text[start:end], in order; conversions point at what they convert."""
    figures = _currencied(folded, numbers(folded, start, end, words), words)
    found: list[Money] = []
    index = 0
    while index < len(figures):
        pair = _range(folded, figures, index, words)
        found += _amount(text, folded, figures[index], figures[index + 1] if pair else None, start, words)
        index += 2 if pair else 1
    return _conversions(folded, found, words)


def _currencied(folded: str, found: list[Number], words: Vocabulary) -> list[_Figure]:
    figures: list[_Figure] = []
    for number in found:
        before = sign_before(folded, number.start)
        after = None if before else sign_after(folded, number.end) or words_after(folded, number.end, words)
        first, last = (before[1] if before else number.start), (after[1] if after else number.end)
        last += 1 if before and folded[last : last + 1] == "元" else 0
        figures.append(_Figure(first, last, number, before[0] if before else after[0] if after else ""))
    return figures


def _range(folded: str, figures: list[_Figure], index: int, words: Vocabulary) -> bool:
    """Whether figures[index] and the next are the two ends of one range of money."""
    if index + 1 >= len(figures):
        return False
    low, high = figures[index], figures[index + 1]
    gap = folded[low.end : high.start]
    same = high.currency and low.currency in ("", high.currency)
    once = low.currency and not high.currency and high.number.power > 0  # "US$600-700 million"
    if not (same or once) or len(gap) > 14:
        return False
    joined = _DASH.fullmatch(gap) or words.compiled["between"].pattern.fullmatch(gap.strip())
    opener = folded[max(0, low.start - 12) : low.start]
    loose = words.compiled["joiners"].pattern.fullmatch(gap.strip()) and re.search(
        r"(between|tra|fra|entre|zwischen|между)\s{1,2}\S{0,5}$", opener
    )
    return bool(joined or loose) and _scaled(low.number, high.number) <= high.number.value


def _scaled(low: Number, high: Number) -> Decimal:
    """The low end, in the scale of the high one when it names none: "600-700 million"."""
    return low.value if low.power else low.bare.scaleb(high.power)


def _amount(
    text: str, folded: str, first: _Figure, second: _Figure | None, floor: int, words: Vocabulary
) -> list[Money]:
    last = second or first
    code = last.currency or first.currency
    if not code or last.number.value > LARGEST or last.number.value == 0:
        return []
    currency = settle(code, folded=folded, language=words.code)
    kind, start = _before(folded, first.start, floor, words)
    after, end = _after(folded, last.end, words)
    span = re.sub(r"\s+", " ", text[start:end]).strip()
    if second:
        amount = Amount(
            "range", low=_scaled(first.number, second.number), high=second.number.value, currency=currency, words=span
        )
    else:
        amount = _qualified(kind if kind != "exact" else after, first.number.value, currency, span)
    return [Money(start, end, amount, first.start)]


def _qualified(kind: str, value: Decimal, currency: str, span: str) -> Amount:
    part = {"at least": "low", "at most": "high"}.get(kind, "point")
    return Amount(kind, currency=currency, words=span, **{part: value})


def _before(folded: str, at: int, floor: int, words: Vocabulary) -> tuple[str, int]:
    """The qualifier that ends right before `at`: of those that end there, the longest."""
    hit = _leading(folded, _line_start(floor), words).get(at)
    if hit is None or hit[0] < floor:
        return "exact", at
    start, kind = hit
    window = folded[max(floor, start - 30) : start]
    if (
        kind == "at least"
        and words.not_bounds
        and any(not window[s.end :].strip() for s in words.compiled["not_bounds"].spans(window))
    ):
        return "exact", at
    return kind, start


def _after(folded: str, at: int, words: Vocabulary) -> tuple[str, int]:
    window = folded[at : at + 16]
    for kind, cue in words.tables["trailing"]:
        lead = len(window) - len(window.lstrip())
        if (match := cue.pattern.match(window, lead)) and match.end() > lead:
            return kind, at + match.end()
    return "exact", at


def _line_start(floor: int) -> int:
    return floor // SLICE * SLICE


@lru_cache(maxsize=64)
def _leading(folded: str, start: int, words: Vocabulary) -> dict[int, tuple[int, str]]:
    """Where a figure may begin -> the qualifier right before it, for the stretch of text behind `start`."""
    found: dict[int, tuple[int, str]] = {}
    for kind, cue in words.tables["qualifiers"]:
        for span in cue.spans(folded, max(0, start - 40), min(len(folded), start + 2 * SLICE)):
            at = span.end
            while at < len(folded) and at - span.end < 4 and folded[at] in " ('\"":
                found[at] = min(found.get(at, (span.start, kind)), (span.start, kind))
                at += 1
            found[at] = min(found.get(at, (span.start, kind)), (span.start, kind))
    return found


def qualifier(folded: str, start: int, end: int, floor: int, words: Vocabulary) -> str:
    """Kind of amount that the words around folded[start:end] give: for counts, megawatts, durations, rates."""
    kind, _ = _before(folded, start, floor, words)
    return kind if kind != "exact" else _after(folded, end, words)[0]


def lead(folded: str, start: int, floor: int, words: Vocabulary) -> int:
    """Where the words of a count begin: with "around", "rund" or 约 when one stands before it."""
    return _before(folded, start, floor, words)[1]


def qualified(kind: str, value: Decimal, span: str) -> Amount:
    """An amount without currency."""
    return _qualified(kind, value, "", span)


def _conversions(folded: str, found: list[Money], words: Vocabulary) -> list[Money]:
    """Marks an amount of another currency that stands in brackets, or after "or", right behind one."""
    marked: list[Money] = []
    for index, item in enumerate(found):
        previous = marked[index - 1] if index else None
        if previous and previous.converts is None and previous.amount.currency != item.amount.currency:
            if _restates(folded[previous.end : item.core], words):
                item = replace(item, converts=index - 1)
        marked.append(item)
    return marked


def _restates(gap: str, words: Vocabulary) -> bool:
    head, bracket, rest = gap.replace("（", "(").partition("(")
    if bracket and len(head) <= 22 and not any(char.isdigit() or char in ",;。、" for char in head):
        gap = bracket + rest  # "a $300m loan (¥46bn)"
    gap = gap.rstrip()
    for _, cue in words.tables["qualifiers"]:
        tail = [span for span in cue.spans(gap) if span.end == len(gap)]
        gap = gap[: tail[0].start].rstrip() if tail else gap
    bare = gap.strip(" ,(（[=≈~、")
    opened = any(char in gap for char in "(（[=≈") or not bare
    equals = words.compiled["equals"].pattern.fullmatch(bare) if bare else None
    return len(gap) < 30 and bool(equals or (opened and not bare and gap))
