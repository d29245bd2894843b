"""docs/reading.md names every field that the labelled texts bring out, and gives the measured figures."""

from __future__ import annotations

import re
from pathlib import Path

from dealtracker.evidence.reading import read
from tests.unit.reading.scoring import labelled, scores

PAGE = (Path(__file__).parents[3] / "docs" / "reading.md").read_text("utf-8")
ROW = re.compile(r"^\| (\w\w) \| (\d+) \| [\d.]+ \| [\d.]+ \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


def test_every_field_is_documented() -> None:
    fields = {p.field for _, _, _, text in labelled() for p in read(text)}
    plain = {f for f in fields if not f.endswith(".converts") and not f.startswith("other_deal.")}
    assert {f for f in plain if f"`{f}`" not in PAGE} == set()


def test_the_table_gives_the_measured_figures() -> None:
    counts: dict[str, int] = {}
    for language, *_ in labelled():
        counts[language] = counts.get(language, 0) + 1
    measured = scores()
    stated = {
        code: (int(texts), float(recall), float(precision)) for code, texts, recall, precision in ROW.findall(PAGE)
    }
    assert stated == {
        code: (counts[code], round(m["recall"], 2), round(m["precision"], 2)) for code, m in measured.items()
    }
