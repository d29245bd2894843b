"""No text makes the reader slow out of proportion or fall over."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import TextTooLong, read
from tests.growth import times_as_long

SIZE = 10_000
PIECES = [
    "a",
    "1",
    "1,111",
    "$",
    "(",
    '"',
    "word ",
    "Capital ",
    "A ",
    ". ",
    "$1 bn ",
    "Nvidia and ",
    "-",
    "a\t",
    "a: ",
    "<a ",
    "万",
    "三",
    "가",
    "ア",
    "Я",
    "«А",
    "did not ",
    "JPMorgan declined ",
    "İ",
    "\u0301",
    "\u202e",
    "\ud7ff",
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length_only(piece: str) -> None:
    assert times_as_long(read, piece * (SIZE // len(piece)), times=4) < 12


def test_an_endless_text_is_refused_not_cut() -> None:
    with pytest.raises(TextTooLong, match="2,000,000"):
        read("a " * 1_000_001)


def test_an_empty_text_gives_nothing() -> None:
    assert read("") == [] and read(" \n\t ") == []
