"""A sentence begins with a capital and ends in one full stop; what is no JSON is told in plain words."""

from __future__ import annotations

import pytest

from dealtracker.sentences import sentence
from dealtracker.strictjson import Policy, StrictError, parse


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (" say who published it", "Say who published it."),
        ("Entered: Kōzan Leasing K.K.", "Entered: Kōzan Leasing K.K."),
        ("is it? ", "Is it?"),
        ("ämter", "Ämter."),
    ],
)
def test_a_sentence_has_a_capital_and_one_stop(words: str, said: str) -> None:
    assert sentence(words) == said


def test_a_string_that_is_cut_off_is_placed_once() -> None:
    with pytest.raises(StrictError, match="unterminated string starting at line 2, column 7;"):
        parse('{"a": 1,\n "b": "cut', Policy(largest=1000))
