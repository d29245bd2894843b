"""The label at the head of a line of a term sheet."""

from __future__ import annotations

import re

from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.term_labels import FIELD_LABELS, ROLE_LABELS

_SHEET = 4  # lines that begin with known labels make a table whose columns were lost
_LONGEST = 5  # words of a label


def mark_rows(sentences: list[Sentence]) -> None:
    """Marks the rows of a table of a PDF, in which one blank parts the columns: many lines begin with known labels."""
    rows = [s for s in sentences if s.heads_line and prefix(s.folded[s.start : min(s.end, s.start + 240)])[0]]
    for row in rows if len(rows) >= _SHEET else ():
        row.in_table = True


def prefix(line: str) -> tuple[str, int]:
    """The longest known label at the head of a line that a blank parts from its value, and where the value begins."""
    cuts = [match.start() for match in re.finditer(r"\s", line[:60])][:_LONGEST]
    for cut in reversed(cuts):
        if line[:cut].strip(" /") in _KNOWN:
            return line[:cut].strip(" /"), cut + 1
    return "", 0


_KNOWN = frozenset(label for _, labels in (*FIELD_LABELS, *ROLE_LABELS) for label in labels)


def head_of(sentence: Sentence) -> tuple[str, int]:
    """The label of a line of such a table, and where its value begins in the text; ("", 0) when there is none."""
    if not sentence.in_table:
        return "", 0
    label, at = prefix(sentence.folded[sentence.start : sentence.end])
    return label, sentence.start + at


_SITE_LINE = re.compile(
    r"[•·*▪●○‣\s-]{0,4}(?:where|location|site|sites|place|data cent(?:er|re)(?: location)?|sede|ubicación|ubicaciones|localización|lugar|luogo|ubicazione|sito|standorte?|ort|lieu|emplacement|"
    r"localização|местоположение|площадка|место|設置場所|設置先|所在地|立地|地点|地點|部署地点|项目地点|项目地址|위치|소재지|설치장소|설치 장소)\s?[:：|\t]"
)


def is_site_line(sentence: Sentence) -> bool:
    """Whether a line's label says that places follow: "Where: Temple, Texas"."""
    return bool(_SITE_LINE.match(sentence.folded, sentence.start, sentence.end))


def role_label_end(sentence: Sentence) -> int:
    """Where the label of a line that names a role ends ("Lead Arranger and Bookrunner:"); 0 when it has none."""
    cut = re.search(r"\s?[:：|\t]|\s{3,}", sentence.folded[sentence.start : min(sentence.end, sentence.start + 60)])
    label = sentence.folded[sentence.start : sentence.start + cut.start()] if cut else ""
    parts = re.split(r"\s?(?:/|&|,|・|、|及|和|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s?", label.strip(" •·*-–0123456789.()"))
    named = bool(label) and any(part.strip() in names for part in parts for _, names in ROLE_LABELS)
    return sentence.start + cut.end() if cut and named else 0


def label_of(sentence: Sentence) -> tuple[str, int]:
    """The field that the label before ":", a tab or "|" names, and where its value begins; ("", 0) when there is none."""
    text = sentence.folded[sentence.start : sentence.end]
    lost, at = head_of(sentence)
    if lost and (name := next((field for field, labels in FIELD_LABELS if lost in labels), "")):
        return name, at
    cut = re.search(r"\s?[:：|\t]\t*|\s{2,}", text[:80])
    head = text[: cut.start()] if cut else text if len(text) < 40 else ""
    label = re.sub(r"\([^)]{0,30}\)|（[^）]{0,20}）", "", head).strip(" •·*-–0123456789.()、")
    parts = (
        (label, *(part.strip() for part in re.split(r"\s?(?:/|&|\band\b|\bund\b|\bet\b|\be\b|・)\s?", label)))
        if label
        else ()
    )
    name = next((field for part in parts for field, labels in FIELD_LABELS if part in labels), "")
    return (name, sentence.start + cut.end() if cut else sentence.end) if name else ("", 0)
