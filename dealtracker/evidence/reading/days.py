"""Days that only the day of publication can place: "on Friday", "as of Sunday", 4月8日, "am 12. Mai".

A weekday is the last one on or before the day of publication; a day and month without a year, or a bare day of the
month, is the last such day. Without a day of publication none of them is placed: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.durations import DateHit, dates

_WEEKDAYS = {
    "en": "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "pt": "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
    "ru": "понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресенье",
    "ja": "月曜日?|火曜日?|水曜日?|木曜日?|金曜日?|土曜日?|日曜日?",
    "zh": "(?:周|星期|週)一|(?:周|星期|週)二|(?:周|星期|週)三|(?:周|星期|週)四|(?:周|星期|週)五|(?:周|星期|週)六|(?:周|星期|週)[日天]",
    "ko": "월요일|화요일|수요일|목요일|금요일|토요일|일요일",
}  # fmt: skip
_TABLES = {
    code: tuple(
        re.compile(rf"(?<!\w)(?:{word})(?!\w)" if code not in ("ja", "zh", "ko") else word.replace("¦", "|"))
        for word in words.split("|")
    )
    for code, words in ((c, w.replace("(?:周|星期|週)", "(?:周¦星期¦週)")) for c, w in _WEEKDAYS.items())
}
_NEXT = re.compile(
    r"(?:next|prossim\w|próxim\w|nächste\w|kommende\w|prochain\w?|следующ\w+|来週|下周|下週|다음)\s?(?:\S{1,8}\s)?$"
)
_EAST = re.compile(r"(?<![0-9年년月월])\s?(?:(1[0-2]|[1-9])\s?[月월]\s?)?(3[01]|[12]\d|[1-9])\s?[日일](?![本間间])")
_NAMED = re.compile(r"(?<!\d)(3[01]|[12]\d|[1-9])(?:\.|º|°|er|st|nd|rd|th)?\s(?:de\s|di\s|of\s)?$")
_AHEAD = re.compile(r"\s(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?![\d:])")


def placed(document: Document, sentence: Sentence) -> Iterator[DateHit]:
    """The days of a sentence as YYYY-MM-DD, in order: written in full, or placed by the day of publication."""
    whole = [hit for hit in dates(sentence) if len(hit.text) == 10]
    partly = list(_relative(sentence, document.published)) if document.published else []
    taken = [(hit.start, hit.end) for hit in whole]
    kept = [hit for hit in partly if not any(a < hit.end and hit.start < b for a, b in taken)]
    return iter(sorted([*whole, *kept], key=lambda hit: hit.start))


def _relative(sentence: Sentence, published: date) -> Iterator[DateHit]:
    folded, start, end = sentence.folded, sentence.start, sentence.end
    for number, pattern in enumerate(_TABLES[sentence.words.code]):
        for match in pattern.finditer(folded, start, end):
            if not _NEXT.search(folded[max(start, match.start() - 20) : match.start()]):
                back = (published.weekday() - number) % 7
                yield DateHit(match.start(), match.end(), (published - timedelta(days=back)).isoformat())
    for month, cue in enumerate(sentence.words.month_cues, 1):
        for span in cue.spans(folded, start, end):
            before = _NAMED.search(folded[max(start, span.start - 9) : span.start])
            after = None if before else _AHEAD.match(folded, span.end, end)
            if hit := before or after:
                if day := _last(published, month, int(hit[1])):
                    yield DateHit(
                        span.start - (len(before[0]) if before else 0), after.end() if after else span.end, day
                    )
    if sentence.words.cjk:
        for match in _EAST.finditer(folded, start, end):
            if day := _last(published, int(match[1] or 0), int(match[2])):
                yield DateHit(match.start(), match.end(), day)


def _last(published: date, month: int, day: int) -> str:
    """The last day `month`-`day` (month 0: any) on or before the day of publication; "" when there is none."""
    for back in range(366):
        tried = published - timedelta(days=back)
        if tried.day == day and (not month or tried.month == month):
            return tried.isoformat() if month or back < 31 else ""
    return ""
