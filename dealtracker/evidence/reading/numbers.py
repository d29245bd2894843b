"""Numbers as they are written in ten languages: digits with either decimal sign, scale words, words, 億 and 조."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dealtracker.evidence.reading.folding import is_cjk, starts_word
from dealtracker.evidence.reading.spoken_numbers import alternatives, is_vague, spoken, value_of, word_edge
from dealtracker.evidence.reading.vocabulary.shape import Vocabulary

_DIGITS = r"\d{1,3}(?:[ '.,]\d{3}){1,6}(?![\d])(?:[.,]\d{1,6})?|\d{1,15}(?:[.,]\d{1,6})?"
_LETTERS = {
    "k": 3,
    "m": 6,
    "mn": 6,
    "mm": 6,
    "mln": 6,
    "mio": 6,
    "bn": 9,
    "b": 9,
    "bln": 9,
    "mrd": 9,
    "tn": 12,
    "trn": 12,
    "t": 12,
}
_EAST_DIGITS = dict(zip("〇零一二三四五六七八九两兩", map(int, "0012345678922"), strict=False))
_EAST_SMALL = {"十": 1, "百": 2, "千": 3, "천": 3, "백": 2, "십": 1}
_EAST_LARGE = {"万": 4, "萬": 4, "만": 4, "億": 8, "亿": 8, "억": 8, "兆": 12, "조": 12}
_BEFORE_UNIT = (
    r"(?=\s?(?:个|個|か|ヶ|カ|ヵ|箇|年|周|週|天|개월|달|년|주))"  # a lone 三 is a number only before a unit of time
)
_UNITS = "".join([*_EAST_SMALL, *_EAST_LARGE])
_EAST = re.compile(
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d{{1,15}})(?:\.\d{{1,6}})?|[{''.join(_EAST_DIGITS)}十百千]{{1,8}})\s?[{_UNITS}]{{1,3}}(?!瓦)"
)


@dataclass(frozen=True)
class Number:
    """A figure at text[start:end]; `power` is the power of ten that its scale word carried (0: none)."""

    start: int
    end: int
    value: Decimal
    power: int = 0
    bare: Decimal = Decimal(0)  # the digits alone, for "600-700 million"
    letter: bool = False  # the scale was one loose letter: money only


def numbers(folded: str, start: int, end: int, words: Vocabulary) -> list[Number]:
    """All numbers in folded[start:end], left to right, not overlapping."""
    found = list(_eastern(folded, start, end)) if words.cjk else list(_thousands(folded, start, end, words))
    taken = [(number.start, number.end) for number in found]
    for match in _western(words).finditer(folded, start, end):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            if number := _read(match, folded, words):
                found.append(number)
    return sorted(found, key=lambda number: number.start)


def _thousands(folded: str, start: int, end: int, words: Vocabulary) -> Iterator[Number]:
    """ "mil 200 millones", "2 mil 500 millones": the thousands of a count of millions said apart."""
    if not words.thousand:
        return
    scales = "|".join(re.escape(word) for word, power in words.scales.items() if power >= 6)
    for match in _said_apart(words.thousand, scales).finditer(folded, start, end):
        power = words.scales[match["scale"]]
        bare = Decimal(match["high"] or 1) * 1000 + Decimal(match["low"])
        yield Number(match.start(), match.end(), bare.scaleb(power), power, bare)


@lru_cache(maxsize=8)
def _said_apart(thousand: str, scales: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:(?P<high>\d{{1,3}})\s)?{thousand}\s(?:e\s)?(?P<low>\d{{1,3}})\s(?P<scale>{scales})(?!\w)"
    )


@lru_cache(maxsize=32)
def _western(words: Vocabulary) -> re.Pattern[str]:
    scales, names, many = alternatives(words.scales), alternatives(words.numerals), spoken(words)
    letters = "|".join(sorted(_LETTERS, key=len, reverse=True))
    edge = _BEFORE_UNIT if words.cjk else word_edge(words)
    digits = f"(?P<digits>{_DIGITS})" + (f"|(?P<many>{many}){edge}" if many else "") + (f"|(?P<name>{names}){edge}" if names else "")
    scale = rf"(?:\s{{0,2}}-?(?P<scale>{scales})(?!\w))|" if scales else ""
    return re.compile(rf"(?:{digits})(?:{scale}\s?(?P<letter>{letters})(?![a-z0-9à-öø-ÿ]))?")


def _read(match: re.Match[str], folded: str, words: Vocabulary) -> Number | None:
    groups = match.groupdict()
    before = folded[match.start() - 1] if match.start() else " "
    if before.isdigit() or before in ".," and match.start() > 1 and folded[match.start() - 2].isdigit():
        return None
    if groups["digits"] and before.isalpha() and not is_cjk(before) and before not in "srma":
        if not folded[max(0, match.start() - 3) : match.start()].endswith(
            ("usd", "eur", "gbp", "jpy", "rmb", "cny", "sgd", "hkd", "aud", "inr", "twd", "krw", "myr")
        ) and not (words.cjk and folded.endswith(("gpu", "npu", "tpu"), 0, match.start())):
            return None
    if groups.get("name") or groups.get("many"):
        return _in_words(match, folded, words)
    bare = decimal_of(groups["digits"], words.decimal)
    if scale := groups.get("scale"):
        power = words.scales[" ".join(scale.split())]
    else:
        power = _LETTERS.get(groups["letter"] or "", 0)
    loose = groups["letter"] is not None and len(groups["letter"]) == 1
    return Number(match.start(), match.end(), bare.scaleb(power), power, bare, loose)


def _in_words(match: re.Match[str], folded: str, words: Vocabulary) -> Number | None:
    groups = match.groupdict()
    said = "many" if groups.get("many") else "name"
    if not starts_word(folded, match.start()) or is_vague(folded, match.start()):
        return None
    bare = value_of(match[said], words) if said == "many" else words.numerals[" ".join(match["name"].split())]
    scale = groups.get("scale")
    power = words.scales[" ".join(scale.split())] if scale else 0
    end = match.end() if scale or not match["letter"] else match.end(said)
    return Number(match.start(), end, bare.scaleb(power), power, bare)


def decimal_of(digits: str, decimal: str = ".") -> Decimal:
    """ "1.234,5" or "1,234.5" as a decimal: the last of two signs is the decimal one; a lone sign before exactly
    three digits parts thousands unless it is the language's decimal sign."""
    digits = digits.replace(" ", "").replace("'", "")
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return Decimal(digits)
    last = marks[-1]
    tail = len(digits) - digits.rindex(last) - 1
    thousands = (len(marks) > 1 and len(set(marks)) == 1) or (len(marks) == 1 and tail == 3 and last != decimal)
    if thousands and not (len(marks) == 1 and digits.startswith("0")):
        return Decimal(digits.replace(last, ""))
    other = "," if last == "." else "."
    return Decimal(digits.replace(other, "").replace(last, "."))


def _eastern(folded: str, start: int, end: int) -> Iterator[Number]:
    """Runs such as 466億5000万, 1조 5000억, 三亿, 2.5万亿: segments that touch are added."""
    run: list[re.Match[str]] = []
    for match in _EAST.finditer(folded, start, end):
        if is_vague(folded, match.start()):
            continue  # 数百億円
        if run and folded[run[-1].end() : match.start()].strip() == "" and match.start() - run[-1].end() <= 1:
            run.append(match)
            continue
        if run:
            yield _sum(run, folded)
        run = [match]
    if run:
        yield _sum(run, folded)


def _sum(run: list[re.Match[str]], folded: str) -> Number:
    parts = [_segment(match[0]) for match in run]
    end = run[-1].end()
    tail = re.compile(r"\s?(\d{1,4})(?![\d.,])").match(folded, end)
    total, power = _added(parts)
    if tail and power >= 4 and folded[tail.end() : tail.end() + 1] not in ("年", "月", "%", "년", "월"):
        total, end = total + Decimal(tail[1]), tail.end()
    return Number(run[0].start(), end, total, power, parts[0][0].scaleb(-power))


def _added(parts: list[tuple[Decimal, int]]) -> tuple[Decimal, int]:
    """Segments as one number: 1조 5000억 adds up, and the thousands of 3천200억 are thousands of 억."""
    total, waiting, first = Decimal(0), Decimal(0), 0
    for value, power in parts:
        if power < 4:
            waiting += value
        else:
            total, waiting = total + value + waiting.scaleb(power), Decimal(0)
        first = max(first, power)
    return total + waiting, first


def _segment(text: str) -> tuple[Decimal, int]:
    text = text.replace(" ", "").replace(",", "")
    units = len(text) - len(text.rstrip(_UNITS))
    digits, chain = text[: len(text) - units], text[len(text) - units :]
    if not digits or not digits[0].isdigit():
        cut = max((i for i, char in enumerate(text) if char in _EAST_LARGE), default=len(text))
        first = next((i for i, char in enumerate(text) if char in _EAST_LARGE), cut)
        small, power = _han(text[:first]), sum(_EAST_LARGE.get(char, 0) for char in text[first:])
        return Decimal(small).scaleb(power), power
    power = sum({**_EAST_SMALL, **_EAST_LARGE}[char] for char in chain)
    return Decimal(digits).scaleb(power), power


def _han(text: str) -> int:
    """三百五十 as 350; an empty text is one."""
    total, digit = 0, 0
    for char in text:
        if char in _EAST_SMALL:
            total, digit = total + (digit or 1) * 10 ** _EAST_SMALL[char], 0
        else:
            digit = digit * 10 + _EAST_DIGITS[char]
    return total + digit or 1
