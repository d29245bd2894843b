"""A text cut into sentences with their offsets; a table row, a bullet or a labelled line is a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.folding import is_cjk

LONGEST = 1200  # characters: rules look at one sentence at a time, so this bounds their work
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_END = re.compile(r"[。！？]+[」』”’）)\"]{0,2}|[.!?…]{1,3}[\"'”’»)\]]{0,2}(?=\s)")
_LABEL = re.compile(
    r"\s{0,8}(?:[•·*▪◦■●○‣–—-]|\d{1,2}[.)]|[(（]?\d{1,2}[)）])\s|[^\s:：.。]{1,30}(?:\s[^\s:：.。]{1,30}){0,5}\s?[:：]|[^\t|]{2,60}[\t|]|[^.\n]{2,60}\.{4}|\S[^\t\n]{1,40}?\s{3,12}\S"
)
_ABBREVIATIONS = frozenset(
    "zzgl einschl inkl bzgl ggf vgl rd evtl insb abs nr art p.a u.a i.h.v p max min incl excl & co inc ltd corp mr mrs ms dr st no vs bhd pte sdn llc mio mrd tsd bzw ca etc approx est jan feb mar apr jun jul "
    "aug sep sept oct nov dec ene abr ago dic gen mag giu lug set ott déc févr juil janv sr sra dott ing sig prof gmbh art "
    "млн млрд трлн долл руб тыс г гг т д им см ул u.s u.k e.g i.e z.b d.h s.a s.p.a s.r.l n.v l.p us".split()
)
_RUSSIAN_UNITS = frozenset("млн млрд трлн руб тыс долл".split())
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_]){0,3}")
_COMPANY_ENDS = frozenset("co inc ltd corp bhd llc s.a s.p.a s.r.l n.v l.p".split())
_OPENERS = frozenset(
    "the a an it in but its they this that these both all at on as for while however separately when if no there "
    "el la los las en il lo gli i un una der die das ein eine im le les une dans o os as um uma em не в на по однако".split()
)


def sentences(text: str) -> list[Span]:
    """Sentences of `text` in order, trimmed, none empty, none longer than LONGEST."""
    return [piece for block in _blocks(text) for cut in _cuts(text, block) for piece in _trimmed(text, cut)]


def _blocks(text: str) -> Iterator[Span]:
    """Runs of lines that were one paragraph before somebody wrapped them."""
    start = end = -1
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue
        if start >= 0 and not _continues(text, start, end, line):
            yield Span(start, end)
            start = -1
        start, end = (line.start() if start < 0 else start), line.end()
    if start >= 0:
        yield Span(start, end)


def _continues(text: str, start: int, end: int, line: re.Match[str]) -> bool:
    """Whether `line` goes on with the paragraph text[start:end]: no gap, no label, the one before was cut mid-way."""
    if text[end : line.start()].strip("\r\n \t") or text.count("\n", end, line.start()) > 1 or end - start > 20_000:
        return False
    before = text[max(start, text.rfind("\n", start, end) + 1) : end].rstrip()
    if not before or before[-1] in '.!?:：。！？;；"”»」' or _LABEL.match(line[0]):
        return False
    wide = sum(2 if is_cjk(char) else 1 for char in before[:80])
    narrow = wide >= 24 and line[0].lstrip()[:1].islower()  # a column of a page
    return (wide >= 40 or narrow) and not ("\t" in before or "|" in before)


def _cuts(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if match[0][0] not in ".…" or _ends_sentence(text, match, block.end):
            yield Span(start, match.end())
            start = match.end()
    yield Span(start, block.end)


def _ends_sentence(text: str, match: re.Match[str], limit: int) -> bool:
    if text[max(0, match.end() - 4) : match.end()] == "....":
        return False  # dots that lead from a label to its value
    rest = text[match.end() : min(limit, match.end() + 24)].lstrip(" \t\r\n\"'“«„(¿¡—–-")
    if not rest or rest[0].islower():
        return False
    before = text[max(0, match.start() - 12) : match.start()].split()
    last = before[-1].lower().lstrip("(\"'“«") if before else ""
    following = rest.split(None, 1)[0].lower().strip(",")
    if last in _COMPANY_ENDS:
        return following in _OPENERS
    if last in _RUSSIAN_UNITS:
        return following != "сша"
    if last.isdigit() and len(last) <= 2:
        return False  # "30. Juni"
    return not (last in _ABBREVIATIONS or _INITIALS.fullmatch(last))


def _trimmed(text: str, cut: Span) -> Iterator[Span]:
    for start in range(cut.start, cut.end, LONGEST):
        part = text[start : min(cut.end, start + LONGEST)]
        if (stripped := part.strip(" |\t\r\n\u3000")) and any(char.isalnum() for char in stripped):
            begin = start + part.index(stripped[0])
            yield Span(begin, begin + len(stripped))
