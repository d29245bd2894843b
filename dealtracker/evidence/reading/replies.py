"""What the parties answered: denies, confirms, declines to comment, no response. Adjectives of the article are no reply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.announced import SAYS
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.days import placed
from dealtracker.evidence.reading.demonyms import is_demonym
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.negation import is_negated
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.subjects import (
    PARTIES_OF,
    antecedent,
    eligible,
    first_after,
    governed,
    names_chips,
    nearest_before,
    ourselves,
)
from dealtracker.evidence.reading.together import ANY, listed_before, spoken_together

SCOPE = "unspecified"
_RANK = ("declines to comment", "no response", "denies", "confirms")


def replies(document: Document) -> Iterator[Proposal]:
    for sentence in document.sentences if document.names else ():
        cues = _cues(sentence)
        for index, (stance, span) in enumerate(cues):
            start = cues[index - 1][1].end if index else sentence.start
            end = cues[index + 1][1].start if index + 1 < len(cues) else sentence.end
            for mention in _speakers(document, sentence, stance, span, start, end):
                yield _reply(document, sentence, stance, span, mention)


def _reply(document: Document, sentence: Sentence, stance: str, span: Span, mention: Mention) -> Proposal:
    value = {"stance": stance, "scope": SCOPE, "words": document.words_of(span)}
    days = [hit for hit in placed(document, sentence) if not document.in_dateline(hit.start)]
    day = days[0].text if len(days) == 1 else ""
    return document.propose(
        sentence, "reply", value, f"reply: {stance}", party=mention.party, written=mention.written, day=day
    )


def _cues(sentence: Sentence) -> list[tuple[str, Span]]:
    """The reply cues of a sentence, left to right, without overlaps and without what only looks like one."""
    if not (sentence.mentions or sentence.has("we") or sentence.rows("definite") or sentence.rows("together") or sentence.weak):
        return []
    barred = sentence.spans("no_reply")
    rows = [
        (stance, span)
        for stance, span in sentence.rows("replies")
        if not any(_overlap(span, bar) for bar in barred)
        and not (stance in ("confirms", "denies") and (is_negated(sentence, span) or _by_sources(sentence, span)))
    ]
    rows.sort(key=lambda row: (_RANK.index(row[0]), row[1].start))
    kept: list[tuple[str, Span]] = []
    for stance, span in rows:
        if not any(_overlap(span, other) for _, other in kept):
            kept.append((stance, span))
    return sorted(kept, key=lambda row: row[1].start)


def _by_sources(sentence: Sentence, span: Span) -> bool:
    """Whether unnamed people confirm or deny: "two people familiar with the matter confirmed", "confirmaron dos fuentes"."""
    window = 30 if sentence.words.cjk else 45
    parted = sentence.folded.find(",", span.end, span.end + window)
    limit = parted if parted >= 0 else span.end + window
    return any(
        0 <= span.start - told.end <= 12 or (0 <= told.start - span.end and (told.end <= limit or told.start - span.end <= 3))
        for told in sentence.spans("anonymous")
    )


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _speakers(document: Document, sentence: Sentence, stance: str, span: Span, start: int, end: int) -> list[Mention]:
    """Before the verb since the last reply, else after it ("no respondieron ni X ni Y"), else "the company"."""
    if told := spoken_together(sentence, start, span.end, verb=span.start):
        count, words = told
        named = nearest_before(sentence, span.start, start=words.end)
        return named or (count.isdigit() and _beside(sentence, words, count, start)) or listed_before(document, sentence, count, words.start)
    if named := _by_whom(sentence, span) or _who_says(sentence, span, start):
        return named
    if before := _pointed_here(document, sentence, span, start) or nearest_before(sentence, span.start, start=start):
        return before
    inside = [
        m
        for m in sentence.mentions
        if span.start <= m.start and m.end <= span.end and m.kind not in ("media", "agency")
    ]
    if inside:
        return inside
    return (
        _pointed_at(document, sentence, span.start, stance)
        or _weak(sentence, span, start)
        or _after(sentence, span, end)
        or ourselves(document, sentence, span.start)
        or _pointed_at(document, sentence, sentence.end, stance)
    )


def _after(sentence: Sentence, span: Span, end: int) -> list[Mention]:
    """Who is named behind the verb; beyond a comma, when another reply follows, somebody else is spoken of."""
    found = first_after(sentence, span.end, end=end, reach=90, loose=True)
    gap = sentence.folded[span.end : found[0].start] if found else ""
    own = end == sentence.end and not sentence.words.cjk
    return found if own or '"' in gap or not any(char in gap for char in ",;，；、。") else []


def _beside(sentence: Sentence, words: Span, count: str, start: int) -> list[Mention]:
    """The list that the word belongs to: "both Apollo and KKR", "Sinar and Bukit both"."""
    after = first_after(sentence, words.end, reach=4)
    before = nearest_before(sentence, words.start, start=start, reach=30 if sentence.words.cjk else 60)
    near = before if before and words.start - before[-1].end <= 4 else after
    return near if len(near) == int(count) or (count == ANY and near) else []


_BY = re.compile(
    r"\s(?:by|from|da|dal|dalla|da parte di|de|du|del|de la part de|por|por parte de|do|pelo|pela|von|seitens|vonseiten|от|со стороны)\s(?:the |il |la |le |l'|el |der |das |die )?$"
)


def _by_whom(sentence: Sentence, span: Span) -> list[Mention]:
    """Who is named right behind as the one who answers: "no comment da Lazard", "denied by Lazard"."""
    after = [m for m in eligible(sentence) if m.start >= span.end][:1]
    told = bool(after) and _BY.fullmatch(sentence.folded, span.end, after[0].start)
    return first_after(sentence, span.end, reach=90, loose=True) or after if told else []


def _who_says(sentence: Sentence, span: Span, start: int) -> list[Mention]:
    """The firm right before a verb of saying, whoever its words name: "ByteDance said it has no tie with X and that …"."""
    pool = [m for m in eligible(sentence) if start <= m.start and m.end < span.start]
    told = [m for m in pool if SAYS[sentence.words.code].match(sentence.folded, m.end + 1)]
    return told[-1:] if told and not sentence.words.cjk and told[-1] != pool[-1] else []


_AGAIN = 14  # characters from "the company" to its verb


def _pointed_here(document: Document, sentence: Sentence, span: Span, start: int) -> list[Mention]:
    """Whom "…, the company confirmed" means where the sentence itself names it: its borrower, else its subject."""
    says = SAYS[sentence.words.code]
    told = [
        (k, s)
        for k, s in sentence.rows("definite")
        if start <= s.start and (0 <= span.start - s.end <= _AGAIN or s.end < span.start and says.match(sentence.folded, s.end + 1))
    ]
    told = [(k, s) for k, s in told if not sentence.folded.startswith(("it", "its"), s.start)]
    if not told or any(told[-1][1].start <= m.start < span.start for m in eligible(sentence)):
        return []
    kind, at = told[-1]
    pool = [m for m in eligible(sentence) if m.end <= at.start and m.kind in PARTIES_OF.get(kind, ())]
    pool = [m for m in pool if not governed(sentence, m) and not names_chips(sentence, m)]
    borrowers = [m for m in pool if m.party in document.borrowers.values()]
    return (borrowers or pool)[:1]


def _pointed_at(document: Document, sentence: Sentence, at: int, stance: str) -> list[Mention]:
    """Whom "the company" means. Who denies is the borrower when the text has one: others deny by name or nation."""
    found = antecedent(document, sentence, at)
    borrower = document.borrower_near(sentence)
    meant = stance == "denies" or (bool(found) and _is_object(document, sentence, found[0]))
    if meant and borrower and found and found[0].kind != "bank" and not _by_nation(sentence, at):
        named = [m for s in document.sentences[: sentence.index] for m in s.mentions if m.party == borrower]
        return named[-1:] or found
    return found


def _is_object(document: Document, sentence: Sentence, mention: Mention) -> bool:
    """Whether the sentence before names it as an object only: "…, leased to DeepSeek. The company confirmed"."""
    earlier = document.sentences[max(0, sentence.index - 4) : sentence.index]
    return any(mention in s.mentions and governed(s, mention) for s in earlier)


def _by_nation(sentence: Sentence, at: int) -> bool:
    """Whether "the Chinese group", "il gruppo cinese", "dort" points at the last one named, whoever borrows."""
    rows = [(k, s) for k, s in sentence.rows("definite") if s.end <= at]
    said = sentence.folded[rows[-1][1].start : rows[-1][1].end + 16].split() if rows else []
    return bool(rows) and (rows[-1][0] == "anyone" or any(is_demonym(w.strip(".,"), sentence.words.code) for w in said))


def _weak(sentence: Sentence, span: Span, start: int) -> list[Mention]:
    near = [m for m in sentence.weak if start <= m.start and m.end <= span.start and span.start - m.end < 25]
    return near[-1:]
