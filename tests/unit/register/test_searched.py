"""What a search looks at and looks for: every script as it may be typed."""

from __future__ import annotations

import re

import pytest

from parties.register.calc import latin, near_words, normalise, pinyin, search_patterns, searched_text


def finds(typed: str, name: str, language: str = "") -> bool:
    """As PostgreSQL reads LIKE: every pattern of one way matches the text."""
    text = searched_text(name, language)

    def matches(pattern: str) -> bool:
        parts = re.findall(r"\\(.)|(%)|(.)", pattern)
        return (
            re.fullmatch("".join(".*" if many else re.escape(kept or plain) for kept, many, plain in parts), text)
            is not None
        )

    return any(all(matches(pattern) for pattern in way) for way in search_patterns(typed))


@pytest.mark.parametrize(
    ("typed", "name", "language"),
    [
        ("红书", "小紅書", "zh-Hant"),
        ("小紅書", "小红书", "zh"),
        ("xiaohongshu", "小红书", ""),
        ("Xiao Hong Shu", "小红书", ""),
        ("小红书", "Xiaohongshu", ""),
        ("广达", "廣達電腦股份有限公司", "zh-Hant"),
        ("廣發證券", "广发证券", "zh"),
        ("廣島銀行", "広島銀行", "ja"),
        ("sofutobanku", "ソフトバンク株式会社", "ja"),
        ("ソフト", "ソフトバンク", "ja"),
        ("sakura intanetto", "さくらインターネット株式会社", "ja"),
        ("Sakura Intānetto", "さくらインターネット", ""),
        ("sakuraintaanetto", "さくらインターネット", "ja"),
        ("matchi", "マッチ", "ja"),
        ("tokyo", "とうきょう", "ja"),
        ("SBG", "SoftBank Group", ""),
        ("Gazprombank", "Газпромбанк", "ru"),
        ("Газпромбанк", "Gazprombank", ""),
        ("samseong", "삼성전자 주식회사", "ko"),
        ("pale blue dot", "PaleBlueDot AI, Inc.", ""),
        ("PaleBlueDot", "Pale Blue Dot AI", ""),
        ("dot pale", "Pale Blue Dot AI", ""),
        ("PaleBlueDot A.I. Incorporated", "PaleBlueDot AI", ""),
        ("gmbh", "Nebel Rechenwerk GmbH", ""),
        ("nebel rechenwerk ag", "Nebel Rechenwerk GmbH", ""),
        ("SK", "SK Hynix", ""),
        ("三菱UFJ", "三菱ＵＦＪ銀行", "ja"),
        ("Societe Generale", "Société Générale S.A.", ""),
        ("KKR", "Kohlberg Kravis Roberts & Co. L.P.", ""),
        ("mufg", "Mitsubishi UFJ Financial Group, Inc.", ""),
        ("Gazprom PJSC", "Public Joint Stock Company Gazprom", ""),
        ("카카오", "㈜카카오", "ko"),
        ("株洲", "株洲中车时代电气股份有限公司", ""),
        ("Alder d.o.o.", "Alder", ""),
        ("…", "…", ""),
    ],
)
def test_a_party_is_found_by_whatever_form_of_its_name_is_typed(typed: str, name: str, language: str) -> None:
    assert finds(typed, name, language)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("SK", "Task Force"),
        ("红小", "小红书"),
        ("%", "Nvidia"),
        ("_", "Nvidia"),
        ("\\", "Nvidia"),
        ("dot green", "Pale Blue Dot"),
    ],
)
def test_what_is_not_in_the_name_is_not_found(typed: str, name: str) -> None:
    assert not finds(typed, name)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b"[:0]])
def test_nothing_typed_looks_for_nothing(typed: str) -> None:
    assert search_patterns(typed) == [] and near_words(typed) == ""


def test_pinyin_is_read_only_of_what_is_chinese() -> None:
    assert (
        pinyin("三菱商事") == "" and pinyin("三菱商事", "ja") == "" and pinyin("三菱商事", "zh") == "san ling shang shi"
    )
    assert pinyin("小红书") == "xiao hong shu" and pinyin("小红书", "ja") == "" and pinyin("Nvidia", "zh") == ""
    assert pinyin("重庆银行", "zh-Hans-CN") == "chong qing yin hang"


def test_scripts_without_a_table_are_left() -> None:
    assert latin("אבג") == "אבג" and latin("三菱") == "三菱"


def test_long_names_and_queries_end() -> None:
    name = "小" * 300
    assert len(searched_text(name)) < 5_000 and len(search_patterns("ab " * 200)[0]) <= 12
    assert normalise("國" * 300) == "国" * 300
