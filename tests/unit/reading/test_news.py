"""News of the wire in ten languages: what is kept of what was learned, and how the reader does on what it never saw."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dealtracker.evidence.reading import read
from tests.unit.reading.news_scoring import LEARNED, UNSEEN, rates, tallies, texts

PAGE = (Path(__file__).parents[3] / "docs" / "reading.md").read_text("utf-8")
TABLES = PAGE[PAGE.index("## How well") :].split("**Learned from.**")[0]
LANGUAGES = {"en", "it", "es", "de", "fr", "pt", "ru", "ja", "zh", "ko"}
FLOOR = 0.96


def test_what_was_learned_is_kept_in_every_language() -> None:
    languages, _ = tallies(LEARNED)
    assert set(languages) == LANGUAGES
    assert {code: rates(tally) for code, tally in languages.items() if min(rates(tally)) < FLOOR} == {}


def test_every_language_has_ten_learned_texts_and_two_unseen() -> None:
    assert min(Counter(code for code, _, _ in texts(LEARNED)).values()) >= 10
    assert {code: count for code, count in Counter(code for code, _, _ in texts(UNSEEN)).items() if count < 2} == {}


def test_the_page_gives_recall_and_precision_of_the_unseen_texts() -> None:
    languages, fields = tallies(UNSEEN)
    counts = Counter(code for code, _, _ in texts(UNSEEN))
    rows = re.findall(r"^\| (\w\w|all) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", TABLES, re.MULTILINE)
    stated = {code: (int(count), float(recall), float(precision)) for code, count, recall, precision in rows}
    measured = {code: (counts[code], *rates(tally)) for code, tally in languages.items()}
    assert stated == {**measured, "all": (counts.total(), *rates(sum(languages.values(), Counter())))}
    rows = re.findall(r"^\| `([\w.]+)` \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", TABLES, re.MULTILINE)
    stated = {name: (int(count), float(recall), float(precision)) for name, count, recall, precision in rows}
    assert stated == {name: (tally["true"] + tally["missed"], *rates(tally)) for name, tally in fields.items()}


@pytest.mark.parametrize("folder", [LEARNED, UNSEEN], ids=["learned", "unseen"])
def test_every_quote_stands_at_its_offsets_in_order(folder: Path) -> None:
    for _, _, text in texts(folder):
        proposals = read(text)
        assert proposals and all(text[p.start : p.end] == p.quote and p.quote.strip() for p in proposals)
        assert [p.start for p in proposals] == sorted(p.start for p in proposals)
        assert proposals == read(text)
