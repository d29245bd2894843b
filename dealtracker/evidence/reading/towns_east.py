"""Towns of Japanese, Chinese, Korean and Russian sentences that no list has, told by their word for town or their province."""

from __future__ import annotations

import re
from dataclasses import replace

from dealtracker.evidence.reading.document import Mention, PlaceHit, Sentence
from dealtracker.evidence.reading.gazetteer import Place

_CITY = Place("", "", "city")
_ZH_PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
)
_KO_PROVINCE = "경기|강원|충북|충남|전북|전남|경북|경남|제주|충청북|충청남|전라북|전라남|경상북|경상남|강원특별자치|전북특별자치|세종|울산|부산|대구|인천|광주|대전"
_RULES = {
    "ja": ("JP", re.compile(r"(?<![一-龥])(?:[一-龥]{2,3}[都道府県])?(?P<town>[一-龥ァ-ヶ]{1,5}[市町村])(?=の|に|で|、|(?:内|郊外))|(?<=[都道府県])(?P<kana>[ぁ-んァ-ヶ一-龥]{1,6}?[市町村])(?=の|に|で|、|(?:内|郊外))")),
    "zh": ("CN", re.compile(rf"(?:{_ZH_PROVINCE})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)?(?P<town>[一-龥]{{2,6}}?(?:市|县|旗|新区))")),
    "ko": ("KR", re.compile(rf"(?:{_KO_PROVINCE})(?:도|광역시|특별자치도)?\s(?P<town>[가-힣]{{1,4}}(?:시|군|구|읍))(?![가-힣]{{3}})")),
    "ru": ("RU", re.compile(
        r"(?<![А-Яа-яЁё])(?:[Вв]|[Пп]од|городе|г\.)\s(?P<town>[А-ЯЁ][а-яё-]{2,20}(?:[- ][А-ЯЁ][а-яё]{2,20})?),?\s\(?(?=[А-ЯЁ][а-яё-]+(?:ской|ая|ого|ом)\s(?:област|кра|республик)|[Рр]еспублик|[А-ЯЁ][а-яё]+ского\sкрая)"
    )),
}  # fmt: skip
_NOMINATIVE = (
    ("ске", "ск"), ("цке", "цк"), ("граде", "град"), ("бурге", "бург"), ("ове", "ов"), ("еве", "ев"), ("ине", "ин"), ("ной", "ная"), ("ней", "няя"), ("ой", "ая"), ("ом", "ый"),
    ("де", "да"), ("те", "та"), ("ле", "ла"), ("ме", "ма"), ("ре", "ра"), ("ке", "ка"),
)  # fmt: skip  # the case that follows "в", undone by ending; what has none of these stays as written


def eastern(sentence: Sentence, text: str) -> list[PlaceHit]:
    """Towns with their word for town (薩摩川内市, 장성군) or before their region (в Верхней Салде Свердловской области)."""
    country, pattern = _RULES.get(sentence.words.code, ("", None))
    if not pattern or any(p.place.country != country for p in sentence.places):
        return []
    found = [
        PlaceHit(*m.span(m.lastgroup or 0), replace(_CITY, name=_name(m[m.lastgroup or 0], sentence), country=country))
        for m in pattern.finditer(text, sentence.start, sentence.end)
    ]
    held: list[PlaceHit | Mention] = [p for p in sentence.places if p.place.precision in ("city", "district")]
    held += sentence.mentions
    return [town for town in found if not any(a.start < town.end and town.start < a.end for a in held)]


def _name(written: str, sentence: Sentence) -> str:
    return " ".join(_undeclined(word) for word in written.split()) if sentence.words.code == "ru" else written


def _undeclined(word: str) -> str:
    for ending, plain in _NOMINATIVE:
        if word.endswith(ending):
            return word[: -len(ending)] + plain
    return word
