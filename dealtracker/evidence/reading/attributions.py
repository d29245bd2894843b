"""Whom a sentence rests on: unnamed people, a document, a named person, or a firm that speaks for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.announced import SAYS
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.subjects import PARTIES_OF, eligible

_SPOKESPERSON = re.compile(
    r"spokes(?:person|man|woman|people)|(?<!\w)(?:portavoce|portavoz|vocer[oa]s?|porte-parole|porta-voz|(?:presse|unternehmens)?sprecher(?:in)?)(?!\w)|представител\w+|пресс-служб\w+|"
    r"広報|发言人|發言人|대변인|회사 측|company statement"
)
_DOCUMENT = re.compile(
    r"(?:according to|shown? in|seen in|based on|cited in|disclosed in) (?:an? |the |internal |loan |confidential |regulatory ){0,3}(?:documents?|filings?|term sheet|memorandum|presentation|prospectus|records)|"
    r"(?:documents?|filings?|term sheet|presentation|memorandum) (?:\w+ ){0,3}(?:seen|reviewed|obtained|viewed) by|"
    r"(?:document[oi]|documentos?|documents?|unterlagen|dokumente?n?|presentazion[ei]|presentación|présentation|apresentação|документ\w{0,3}|презентаци\w)[^.;]{0,24}"
    r"(?:vist[oaie]|consultat|consultad|obtenus?|vus?|consultés?|vorliegen|eingesehen|einsehen|ознаком|имеющ|есть в распоряжении)|"
    r"(?:secondo|según|selon|segundo|laut|gemäß|согласно) (?:[\w']{1,12}\s){0,2}(?:document[oi]|documentos?|documents?|unterlagen|dokumente?n?|документ\w{0,3}|отчетност\w)|"
    r"(?:资料|資料|文件|文档)(?:显示|顯示|披露)|(?:资料|資料|文書|書類|개시 자료|문서|공시)(?:によると|によれば|에 따르면)"
)
_TITLE = r"(?:chief \w+ officer|chief executive|ceo|cfo|president|chair\w{0,5}|founder|managing director|general counsel|treasurer|amministrat\w+ delegat\w|presidente|direttor\w+|director\w*|consejer\w \w+|fundador\w*|geschäftsführer\w*|vorstand\w*|finanzchef\w*|directeur\w*|directrice|président\w*|pdg|diretor\w*|генеральн\w+ директор\w?|основатель\w?|финансов\w+ директор\w?)"
_PERSON = r"[A-ZА-ЯÀ-Þ][\w'’-]+(?:\s[A-ZА-ЯÀ-Þ][\w'’.-]+){1,3}"
_NAMED = re.compile(rf"{_PERSON},?\s(?:\w{{2,6}}\s)?(?i:{_TITLE})|(?i:{_TITLE})(?:\s[\w.'’-]{{1,16}}){{0,3}},?\s{_PERSON}")
_REACH, _REACH_CJK = 30, 12  # characters between a firm and its verb of saying


def attributions(document: Document) -> Iterator[Proposal]:
    """`claim.attribution` of each sentence that says whom it rests on, once a sentence."""
    for sentence in document.sentences if document.names else ():
        if found := _of(document, sentence):
            value, words = found
            yield document.propose(sentence, "claim.attribution", value, f"attribution: {value}", words=words)


def _of(document: Document, sentence: Sentence) -> tuple[str, str] | None:
    if spans := sentence.spans("anonymous"):
        return "people familiar", document.words_of(spans[0])
    if told := _DOCUMENT.search(sentence.folded, sentence.start, sentence.end):
        return "document", document.text[told.start() : told.end()]
    verbs = list(SAYS[sentence.words.code].finditer(sentence.folded, sentence.start, sentence.end))
    if verbs and (told := _NAMED.search(document.text, sentence.start, sentence.end)):
        return "named", document.text[told.start() : told.end()]
    if told := _SPOKESPERSON.search(sentence.folded, sentence.start, sentence.end):
        return "spokesperson", document.text[told.start() : told.end()]
    return next((("spokesperson", document.text[at:end]) for verb in verbs for at, end in _firm_beside(sentence, verb)), None)


def _firm_beside(sentence: Sentence, verb: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where a firm says something itself: "Tessaline said", "said the company"; a newsroom that reports is none."""
    reach = _REACH_CJK if sentence.words.cjk else _REACH
    firms = [(m.start, m.end) for m in eligible(sentence) if m.kind in PARTIES_OF["anyone"]]
    for start, end in (*firms, *((span.start, span.end) for _, span in sentence.rows("definite"))):
        if 0 <= verb.start() - end <= reach or 0 <= start - verb.end() <= 2:
            yield min(start, verb.start()), max(end, verb.end())
