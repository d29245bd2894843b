"""Durations and calendar dates in words: "at least three months", "il 16 gennaio 2026", 2025年12月."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dealtracker.evidence.reading.amounts import qualifier
from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.numbers import numbers

MONTHS_IN = {"years": Decimal(12), "months": Decimal(1), "quarters": Decimal(3)}
DAYS_IN = {"weeks": Decimal(7), "days": Decimal(1)}
_PREFIX = {"exact": "", "approx": "about_", "at least": "at_least_", "at most": "at_most_"}
_ISO = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[./](0?[1-9]|1[0-2])[./](20\d\d)(?!\d)")
_EAST = re.compile(r"(20\d\d)\s?[年년](?:\s?(1[0-2]|0?[1-9])\s?[月월](?:\s?(3[01]|[12]\d|0?[1-9])\s?[日일])?)?")
_QUARTER = re.compile(r"(?<!\w)q([1-4])\s(20\d\d)(?!\d)")
_YEAR = re.compile(r"\s{1,2}(?:de\s|del\s|of\s)?,?\s?(20\d\d)(?!\d)")
_DAY_BEFORE = re.compile(r"(?<!\d)(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er|º|°)?\.?\s(?:de\s|di\s|of\s)?$")
_DAY_AFTER = re.compile(r"\.?\s(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s(20\d\d)(?!\d)")


@dataclass(frozen=True)
class Duration:
    start: int
    end: int
    value: dict[str, int]


@dataclass(frozen=True)
class DateHit:
    """`text` in the stored form of dealtracker.periods.When."""

    start: int
    end: int
    text: str


def durations(sentence: Sentence) -> Iterator[Duration]:
    """ "{"at_least_months": 3}", "{"months": 60}", "{"about_days": 10}": figures followed by a unit of time."""
    folded = sentence.folded
    yield from _halves(sentence)
    yield from _adjectives(sentence)
    for number in numbers(folded, sentence.start, sentence.end, sentence.words):
        at = number.end + len(_BEFORE_UNIT.match(folded, number.end)[0])  # type: ignore[index]
        unit, match = _unit(sentence, at)
        if match and _is_day_of_month(folded, match):
            continue  # 6일 보도했다
        if not match or number.value > 600 or (number.letter and sentence.words.cjk):
            continue
        if _AGE.match(folded, match.end()) or _RATE.match(folded, match.end()):
            continue
        kind = qualifier(folded, number.start, match.end(), sentence.start, sentence.words)
        kind = "at least" if "多" in match[0] else kind
        whole = number.value * MONTHS_IN.get(unit, Decimal(0)) or number.value * DAYS_IN.get(unit, Decimal(0))
        name, end = "months" if unit in MONTHS_IN else "days", match.end()
        if name == "months" and (half := _AND_A_HALF.match(folded, end)):
            whole, end = whole + MONTHS_IN[unit] / 2, half.end()
        yield Duration(number.start, end, {f"{_PREFIX.get(kind, '')}{name}": int(whole)})


_AGE = re.compile(r"[ -](?:old|alte?\w{0,2})(?!\w)")  # "a two-year-old operator"
_RATE = re.compile(r"(?:期|年期)?\s?(?:以上)?(?:の)?(?:lpr|sofr|tibor|tona|shibor)")  # "5年期LPR"
_BEFORE_UNIT = re.compile(r"\)?[ -]?")  # "five (5) years", "5-year"
_AND_A_HALF = re.compile(r"\s(?:and a half|e mezzo|y medio|et demie?|e meio|und ein halbes|с половиной)(?!\w)|半|\s?반")
_HALF = re.compile(
    r"(?<!\w)(?:half a year|(?:eine[ms]? |ein )?halbe[sn]? jahr\w{0,2}|mezzo anno|medio año|meio ano|полгода|полугода|six mois)(?!\w)|半年(?:間)?(?!度)|반년"
)


_YEARS = (
    (2, r"bienn?al[ei]?|zweijährige\w?|двухлетн\w+"), (3, r"trienn?al[ei]?|dreijährige\w?|тр[её]хлетн\w+"), (4, r"quadrienn?al[ei]?|vierjährige\w?|четыр[её]хлетн\w+"),
    (5, r"quinquenn?al[ei]?|fünfjährige\w?|пятилетн\w+"), (6, r"sechsjährige\w?|шестилетн\w+"), (7, r"settenn?ale|siebenjährige\w?|семилетн\w+"),
    (8, r"achtjährige\w?|восьмилетн\w+"), (10, r"decenn?al[ei]?|zehnjährige\w?|десятилетн\w+"),
)  # fmt: skip
_IN_YEARS = tuple((years, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for years, words in _YEARS)


def _adjectives(sentence: Sentence) -> Iterator[Duration]:
    """ "finanziamento quinquennale", "fünfjähriger Kredit", "пятилетний кредит"."""
    for years, pattern in _IN_YEARS:
        for match in pattern.finditer(sentence.folded, sentence.start, sentence.end):
            yield Duration(match.start(), match.end(), {"months": 12 * years})


def _halves(sentence: Sentence) -> Iterator[Duration]:
    """ "more than half a year", 半年以上."""
    for match in _HALF.finditer(sentence.folded, sentence.start, sentence.end):
        kind = qualifier(sentence.folded, match.start(), match.end(), sentence.start, sentence.words)
        yield Duration(match.start(), match.end(), {f"{_PREFIX.get(kind, '')}months": 6})


def _is_day_of_month(folded: str, match: re.Match[str]) -> bool:
    return match[0][-1:] in ("日", "일") and not folded.startswith(("間", "间", "간", "동안", "以", "이"), match.end())


def _unit(sentence: Sentence, at: int) -> tuple[str, re.Match[str] | None]:
    for unit, cue in sentence.words.tables["units"]:
        if match := cue.pattern.match(sentence.folded, at, sentence.end):
            if sentence.words.cjk or not sentence.folded[match.end() : match.end() + 1].isalpha():
                return unit, match
    return "", None


def dates(sentence: Sentence) -> Iterator[DateHit]:
    """Calendar dates in order, as precise as they are written."""
    found = [*_numeric(sentence), *_eastern(sentence), *_named(sentence)]
    return iter(sorted(found, key=lambda hit: hit.start))


def _numeric(sentence: Sentence) -> Iterator[DateHit]:
    folded, start, end = sentence.folded, sentence.start, sentence.end
    for match in _ISO.finditer(folded, start, end):
        yield DateHit(match.start(), match.end(), _text(match[1], match[2], match[3]))
    for match in _DOTTED.finditer(folded, start, end):
        if not (sentence.words.code == "en" and "/" in match[0]):
            yield DateHit(match.start(), match.end(), _text(match[3], match[2], match[1]))
    for match in _QUARTER.finditer(folded, start, end):
        yield DateHit(match.start(), match.end(), f"{match[2]}-Q{match[1]}")


def _eastern(sentence: Sentence) -> Iterator[DateHit]:
    if sentence.words.cjk:
        for match in _EAST.finditer(sentence.folded, sentence.start, sentence.end):
            yield DateHit(match.start(), match.end(), _text(match[1], match[2], match[3]))


def _named(sentence: Sentence) -> Iterator[DateHit]:
    folded = sentence.folded
    for number, cue in enumerate(sentence.words.month_cues, 1):
        for span in cue.spans(folded, sentence.start, sentence.end):
            before = _DAY_BEFORE.search(folded[max(sentence.start, span.start - 8) : span.start])
            start = span.start - (len(before[0]) if before else 0)
            if not before and (after := _DAY_AFTER.match(folded, span.end)):
                yield DateHit(start, after.end(), _text(after[2], str(number), after[1]))
            elif year := _YEAR.match(folded, span.end):
                yield DateHit(start, year.end(), _text(year[1], str(number), before[1] if before else None))


def _text(year: str, month: str | None, day: str | None) -> str:
    parts = [year, *(f"{int(part):02d}" for part in (month, day) if part)]
    return "-".join(parts)
