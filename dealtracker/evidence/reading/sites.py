"""Where the hardware is to stand, and how many megawatts the site has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dealtracker.evidence.reading.amounts import qualified, qualifier
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.datelines import dateline
from dealtracker.evidence.reading.document import Document, PlaceHit, Sentence
from dealtracker.evidence.reading.hardware import glued
from dealtracker.evidence.reading.labels import is_site_line
from dealtracker.evidence.reading.numbers import numbers
from dealtracker.evidence.reading.proposals import Proposal

NEAR, NEAR_CJK = 70, 22
SMALL_WORDS = 9  # characters of what may stand beside "and" in a list of places: "und auch in"
_UNIT = re.compile(
    r"\s{0,2}-?(?:(mw|㎿|megawatts?|мвт|мегаватт\w{0,2}|megavatios|mégawatts?|兆瓦|メガワット|메가와트|百万瓦)|(gw|gigawatts?|гвт|гигаватт\w{0,2}|gigavatios|吉瓦|ギガワット|기가와트)|(kw|㎾|квт|киловатт\w{0,2}|kilowatts?|千瓦|キロワット|킬로와트))(?![a-z])"
)
_MEGAWATTS = {1: Decimal(1), 2: Decimal(1000), 3: Decimal("0.001")}  # by the group of _UNIT
_A_MEGAWATT = 1000  # kilowatts: less is a rack or a machine, not a site
_PLAIN = {"city": 3, "district": 3, "region": 2, "country": 1}


def sites(document: Document) -> Iterator[Proposal]:
    told = [s for s in document.sentences if (s.places or s.has_digit) and not s.has("negated")]
    placed = [_at(document, s, place, "site: labelled line") for s in told if is_site_line(s) for place in _cities(s)]
    placed += [
        _at(document, s, place, "site: place beside a data centre")
        for s in told
        for place in _listed(s, _place(document, s, "sites"))
    ]
    several = len(set(document.borrowers.values())) > 1  # deals in a list, each with its own words
    if not placed or several:  # no data centre is spoken of: the chips may still be "in Tokyo"
        held = {proposal.start for proposal in placed}
        beside = [
            (s, p)
            for s in told
            if s.start not in held and (p := _place(document, s, "chips")) and p.place.precision == "city"
        ]
        placed += [
            _at(document, s, place, "site: place beside the chips") for s, hit in beside for place in _listed(s, hit)
        ]
    yield from (p for p in placed if not _is_vague(p, placed))
    for sentence in told:
        yield from _power(document, sentence)


def _cities(sentence: Sentence) -> list[PlaceHit]:
    """The cities of such a line, else the first wider place."""
    return [p for p in sentence.places if p.place.precision in ("city", "district")] or sentence.places[:1]


def _is_vague(proposal: Proposal, placed: list[Proposal]) -> bool:
    """A country alone, where the text names the place within it too."""
    country = proposal.value.get("country")
    return proposal.value["precision"] == "country" and any(
        p.value.get("country") == country and p.value["precision"] != "country" for p in placed
    )


def _at(document: Document, sentence: Sentence, hit: PlaceHit, rule: str) -> Proposal:
    return document.propose(
        sentence, "site.place", _value(sentence, hit), rule, written=document.text[hit.start : hit.end]
    )


def _place(document: Document, sentence: Sentence, beside: str) -> PlaceHit | None:
    """The most precise place close to a word of the kind `beside`; streets and headquarters are not sites."""
    if not sentence.places:
        return None
    reach = NEAR_CJK if sentence.words.cjk else NEAR
    head = dateline(document.text, sentence.index, sentence.start, sentence.end)
    centres = [
        *sentence.spans(beside),
        *([*glued(sentence), *(Span(c.start, c.end) for c in sentence.chips)] if beside == "chips" else []),
        *(
            Span(m.start(), m.end())
            for m in _UNIT.finditer(sentence.folded, sentence.start, sentence.end)
            if m.start() and sentence.folded[m.start() - 1].isdigit()
        ),
    ]
    near = (
        [
            (p, min(_gap(sentence, p, c) for c in centres))
            for p in sentence.places
            if p.place.name not in ("Wall Street", "Silicon Valley")
            and not (head and p.start < head.end())
            and not _is_seat(sentence, p)
        ]
        if centres
        else []
    )
    close = [(p, gap) for p, gap in near if gap <= reach]
    return min(close, key=lambda row: row[1] - _PLAIN[row[0].place.precision] * 7)[0] if close else None


_SEAT = re.compile(
    r"(?:(?:based|headquartered|head office|domiciled|incorporated|registered) (?:in|at)|sede (?:legale |central |social )?(?:en|a|ad|in|em|no|na)|sediad\w (?:a|em|no|na)|bas(?:at\w|ad\w|é\w{0,2}) (?:a|en|em|à)|"
    r"mit (?:haupt|firmen)?sitz in|ansässig in|siège (?:social )?(?:est |se trouve )?(?:à|en)|installée? de longue date à|(?:штаб-квартир\w+|офис\w*|зарегистрирован\w*) в|本社を?|本拠を?|拠点を置く|总部(?:位于|设在|在)|總部(?:位於|設在|在)|본사를?)\s?$"
)
_SEAT_AFTER = re.compile(r"\s?(?:に本社|に本拠|を本拠|を拠点と|에 본사|에 본점|에 본사를|에 기반)")


def _is_seat(sentence: Sentence, place: PlaceHit) -> bool:
    """Where a firm has its seat: "based in Austin", "(仙台市)" right behind its name."""
    folded = sentence.folded
    if _SEAT.search(folded[max(sentence.start, place.start - 40) : place.start]) or _SEAT_AFTER.match(
        folded, place.end
    ):
        return True
    bracket = folded[place.start - 1 : place.start] in ("(", "（") and folded[place.end : place.end + 1] in (")", "）")
    return bracket and any(m.end == place.start - 1 for m in sentence.mentions)


def _listed(sentence: Sentence, place: PlaceHit | None) -> list[PlaceHit]:
    """The place with those listed beside it: "in Slough and Reykjavik", "Abilene, Texas, and Omaha, Nebraska"."""
    if place is None:
        return []
    alike = [p for p in sentence.places if p.place.precision == place.place.precision]
    at = alike.index(place)
    first = last = at
    while first and _adjoins(sentence, alike[first - 1], alike[first]):
        first -= 1
    while last + 1 < len(alike) and _adjoins(sentence, alike[last], alike[last + 1]):
        last += 1
    return alike[first : last + 1]


def _adjoins(sentence: Sentence, left: PlaceHit, right: PlaceHit) -> bool:
    """Whether only "and", a comma, a small word and the region or country of the left one part two places."""
    gap = sentence.folded[left.end : right.start]
    for inside in reversed([p for p in sentence.places if left.end <= p.start and p.end <= right.start]):
        gap = gap[: inside.start - left.end] + gap[inside.end - left.end :]
    bare = gap.strip(" ,、，()（）・/;")
    if not bare:
        return bool(gap.strip(" ()（）"))
    span = sentence.words.compiled["joiners"].first(bare)
    return span is not None and len(bare) - (span.end - span.start) <= SMALL_WORDS and not any(map(str.isdigit, bare))


def _gap(sentence: Sentence, place: PlaceHit, centre: Span) -> int:
    """Characters between; a comma between counts for twelve more, and a place before the site for some."""
    low, high = min(place.end, centre.end), max(place.start, centre.start)
    before = 8 if place.end < centre.start and not sentence.words.cjk else 0
    return max(high - low, 0) + 12 * sentence.folded.count(",", low, max(low, high)) + before


def _value(sentence: Sentence, hit: PlaceHit) -> dict[str, str]:
    place = hit.place
    value = {**({"country": place.country} if place.country else {}), "precision": place.precision}
    return {place.precision: place.name, **value} if place.precision != "country" else value


def _power(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    for number in numbers(sentence.folded, sentence.start, sentence.end, sentence.words):
        if (unit := _UNIT.match(sentence.folded, number.end)) and not number.letter:
            kind = qualifier(sentence.folded, number.start, unit.end(), sentence.start, sentence.words)
            words = " ".join(document.text[number.start : unit.end()].split())
            if unit[3] and number.value < _A_MEGAWATT:
                continue
            value = number.value * _MEGAWATTS[unit.lastindex or 1]
            yield document.propose(sentence, "site.mw", qualified(kind, value, words).to_json(), "site: megawatts")
