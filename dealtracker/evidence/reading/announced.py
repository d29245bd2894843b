"""When a financing was announced: a verb of saying, a day, and the deal in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.days import placed
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.proposals import Proposal

_SAYS = {
    "en": r"announc\w+|told|confirmed that|stated|disclos\w+|unveil\w+|said|says",
    "it": r"ha dichiarato|spiega|ha spiegato|annunci\w+|comunic\w+|reso noto|ha detto|ha fatto sapere",
    "es": r"afirmó|señaló|indicó|anunci\w+|comunic\w+|informó|dijo|dio a conocer",
    "de": r"sagte\w*|erklärt\w*|teilte\w*|mitgeteilt|gab\w* .{0,80}bekannt|bekannt ?(?:gegeben|gab|geben)|ankündig\w+|kündigte\w*|angekündigt",
    "fr": r"annonc\w+|communiqu\w+|a indiqué|a fait savoir|a déclaré",
    "pt": r"afirmou|declarou|anunci\w+|comunic\w+|informou|divulg\w+|disse",
    "ru": r"объявил\w*|сообщил\w*|заявил\w*|раскрыл\w*",
    "ja": r"説明した|と話|としている|発表|公表|明らかにした|と述べた",
    "zh": r"说|說|称|稱|宣布|公布|公告|發布|发布|披露|表示",
    "ko": r"밝혔|발표|공시|전했",
}
SAYS = {code: re.compile(pattern) for code, pattern in _SAYS.items()}


def announced(document: Document) -> Iterator[Proposal]:
    """`event.announced`, once a borrower: the first sentence that tells its loan with a day."""
    seen: set[str] = set()
    for sentence in document.sentences:
        party = _borrower(document, sentence)
        if not party or party in seen or not sentence.asserted or sentence.tells_earlier or not _tells(sentence):
            continue
        if hit := _near_verb(document, sentence):
            seen.add(party)
            yield document.propose(
                sentence,
                "event.announced",
                hit,
                "date: announced",
                party=party,
            )


def _borrower(document: Document, sentence: Sentence) -> str:
    borrowers = set(document.borrowers.values())
    return next(
        (m.party for m in sentence.mentions if m.party in borrowers), document.borrowers.get(sentence.index, "")
    )


def _tells(sentence: Sentence) -> bool:
    """Whether it speaks of the loan itself, and is no reply to a question."""
    return any(key == "debt" for key, _ in sentence.rows("figures")) and not sentence.rows("replies")


def _near_verb(document: Document, sentence: Sentence) -> str:
    verbs = list(SAYS[sentence.words.code].finditer(sentence.folded, sentence.start, sentence.end))
    days = [hit for hit in placed(document, sentence) if not document.in_dateline(hit.start)]
    reach = 30 if sentence.words.cjk else 70
    near = [(min(abs(hit.start - verb.end()), abs(verb.start() - hit.end)), hit.text) for hit in days for verb in verbs]
    return min(near)[1] if near and min(near)[0] <= reach else ""
