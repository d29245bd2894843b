"""Chips: whose, which model, how many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.amounts import lead, qualified, qualifier
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.numbers import Number, numbers
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.roles import role
from dealtracker.evidence.reading.subjects import sells_hardware

_COMPOUND = re.compile(r"[^\W\d_]{2,14}-$")  # "AMD-Beschleuniger"
GAP, WORDS, MOST = 42, 5, 5_000_000
_GLUED = re.compile(r"(?<![a-z])[gnt]pus?(?=\d)")  # "GPU4000基": no space, yet a word of its own
_ODD = re.compile(r"(?:여|余|餘|多)?\s?")  # "5000여 장": some more than that
_FOR = re.compile(r"(?<!\w)(?:for|per|para|pour|für|для|to|in|mit|con|con|avec|com|um)(?!\w)")
_UNITS = (
    ("rack", ("rack", "стоек", "ラック", "机柜", "機櫃", "랙")),
    ("server", ("serve", "servi", "сервер", "サーバー", "服务器", "伺服器", "서버")),
    ("system", ("system", "sistem", "systèm", "систем")),
)


def hardware(document: Document) -> Iterator[Proposal]:
    for sentence in document.sentences:
        if not (sentence.mentions or sentence.chips or sentence.has_digit) or sentence.has("negated"):
            continue
        yield from _models(document, sentence)
        yield from _vendors(document, sentence)
        yield from _quantities(document, sentence)


def _models(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    for hit in sentence.chips:
        written = document.text[hit.start : hit.end]
        yield document.propose(
            sentence, "hardware.model", hit.chip.model, "chip: catalogue name", party=hit.chip.vendor, written=written
        )
        yield document.propose(
            sentence, "hardware.vendor", hit.chip.vendor, "chip: vendor of the model", party=hit.chip.vendor
        )


def _vendors(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    """A maker named right beside its chips sells them; elsewhere in the sentence it is only mentioned."""
    for mention in sentence.mentions:
        if sells_hardware(sentence, mention):
            yield role(document, sentence, "vendor", mention, "role: maker beside its servers")
        makes = any(hit.chip.vendor == mention.party for hit in sentence.chips)
        if (makes or mention.kind == "chipmaker") and _beside_chips(sentence, mention):
            yield document.propose(
                sentence, "hardware.vendor", mention.party, "chip: maker beside its chips", party=mention.party
            )
            yield role(document, sentence, "vendor", mention, "role: maker of the chips")


def _beside_chips(sentence: Sentence, mention: Mention) -> bool:
    spans = [*sentence.spans("chips"), *(Span(c.start, c.end) for c in sentence.chips)]
    reach = 14 if sentence.words.cjk else 34
    return any(
        span.start <= mention.start < span.end
        or 0 <= span.start - mention.end <= reach
        or 0 <= mention.start - span.end <= reach
        for span in spans
    )


def _quantities(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    if not (sentence.has_digit or sentence.words.numerals):
        return
    targets = sorted(
        [*glued(sentence), *sentence.spans("chips"), *(Span(c.start, c.end) for c in sentence.chips)],
        key=lambda s: s.start,
    )
    if not targets:
        return
    money = [(m.start, m.end) for m in sentence.money]
    for number in _apart(sentence):
        inside = any(a <= number.start < b for a, b in money) or any(s.start <= number.start < s.end for s in targets)
        if inside or number.letter or number.value != number.value.to_integral_value() or not 2 <= number.value <= MOST:
            continue
        if target := _counted(sentence, number, targets):
            yield _quantity(document, sentence, number, target)


def _apart(sentence: Sentence) -> Iterator[Number]:
    """The numbers of a sentence outside the names of models: in "H100 500여 장" the count is 500."""
    starts = [sentence.start, *(chip.end for chip in sentence.chips)]
    ends = [*(chip.start for chip in sentence.chips), sentence.end]
    for start, end in zip(starts, ends, strict=True):
        yield from numbers(sentence.folded, start, end, sentence.words)


def glued(sentence: Sentence) -> list[Span]:
    """Words for chips with their count right behind: "GPU4000基"."""
    return [Span(m.start(), m.end()) for m in _GLUED.finditer(sentence.folded, sentence.start, sentence.end)]


def _counted(sentence: Sentence, number: Number, targets: list[Span]) -> Span | None:
    """The chips that a number counts: right after it with few words between, or (CJK) before it with a counter."""
    after = [s for s in targets if s.start >= number.end]
    gap = _COMPOUND.sub("", sentence.folded[number.end : after[0].start]) if after else "x" * 99
    if (
        len(gap) <= GAP
        and len(gap.split()) <= WORDS
        and not any(c in gap for c in ",.;:、。()%$€¥£-")
        and not any(char.isdigit() for char in gap)
        and not _FOR.search(gap)
        and not _is_year(number, gap)
    ):
        return after[0]
    counter = sentence.words.compiled["counters"].pattern.match(
        sentence.folded,
        number.end + len(_ODD.match(sentence.folded, number.end)[0]),  # type: ignore[index]
    )
    before = [s for s in targets if s.end <= number.start]
    if counter and before and number.start - before[-1].end <= (12 if sentence.words.cjk else 30):
        return before[-1]
    return after[0] if counter and after and after[0].start - number.end < 20 else None


def _is_year(number: Number, gap: str) -> bool:
    return (
        number.power == 0
        and 1990 <= number.value <= 2100
        and number.end - number.start == 4
        and gap.startswith((" ", "年", "년"))
    )


def _quantity(document: Document, sentence: Sentence, number: Number, target: Span) -> Proposal:
    counter = sentence.words.compiled["counters"].pattern.match(sentence.folded, number.end)
    end = counter.end() if counter and sentence.words.cjk else number.end
    kind = qualifier(sentence.folded, number.start, end, sentence.start, sentence.words)
    start = lead(sentence.folded, number.start, sentence.start, sentence.words)
    words = document.words_of(Span(start, max(end, target.end)))
    near = sentence.folded[number.end : max(target.end, number.end) + 14]
    unit = next((unit for unit, stems in _UNITS if any(stem in near for stem in stems)), "GPU")
    chip = next((c.chip for c in sentence.chips if -30 < c.start - target.start and c.start - target.end < 30), None)
    value = qualified(kind, number.value, words).to_json()
    return document.propose(
        sentence,
        "hardware.quantity",
        value,
        "chip: count before its noun",
        party=chip.vendor if chip else "",
        unit=unit,
        model=chip.model if chip else "",
    )
