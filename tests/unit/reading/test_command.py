"""The command is a thin doorway: it prints, saves nothing and needs no database."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def _run(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("read_article", str(path), *options, stdout=out)
    return out.getvalue()


def test_json_lines_carry_the_six_keys(tmp_path: Path) -> None:
    text = "PaleBlueDot AI is seeking a loan of about US$300 million from banks."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    rows = [json.loads(line) for line in _run(tmp_path / "a.txt", "--json").splitlines()]
    assert all({"field", "value", "quote", "start", "end", "party"} <= set(row) for row in rows)
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)
    amount = next(row for row in rows if row["field"] == "facility.amount")
    assert amount["value"] == {
        "kind": "approx",
        "point": "300000000",
        "currency": "USD",
        "words": "about US$300 million",
    }
    assert amount["party"] == "PaleBlueDot AI"


def test_the_list_says_that_nothing_is_saved(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nvidia declined to comment.", "utf-8")
    assert "none is saved" in _run(tmp_path / "a.txt")


@pytest.mark.parametrize("content,words", [(b"\x00\x01", "binary"), (b"", "empty")])
def test_an_unreadable_file_is_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(CommandError, match=words):
        _run(tmp_path / "a.txt")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.txt"):
        _run(tmp_path / "gone.txt")
