"""How long talks have run or since when, and how far a facility has come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.durations import Duration, durations
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.tenors import since

NEAR, NEAR_CJK = 130, 40
LONGEST = 30  # months
_SINCE = {
    "en": r"(?:since|(?:began|begun|start(?:ed|ing)|opened|launched|kicked off|beginning)\s(?:back\s)?in|date(?:s)? back to|as far back as)\s(?:early |late |mid-?|the (?:start|beginning|end|middle) of |last |at least )?",
    "it": r"(?:\bda|\bdal|dallo scorso|(?:avviat|iniziat|cominciat|partit|apert)\w\s(?:a|in|ad|lo scorso))\s(?:inizio |fine |metà |mese di )?",
    "es": r"(?:desde|(?:iniciad|comenzad|abiert)\w{1,2}\sen|(?:comenz|empez|arranc|inici)\w{1,5}\sen)\s(?:el (?:pasado )?(?:mes de )?|principios de |finales de |mediados de |inicios de )?",
    "de": r"(?:seit|(?:begonnen|begannen|gestartet|laufen|aufgenommen)\s(?:bereits\s)?(?:im|seit))\s(?:dem |anfang |ende |mitte |vergangenem |letztem )?",
    "fr": r"(?:depuis|(?:entamé|débuté|commencé|engagé|ouvert|lancé|démarré)\w{0,2}\s(?:en|au mois de|dès))\s(?:le (?:mois de |début |fin )?|début |fin |la mi-|mi-)?",
    "pt": r"(?:desde|(?:iniciad|começad|abert)\w{1,2}\sem|(?:começ|inici|arranc)\w{1,5}\sem)\s(?:o (?:mês de |início de |final de )?|o |início de |finais de |meados de |fim de )?",
    "ru": r"(?:\bсо?|(?:начал|начат)\w{0,4}\s(?:еще\s)?(?:в|с))\s(?:начала |конца |середины |самого )?",
}  # fmt: skip
_BEFORE_MONTH = {code: re.compile(rf"(?:^|(?<=\W))(?:{pattern})$") for code, pattern in _SINCE.items()}
_BEGUN = re.compile(
    r"(?:^|\W)(?:entamé|débuté|commencé|engagé|avviat|iniziat|cominciat|began|begun|started|begonnen|begannen|iniciad|comenz|empez|começ|нача[лт])"
)
_EAST_SINCE = re.compile(
    r"(?:(?P<year>20\d\d)\s?[年년]\s?|(?P<this>今年|本年|올해|올)\s?|(?P<last>去年|昨年|지난해|작년)\s?)?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s?[月월](?:\s?\d{1,2}\s?[日일])?(?:[上中下]旬|初|末|初め|底|초|말)?\s?"
    r"(?:から|以降|以来|以來|より|に(?:開始|始ま|着手)|起(?!订)|开始|開始|至今|부터|이후|에\s?(?:시작|착수))"
)
_YEAR = re.compile(r",?\s(?:de |del |of |года\s)?(20\d\d)(?!\d)")
_LAST_YEAR = re.compile(
    r"\s(?:last year|of last year|dello scorso anno|dell'anno scorso|del año pasado|des vergangenen jahres|vergangenen jahres|de l'an dernier|de l'année dernière|do ano passado|прошлого года)"
)


def talks(document: Document) -> Iterator[Proposal]:
    for sentence in document.sentences:
        if not document.names or sentence.has("negated"):
            continue
        if duration := _lasting(sentence):
            words = document.text[duration.start : duration.end]
            yield document.propose(sentence, "event.talks_began", duration.value, "talks: have lasted", words=words)
        elif found := _since(document, sentence):
            span, value = found
            words = document.words_of(span)
            yield document.propose(sentence, "event.talks_began", value, "talks: since", words=words)
        yield from _stages(document, sentence)


def _lasting(sentence: Sentence) -> Duration | None:
    """A duration near a word for talks, in months, weeks or days: a tenor counts in years or stands by the loan."""
    cues = sentence.spans("talks")
    asked = sentence.spans("asked")
    reach = NEAR_CJK if sentence.words.cjk else NEAR
    tenors = sentence.spans("tenor")
    for duration in durations(sentence):
        bounded = any(not key.startswith(("months", "days")) for key in duration.value)
        gap = 2 if bounded and max(duration.value.values()) < 24 else 20
        close = any(_apart(cue, duration) < reach for cue in cues)
        if max(duration.value.values()) < 24 and any(
            0 < verb.start - duration.end <= 2 for verb in sentence.spans("seeks")
        ):
            return duration  # "has for six months sought", "около полугода ищет"
        if max(duration.value.values()) >= LONGEST and "days" not in "".join(duration.value):
            continue  # nobody talks so long: it is a term
        if (close or any(_apart(cue, duration) < reach for cue in asked)) and since(sentence, duration):
            return duration
        if close and not any(-2 <= t.start - duration.end < gap or -2 <= duration.start - t.end < gap for t in tenors):
            return duration
    return None


def _apart(cue: Span, duration: Duration) -> int:
    return min(abs(cue.start - duration.end), abs(duration.start - cue.end))


def _since(document: Document, sentence: Sentence) -> tuple[Span, dict[str, str | int]] | None:
    """ "in talks since July", 7月から協議: {"since": "2026-07"}, or {"since_month": 7} when no year can be told."""
    for span, month, year in _eastern(document, sentence) if sentence.words.cjk else _western(document, sentence):
        if _speaks_of_talks(document, sentence, span):
            year = year or _latest(document.published, month)
            return span, {"since": f"{year}-{month:02d}"} if year else {"since_month": month}
    return None


def _western(document: Document, sentence: Sentence) -> Iterator[tuple[Span, int, int]]:
    before = _BEFORE_MONTH.get(sentence.words.code)
    for number, cue in enumerate(sentence.words.month_cues if before else (), 1):
        for hit in cue.spans(sentence.folded, sentence.start, sentence.end):
            low = max(sentence.start, hit.start - 50)
            if before and (lead := before.search(sentence.folded[low : hit.start])):
                year = _YEAR.match(sentence.folded, hit.end, sentence.end)
                last = _LAST_YEAR.match(sentence.folded, hit.end)
                told = int(year[1]) if year else document.published.year - 1 if last and document.published else 0
                yield Span(low + lead.start(), year.end() if year else hit.end), number, told


def _eastern(document: Document, sentence: Sentence) -> Iterator[tuple[Span, int, int]]:
    today = document.published
    for match in _EAST_SINCE.finditer(sentence.folded, sentence.start, sentence.end):
        told = int(match["year"] or 0)
        if today and not told and (match["this"] or match["last"]):
            told = today.year - (1 if match["last"] else 0)
        yield Span(match.start(), match.end()), int(match["month"]), told


def _latest(published: date | None, month: int) -> int:
    """The year of the last such month by the day of publication; 0 when that day is unknown."""
    return published.year - (1 if month > published.month else 0) if published else 0


def _speaks_of_talks(document: Document, sentence: Sentence, span: Span) -> bool:
    """Whether a word for talks or for asking stands near; "begun in April" may point at the sentence before."""
    reach = (NEAR_CJK if sentence.words.cjk else NEAR) + 40
    cues = [*sentence.spans("talks"), *sentence.spans("seeks"), *(hit for _, hit in sentence.rows("groups"))]
    if any(-reach < cue.start - span.end < reach or -reach < span.start - cue.end < reach for cue in cues):
        return True
    earlier = document.sentences[sentence.index - 1] if sentence.index else None
    return bool(earlier and earlier.has("talks") and _BEGUN.search(sentence.folded[span.start : span.end]))


def _stages(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    if not sentence.asserted:
        return
    for stage, span in sentence.rows("stages"):
        debt = [hit for key, hit in sentence.rows("figures") if key == "debt"]
        if debt or sentence.money or stage == "talks":
            party = document.borrower_near(sentence)
            yield document.propose(
                sentence, "facility.stage", stage, f"stage: {stage}", party=party, words=document.words_of(span)
            )
