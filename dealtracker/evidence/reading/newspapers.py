"""Newsrooms that no gazetteer knows, told by what the text says of them: "disseram duas fontes ao Valor", 한국경제가 보도했다.

A name is a newsroom's when a verb of reporting governs it and its words or the word before it say so, and when people
without a name tell it things. A short name that a newsroom shares with a fund is the newsroom's there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from dealtracker.evidence.reading.document import Mention, Sentence
from dealtracker.evidence.reading.gazetteer import Party, base_gazetteer

_CAPS = r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'&.-]{0,24}"
_PAPER = r"(?:Times|Post|Journal|Zeitung|Gazette|Herald|Tribune|Chronicle|Courier|Observer|Telegraph|News|Daily|Newswire|Press|Presse|Tageblatt|Anzeiger|Nachrichten|Rundschau|Kurier|Diário|Jornal|Gazeta|Correio|Diario|Periódico|Gaceta|Correo|Giornale|Corriere|Gazzetta|Quotidiano|Monde|Figaro|Tribuna|Dépêche|Nouvelles)"
_NOUN = r"(?:newspaper|daily|newswire|news agency|website|trade publication|zeitung|wirtschaftszeitung|wirtschaftsblatt|nachrichtenagentur|fachdienst|giornale|quotidiano|agenzia|testata|diario|periódico|rotativo|agencia|jornal|agência|diário|quotidien|journal|agence|site|газет\w|издани\w|агентств\w|портал\w?)"
_LATIN = re.compile(
    rf"(?:(?i:(?<!\w){_NOUN})\s[\"«“„]?(?P<told>{_CAPS}(?:\s{_CAPS}){{0,3}})|(?P<paper>{_PAPER}(?:\s(?:de|do|da|del|della|di|of)){{0,2}}(?:\s{_CAPS}){{1,3}}|(?:{_CAPS}[\s-]){{1,3}}{_PAPER}))(?!\w)"
)
_EAST = {
    "ko": re.compile(r"(?<![가-힣A-Za-z])(?P<paper>[가-힣A-Za-z]{1,8}(?:일보|신문|경제|뉴스|통신|타임스|투데이|데일리|방송))(?=이|가|은|는|에|의\s?보도|,|\s)"),
    "ja": re.compile(r"(?<![一-龥ァ-ヶー])(?P<paper>[一-龥ァ-ヶーA-Za-z]{1,10}(?:新聞|新報|日報|経済|通信社?|放送|テレビ|ニュース|タイムズ))(?=は|が|に|の(?:報道|取材)|電子版|、)|(?<![一-龥ァ-ヶー・])(?P<told>(?!メディア|マスコミ)[ァ-ヶー・]{3,24})(?=が(?:同?\d{0,2}日)?(?:まで)?に?、?(?:報じ|伝え|報道し))"),
    "zh": re.compile(r"(?:《|(?<=据)|(?<=據)|(?<=[,，。、]))(?!据|據)(?P<paper>[一-龥]{2,8}(?:日报|日報|时报|時報|晚报|晚報|新闻|新聞|财经|財經|周刊|週刊|新闻网|新聞網|报|報))》?(?=\d{0,2}日?.{0,6}?(?:报道|報道|報導|引述|引用|援引|称|稱))"),
}  # fmt: skip
_REPORTS = re.compile(
    r"\b(?:(?:has|have) learn(?:t|ed)|understands|report(?:s|ed)?|according to|told|citing|cites|wrote|said|bericht\w+|meldet\w*|schreibt|schrieb|laut|zufolge|rapport\w+|selon|révél\w+|écrit|indiqu\w+|riport\w+|riferi\w+|secondo|scrive|anticip\w+|"
    r"inform\w+|según|public\w+|adelant\w+|noticiou|segundo|apurou|revelou|avançou|conforme|сообщ\w+|пишет|написал\w*|рассказал\w*|по данным)|報じ|伝え|報道|によると|报道|報道|報導|引述|援引|보도|전했|따르면"
)
_TOLD = re.compile(
    r"(?:\btold|\bspoke to|\b(?:diss|afirm|cont|relat|revel|inform|adiant)\w{1,6}\b[^.;]{0,90}?\b(?:ao|à|para o|para a)|\b(?:dij|cont|asegur|explic|inform|señal)\w{1,6}\b[^.;]{0,90}?\b(?:a|al)|"
    r"\b(?:dit|confié|déclaré|indiqué|expliqué|affirmé|assuré)\b[^.;]{0,60}?\b(?:à|aux?)|\b(?:dett|riferit|raccontat|spiegat|conferm)\w{1,4}\b[^.;]{0,60}?\b(?:a|al|alla)|\b(?:sagte|erfuhr|verriet|bestätigte)\w{0,2}\b[^.;]{0,40}?\b(?:der|dem|die|gegenüber)|(?:сообщил|рассказал|сказал)\w?)\s[\"«]?$"
)
_BY = re.compile(
    r"\b(?:segundo|conforme|de acordo com|apurou|noticiou|informou|según|selon|secondo|laut|according to)\s(?:o|a|el|la|le|il|the|der|die)?\s?$"
)


def with_newsrooms(sentence: Sentence, text: str) -> list[Mention]:
    """The mentions of a sentence with its newsrooms: those told things, and those that a verb of reporting names."""
    found = [_as_told(sentence, mention) for mention in sentence.mentions]
    reports = _REPORTS.search(sentence.folded, sentence.start, sentence.end)
    for paper in _papers(sentence, text) if reports else ():
        inside = [m for m in found if m.start < paper.end and paper.start < m.end]
        if all(not m.known for m in inside):
            found = [m for m in found if m not in inside] + [paper]
    return sorted(found, key=lambda mention: mention.start)


def _papers(sentence: Sentence, text: str) -> Iterator[Mention]:
    for match in _EAST.get(sentence.words.code, _LATIN).finditer(text, sentence.start, sentence.end):
        group = match.lastgroup or "paper"
        written = match[group].rstrip(".,'’").removeprefix("The ")
        start = match.start(group) + len(match[group].rstrip(".,'’")) - len(written)
        yield Mention(start, start + len(written), written, written, "media", known=False)


def _as_told(sentence: Sentence, mention: Mention) -> Mention:
    """The newsroom that shares its short name with this party, where people tell it things or a report is quoted."""
    paper = _short_names().get(mention.written)
    before = sentence.folded[max(sentence.start, mention.start - 120) : mention.start]
    if paper and mention.kind != "media" and (_TOLD.search(before) or _BY.search(before)):
        return replace(mention, party=paper, kind="media")
    return mention


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    """First words of the names of newsrooms: "Valor" of "Valor Econômico"."""
    media = [p for p in base_gazetteer().parties if isinstance(p, Party) and p.kind == "media"]
    return {
        p.name.split()[0]: p.name
        for p in media
        if len(p.name.split()) == 2 and p.name.split()[0] not in ("The", "Il", "Les", "New", "Wall")
    }
