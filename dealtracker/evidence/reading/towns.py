"""Towns that no list has: a capitalised name after "in", right before the region or country that is known.

"a site in Lefdal, Norway", "à Cléguer (France)", "in Grönfelde in Polen", "campus de Vargem Bela, no Paraná".
"""

from __future__ import annotations

import re
from dataclasses import replace

from dealtracker.evidence.reading.document import ChipHit, Mention, PlaceHit, Sentence
from dealtracker.evidence.reading.gazetteer import Place

_WORD = r"[A-ZÀ-ÖØ-ÞĀĒĪŌŪŁŚŠŽ][\w’'-]{1,24}"
_NAME = rf"(?P<town>{_WORD}(?:\s(?:(?:do|da|dos|das|de|del|la|las|los|el|le|di|sur|sous|am|an\sder|ob|upon|on)\s){{0,2}}{_WORD}){{0,3}})"
_PREPOSITIONS = {
    "en": r"in|at|near|outside|around|to",
    "it": r"a|ad|di|presso|vicino\sa",
    "es": r"en|de|cerca\sde|a",
    "fr": r"à|de|près\sde|d['’]",
    "de": r"in|bei|nahe|nach|von",
    "pt": r"em|de|no|na|perto\sde",
}
_LINK = r"\s?(?:,\s|\(|,?\s(?:in|en|em|no|na|nel|nella|au|dans\sle|dans\sla|im|auf|sur|a)\s|,\s(?:in|en|em|no|na|nel|nella|au|auf|im|dans\sle|dans\sla)\s)(?:the\s)?"
_BEFORE = {code: re.compile(rf"(?<!\w)(?:{words})\s?{_NAME}{_LINK}$") for code, words in _PREPOSITIONS.items()}
REACH = 100  # characters before the country in which the town stands


def with_towns(sentence: Sentence, text: str) -> list[PlaceHit]:
    """The places of `sentence` and, before each region or country, the town named there that no list has."""
    pattern = _BEFORE.get(sentence.words.code)
    wide = [p for p in sentence.places if p.place.precision in ("country", "region")]
    found = [town for place in wide if pattern and (town := _before(sentence, text, place, pattern))]
    found += _japanese(sentence, text)
    kept = [p for p in sentence.places if not any(_overlap(p, town) for town in found)]
    return sorted([*kept, *found], key=lambda hit: hit.start)


_SHI = re.compile(
    r"(?<![一-龥])(?:[一-龥]{2,3}[都道府県])?(?P<town>[一-龥ァ-ヶ]{1,5}[市町村])(?=の|に|で|、|(?:内|郊外))"
)


def _japanese(sentence: Sentence, text: str) -> list[PlaceHit]:
    """Towns with their word for town, in a Japanese sentence that names no other country: 薩摩川内市."""
    if sentence.words.code != "ja" or any(p.place.country != "JP" for p in sentence.places):
        return []
    found = [
        PlaceHit(m.start("town"), m.end("town"), replace(_CITY, name=m["town"], country="JP"))
        for m in _SHI.finditer(text, sentence.start, sentence.end)
    ]
    held: list[PlaceHit | Mention] = [p for p in sentence.places if p.place.precision in ("city", "district")]
    held += sentence.mentions
    return [town for town in found if not any(_overlap(hit, town) for hit in held)]


def _before(sentence: Sentence, text: str, place: PlaceHit, pattern: re.Pattern[str]) -> PlaceHit | None:
    low = max(sentence.start, place.start - REACH)
    match = pattern.search(text[low : place.start])
    if not match or _is_time(sentence, match["town"]):
        return None
    town = PlaceHit(
        low + match.start("town"),
        low + match.end("town"),
        replace(_CITY, name=match["town"], country=place.place.country),
    )
    known = [p for p in sentence.places if p is not place and _overlap(p, town)]
    taken = any(_overlap(m, town) for m in sentence.mentions) or any(_overlap(c, town) for c in sentence.chips)
    return None if taken or any(p.end >= town.end and p.start <= town.start for p in known) else town


_CITY = Place("", "", "city")


def _is_time(sentence: Sentence, written: str) -> bool:
    return any(cue.first(written.lower()) for cue in sentence.words.month_cues)


def _overlap(a: PlaceHit | Mention | ChipHit, b: PlaceHit) -> bool:
    return a.start < b.end and b.start < a.end
