"""A quote is found again after the text around it, or its bytes, have changed."""

from __future__ import annotations

import unicodedata

import pytest

from dealtracker.evidence.anchors import anchor, find

TEXT = "Nvidia declined to comment. The loan is about US$300 million, “people” said. Nvidia declined to comment on Tuesday.\n\n東京のデータセンター向けに約３億ドルの融資を協議している。"
QUOTE = "The loan is about US$300 million, “people” said."


def _anchor(text: str = TEXT, quote: str = QUOTE):  # type: ignore[no-untyped-def]
    start = text.index(quote)
    return anchor(text, start, start + len(quote))


@pytest.mark.parametrize(
    "change,how",
    [
        (lambda t: t, "position"),
        (lambda t: "A new first line.\n" + t, "quote"),
        (lambda t: t.replace(" ", "\n  "), "normalised"),
        (lambda t: t.replace("“", '"').replace("”", '"').upper(), "normalised"),
        (lambda t: unicodedata.normalize("NFD", t.replace(" is ", "\u00a0is\u200b ")), "normalised"),
        (lambda t: t.replace("US$300 million", "\u202eUS$300\u202c \u2066million\u2069"), "normalised"),
        (lambda t: t.replace("about US$300 million", "around US$300 million"), "similar"),
    ],
)
def test_found_again(change, how: str) -> None:  # type: ignore[no-untyped-def]
    changed = change(TEXT)
    found = find(changed, _anchor())
    assert found is not None and found.how == how
    assert "300" in changed[found.start : found.end]


def test_cjk_without_spaces_and_with_other_widths() -> None:
    wanted = _anchor(quote="約３億ドルの融資")
    changed = "東京の データセンター向けに\n約 3億ドルの\n融資を協議"
    found = find(changed, wanted)
    assert found is not None and changed[found.start : found.end] == "約 3億ドルの\n融資"


def test_a_text_read_in_the_wrong_encoding() -> None:
    original = "Préstamo de 300 millones según Línea"
    broken = original.encode("utf-8").decode("cp1252")
    found = find(broken, _anchor(original, "según Línea"))
    assert found is not None and found.how == "encoding"


def test_the_neighbourhood_chooses_between_equal_quotes() -> None:
    second = TEXT.rindex("Nvidia declined to comment")
    wanted = anchor(TEXT, second, second + len("Nvidia declined to comment"))
    changed = "xx " + TEXT
    found = find(changed, wanted)
    assert found is not None and found.start == second + 3


def test_a_quote_that_is_gone_is_not_found() -> None:
    assert find("Something else entirely was written here about other people.", _anchor()) is None


def test_offsets_outside_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="do not name a piece"):
        anchor("short", 2, 9)
