"""The label at the head of a line of a term sheet."""

from __future__ import annotations

import re
from functools import lru_cache

from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.term_labels import FIELD_LABELS, ROLE_LABELS

_SHEET = 4  # lines that begin with known labels make a table whose columns were lost
_LONGEST = 5  # words of a label


@lru_cache(maxsize=4)
def _is_table(folded: str) -> bool:
    """Whether many lines begin with known labels: a table of a PDF, in which one blank parts the columns."""
    lines = (line for line in folded[:60_000].splitlines() if len(line) < 240)
    return sum(1 for line in lines if prefix(line.strip())[0]) >= _SHEET


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
    folded, start = sentence.folded, sentence.start
    at_head = not folded[max(0, folded.rfind("\n", 0, start) + 1) : start].strip()
    if not at_head or not _is_table(folded):
        return "", 0
    label, at = prefix(folded[start : sentence.end])
    return (label, start + at) if label else ("", 0)


def label_of(sentence: Sentence) -> tuple[str, int]:
    """The field that the label before ":", a tab or "|" names, and where its value begins; ("", 0) when there is none."""
    text = sentence.folded[sentence.start : sentence.end]
    lost, at = head_of(sentence)
    if lost and (name := next((field for field, labels in FIELD_LABELS if lost in labels), "")):
        return name, at
    cut = re.search(r"[:：|\t]|\s{2,}", text[:80])
    head = text[: cut.start()] if cut else text if len(text) < 40 else ""
    label = re.sub(r"\([^)]{0,30}\)|（[^）]{0,20}）", "", head).strip(" •·*-–0123456789.()、")
    parts = (
        (label, *(part.strip() for part in re.split(r"\s?(?:/|&|\band\b|\bund\b|\bet\b|\be\b|・)\s?", label)))
        if label
        else ()
    )
    name = next((field for part in parts for field, labels in FIELD_LABELS if part in labels), "")
    return (name, sentence.start + cut.end() if cut else sentence.end) if name else ("", 0)
