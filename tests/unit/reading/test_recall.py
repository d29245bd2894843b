"""The reader against the labelled texts: every language keeps a floor, and quotes always stand where they say."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import read
from tests.unit.reading.scoring import labelled, scores

FLOOR = 0.95
LANGUAGES = {"en", "it", "es", "de", "fr", "pt", "ru", "ja", "zh", "ko"}


def test_every_language_is_read_with_recall_and_precision_above_the_floor() -> None:
    measured = scores()
    assert set(measured) == LANGUAGES
    assert {k: v for k, v in measured.items() if min(v.values()) < FLOOR} == {}


def test_every_language_has_at_least_four_texts() -> None:
    counts = {language: sum(1 for row in labelled() if row[0] == language) for language in LANGUAGES}
    assert min(counts.values()) >= 4


@pytest.mark.parametrize(
    "language,number,labels,text",
    list(labelled()),
    ids=lambda v: str(v) if isinstance(v, str | int) and len(str(v)) < 4 else "",
)
def test_quotes_stand_at_their_offsets(language: str, number: int, labels: set[str], text: str) -> None:
    proposals = read(text)
    assert proposals
    assert all(text[p.start : p.end] == p.quote and p.quote.strip() for p in proposals)
    assert [p.start for p in proposals] == sorted(p.start for p in proposals)
