"""Names as they are compared, and the check digits of an LEI."""

from __future__ import annotations

import pytest

from parties.register.calc import (
    fold,
    lei_is_valid,
    may_be_one,
    mixes_look_alikes,
    normalise,
    script_of,
    slug,
    split_forms,
)
from tests.growth import times_as_long


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PaleBlueDot AI, Inc.", "palebluedot ai"),
        ("小紅書", "小红书"),
        ("JPMorgan Chase & Co.", "JPMorgan Chase"),
        ("JPMorgan Chase and Co", "JPMORGAN  CHASE"),
        ("ＮＶＩＤＩＡ", "Nvidia Corporation"),
        ("Société Générale S.A.", "Societe Generale"),
        ("株式会社ソフトバンク", "ソフトバンク"),
        ("北京小红书科技有限公司", "北京小紅書科技"),
        ("PT Indosat Tbk", "Indosat"),
        ("Samsung Electronics Co., Ltd.", "SAMSUNG ELECTRONICS"),
        ("McDonald's", "McDonald’s"),
        ("Straße GmbH", "STRASSE"),
        ("㈱ハシバミ電子", "ハシバミ電子"),
        ("카카오(주)", "주식회사 카카오"),
        ("Публичное акционерное общество Берег", "ПАО Берег"),
        ("LLC Volna", "Volna LLC"),
        ("Công ty Cổ phần Sông Xanh", "SONG XANH"),
        ("Jablan d.o.o.", "Jablan"),
        ("Nebel GmbH & Co. KGaA", "Nebel"),
        ("Fresno, S. de R.L. de C.V.", "FRESNO"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SoftBank Group Corp.", "SoftBank Corp."),
        ("CoreWeave Compute Acquisition Co. VIII, LLC", "CoreWeave Compute Acquisition Co. IV, LLC"),
        ("ガ", "カ"),
        ("Meta", "Meta Platforms"),
        ("株洲电气", "洲电气"),
        ("광주", "광"),
        ("Nvidia", "Nvidiа"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_a_name_that_is_only_a_legal_form_or_a_sign_is_kept() -> None:
    assert normalise("Inc.") == "inc"
    assert normalise("株式会社") == "株式会社"
    assert normalise("---") == "---"


def test_two_legal_forms_are_two_parties() -> None:
    assert may_be_one("Firmus Technologies Pty Ltd", "Firmus Technologies")
    assert may_be_one("Nvidia Corp.", "NVIDIA Corporation")
    assert not may_be_one("Firmus Technologies Pty Ltd", "Firmus Technologies Pte Ltd")
    assert split_forms("Goldman Sachs & Co. LLC") == ("goldman sachs", frozenset({"co", "llc"}))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Xiaohongshu", "Latn"), ("小紅書", "Hant"), ("小红书", "Hans"), ("ペールブルードット AI", "Jpan"), ("샤오훙수", "Kore"),
        ("Яндекс", "Cyrl"), ("بنك", "Arab"), ("123 —", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_script_of_a_name(text: str, script: str) -> None:
    assert script_of(text) == script


def test_look_alike_letters_in_one_word_are_seen() -> None:
    assert mixes_look_alikes("Nvidiа")
    assert not mixes_look_alikes("Nvidia Россия")


def test_slugs_are_plain_and_short() -> None:
    assert slug("Société Générale S.A.") == "societe-generale-s-a"
    assert slug("小红书") == ""
    assert slug("a" * 80) == "a" * 50


def test_lei_check_digits() -> None:
    """Published LEIs of JPMorgan Chase & Co. and of Bloomberg Finance L.P."""
    assert lei_is_valid("8I5DZWZKVSZI1NUHU748")
    assert lei_is_valid("5493001KJTIIGC8Y1R12")
    assert not lei_is_valid("8I5DZWZKVSZI1NUHU784")
    assert not lei_is_valid("5493001kjtiigc8y1r12")
    assert not lei_is_valid("")


@pytest.mark.parametrize("piece", ["a. ", "(", "株", "inc ", "é"])
def test_hostile_names_cost_no_more_than_their_length(piece: str) -> None:
    def compare(name: str) -> None:
        normalise(name)
        fold(name)

    assert times_as_long(compare, piece * 5000, times=4) < 12
