"""Towns that no list has: a capitalised name after "in", right before the region or country that is known.

"a site in Lefdal, Norway", "à Cléguer (France)", "in Grönfelde in Polen", "campus de Vargem Bela, no Paraná"; with its
province ("in provincia di Avellino", 전남 장성군), and right behind a word for a site, without country ("a hall in Ashgrove").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dealtracker.evidence.reading.document import ChipHit, Mention, PlaceHit, Sentence
from dealtracker.evidence.reading.gazetteer import Place
from dealtracker.evidence.reading.labels import is_site_line
from dealtracker.evidence.reading.towns_east import eastern

_WORD = r"[A-ZÀ-ÖØ-ÞĀĒĪŌŪŁŚŠŽ][\w’'-]{1,24}"
_NAME = rf"(?P<town>{_WORD}(?:\s(?:(?:do|da|dos|das|de|del|la|las|los|el|le|di|sur|sous|am|an\sder|ob|upon|on|i|på|nad|sul|sulla)\s|sull['’]|d['’]|dell['’]){{0,2}}{_WORD}){{0,3}})"
_PREPOSITIONS = {
    "en": r"in|at|near|outside|around|to",
    "it": r"a|ad|di|presso|vicino\sa",
    "es": r"en|de|cerca\sde|a",
    "fr": r"à|de|près\sde|d['’]",
    "de": r"in|bei|nahe|nach|von",
    "pt": r"em|de|no|na|perto\sde",
}
_LINK = r"\s?(?:,\s|\(|,?\s(?:in|en|em|no|na|nel|nella|au|dans\sle|dans\sla|im|auf|sur|a)\s|,\s(?:in|en|em|no|na|nel|nella|au|auf|im|dans\sle|dans\sla)\s)(?:the\s)?(?:provinc(?:ia\s(?:di|de|del)|e\sof)\s)?"
_BEFORE = {code: re.compile(rf"(?<!\w)(?:{words})\s?{_NAME}{_LINK}$") for code, words in _PREPOSITIONS.items()}
_IN_LINE = re.compile(rf"(?:[:：|\t]|(?<!\w)(?:and|e|y|et|und|и)(?!\w)|;)\s{{0,3}}{_NAME}{_LINK}$")  # "Where: Temple, Texas"
REACH = 100  # characters before the country in which the town stands


def with_towns(sentence: Sentence, text: str) -> list[PlaceHit]:
    """The places of `sentence` and, before each region or country, the town named there that no list has."""
    pattern = _IN_LINE if is_site_line(sentence) else _BEFORE.get(sentence.words.code)
    provinces = [p for p in sentence.places if _PROVINCE.search(sentence.folded[max(sentence.start, p.start - 16) : p.start])]
    wide = [p for p in sentence.places if p.place.precision in ("country", "region") or p in provinces]
    found = [town for place in wide if pattern and (town := _before(sentence, text, place, pattern))]
    found += eastern(sentence, text)
    found += [town for place in sentence.places if (town := _longer(sentence, text, place))]
    found += _beside_city(sentence, text)
    kept = [p for p in sentence.places if p not in provinces and not any(_overlap(p, town) for town in found)]
    if not any(p.place.precision in ("city", "district") for p in (*kept, *found)):
        found += _behind_site(sentence, text)
    return sorted([*kept, *found], key=lambda hit: hit.start)


_PROVINCE = re.compile(r"(?:provinc(?:ia\s(?:di|de|del)|e\sof)|landkreis|kreis|département\s(?:de|du|des))\s$")
_SITED = {
    "en": r"in|at|near|outside",
    "it": r"a|ad|presso|vicino\sa",
    "es": r"en|cerca\sde",
    "fr": r"à|près\sde",
    "de": r"in|bei|nahe|nach",
    "pt": r"em|perto\sde",
}
_BEHIND = {code: re.compile(rf"[^,.;:()\n]{{0,30}}?\s?(?<!\w)(?:{words})\s{_NAME}(?P<after>\s\(|,|;|\.(?:\s|$)|\s[a-zà-ÿ]|$)") for code, words in _SITED.items()}
_GERMAN_TOWN = re.compile(
    r"(?:\w(?:bach|berg|burg|brück|brunn|dorf|felde?|furt|hafen|hagen|hausen|heim|hofen|ingen|kirchen?|leben|moor|münde|ow|itz|rode|roth|see|stedt|tal|walde?|weiler|werder|büttel|siel|reuth|rath|scheid|[^b]au))$"
)  # every German noun has a capital


def _beside_city(sentence: Sentence, text: str) -> list[PlaceHit]:
    """A town with the city of its province in brackets: "a Trezzo sull'Adda (Milano)"; both are of one country."""
    towns = [(town, p) for town in _with_region(sentence, text) for p in sentence.places if 0 < p.start - town.end <= 2]
    free = [(town, p) for town, p in towns if not any(_overlap(held, town) for held in _held(sentence))]
    for _, place in free:
        sentence.places = [p for p in sentence.places if p is not place]
    return [replace(town, place=replace(town.place, country=place.place.country)) for town, place in free]


_LONGER = re.compile(
    rf"(?:^|(?<=\s))(?P<town>(?:{_WORD}\s){{1,3}}(?:do|da|dos|de|del|della|di|sur|sous|am|an\sder|upon|on)\s(?:la\s|las\s|los\s|les\s)?)$"
)
_NO_TOWN_HEAD = re.compile(r"(?i)(?:universi\w+|banc\w+|port[oe]?|aeropuerto|campus|parque|parc|zona|regi\w+|provinc\w+|estado|stato|ciudad|city|bay|gulf|bolsa|borsa)\b")


def _longer(sentence: Sentence, text: str, place: PlaceHit) -> PlaceHit | None:
    """A longer name that only ends as a known city: "Vila Nova de Santo André"."""
    match = _LONGER.search(text[max(sentence.start, place.start - 40) : place.start])
    if not match or place.place.precision != "city" or _NO_TOWN_HEAD.match(match["town"]):
        return None
    hit = PlaceHit(place.start - len(match["town"]), place.end, replace(_CITY, name=text[place.start - len(match["town"]) : place.end]))
    return None if any(_overlap(held, hit) for held in _held(sentence) if held is not place) else hit


def _behind_site(sentence: Sentence, text: str) -> list[PlaceHit]:
    """The name right behind a word for a site, where the sentence names no other town; its country is not known."""
    for town in _with_region(sentence, text):
        if not any(_overlap(hit, town) for hit in _held(sentence)):
            return [town]
    pattern = _BEHIND.get(sentence.words.code)
    for span in sentence.spans("sites") if pattern else ():
        start = span.end - len(sentence.folded[span.start : span.end].split()[-1]) - 1
        match = pattern.match(text, span.end, sentence.end) or pattern.match(text, start, sentence.end) if pattern else None
        if not match or _is_time(sentence, match["town"]) or match["town"].split()[0] in _NO_TOWN:
            continue
        if sentence.words.code == "de" and not _GERMAN_TOWN.search(match["town"]):
            continue
        town = PlaceHit(match.start("town"), match.end("town"), replace(_CITY, name=match["town"]))
        if not any(_overlap(hit, town) for hit in _held(sentence)):
            return [town]
    return []


def _held(sentence: Sentence) -> list[PlaceHit | Mention | ChipHit]:
    return [*sentence.mentions, *sentence.chips, *sentence.places]


_BRACKETED = {
    code: re.compile(rf"(?<!\w)(?:{words})\s?{_NAME}\s\([A-ZÀ-ÖØ-Þ][\w'’ -]{{1,28}}\)") for code, words in _PREPOSITIONS.items()
}


def _with_region(sentence: Sentence, text: str) -> Iterator[PlaceHit]:
    """ "in Wiesmoor (Ostfriesland)", "em Maringá (PR)", in a sentence that speaks of a site."""
    pattern = _BRACKETED.get(sentence.words.code)
    for match in pattern.finditer(text, sentence.start, sentence.end) if pattern and sentence.has("sites") else ():
        if not _is_time(sentence, match["town"]) and match["town"].split()[0] not in _NO_TOWN:
            yield PlaceHit(match.start("town"), match.end("town"), replace(_CITY, name=match["town"]))


_NO_TOWN = frozenset("Europe Asia Africa America North South East West Europa Asien Afrika Phase Building Block Lot The This Latin Middle".split())


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
