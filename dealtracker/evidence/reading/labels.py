"""The label at the head of a line of a term sheet."""

from __future__ import annotations

import re

from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.term_labels import FIELD_LABELS


def label_of(sentence: Sentence) -> tuple[str, int]:
    """The field that the label before ":", a tab or "|" names, and where its value begins; ("", 0) when there is none."""
    text = sentence.folded[sentence.start : sentence.end]
    cut = re.search(r"[:：|]|\s{2,}", text[:80])
    head = text[: cut.start()] if cut else text if len(text) < 40 else ""
    label = re.sub(r"\([^)]{0,30}\)|（[^）]{0,20}）", "", head).strip(" •·*-–0123456789.()、")
    name = next((field for field, labels in FIELD_LABELS if label in labels), "") if label else ""
    return (name, sentence.start + cut.end() if cut else sentence.end) if name else ("", 0)
