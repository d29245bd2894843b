"""Terms that a filing or a contract defines: 'Northline Holdings, Inc. (the "Company")' makes "the Company" its name.

A term stands for the last party named before its bracket when it is a role ("Borrower", "Mutuatario", 借入人), a word for a
company, or a part of that party's name; "the Credit Agreement" stands for nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dealtracker.evidence.reading.document import Mention, Sentence
from dealtracker.evidence.reading.term_labels import ROLE_LABELS

_OPEN, _CLOSE = "[\"“„«「『]", "[\"”“»」』]"
_TERM = re.compile(rf"[(（][^()（）\"“”„«»「」\n]{{0,24}}{_OPEN}(?P<term>[^\W\d_][^\"“”„«»「」()\n]{{0,40}}?){_CLOSE}[^()（）\n]{{0,40}}[)）]")
_FIRM = frozenset("company parent registrant group società sociedad société gesellschaft companhia empresa sociedade общество компания 公司 本公司 会社 当社 同社 회사 당사".split())
_REACH = 200  # characters from the name to its bracket


@dataclass(frozen=True)
class Defined:
    """`term` stands for `mention`'s party in the whole text; `role` is empty where it is no role."""

    term: str
    role: str
    mention: Mention
    sentence: int


def defined_terms(sentences: list[Sentence], text: str) -> list[tuple[str, int, Mention]]:
    """(role, number of the sentence, party) of each term that is a role; all terms become mentions wherever they stand."""
    found: dict[str, Defined] = {}
    for sentence in sentences:
        for match in _TERM.finditer(text, sentence.start, sentence.end):
            before = [m for m in sentence.mentions if m.end <= match.start() <= m.end + _REACH]
            term = " ".join(match["term"].split())
            if before and (role := _meaning(term, before[-1])) is not None:
                found.setdefault(term, Defined(term, role, before[-1], sentence.index))
    if found:
        _enter(sentences, text, found)
    return [(told.role, told.sentence, told.mention) for told in found.values() if told.role]


def _meaning(term: str, mention: Mention) -> str | None:
    """The role that a term gives its party, "" for a mere name, None where the term is no party's."""
    plain = term.lower()
    if role := next((name for name, labels in ROLE_LABELS if plain in labels), ""):
        return None if plain.endswith("s") else role  # "the Lenders" are more than the last one named
    return "" if plain in _FIRM or plain in mention.written.lower() else None


def _enter(sentences: list[Sentence], text: str, found: dict[str, Defined]) -> None:
    """Every later place of a term, in the letters of its definition, is a mention of its party."""
    words = "|".join(re.escape(term) for term in sorted(found, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{words})(?!\w)" if words.isascii() else rf"(?:{words})")
    for sentence in sentences:
        new = []
        for match in pattern.finditer(text, sentence.start, sentence.end):
            told = found[match[0]]
            if sentence.index >= told.sentence and not any(m.start < match.end() and match.start() < m.end for m in sentence.mentions):
                new.append(replace(told.mention, start=match.start(), end=match.end(), written=match[0]))
        sentence.mentions = sorted([*sentence.mentions, *new], key=lambda m: m.start)
        sentence.weak = [w for w in sentence.weak if not any(m.start < w.end and w.start < m.end for m in new)]
