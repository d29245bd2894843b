"""How values read: as the source wrote them, nothing rounded away, unknown never zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealtracker.countries import NAMES
from dealtracker.uikit import formats
from dealtracker.uikit.countries import country_name


@pytest.mark.parametrize(
    ("value", "currency", "words"),
    [
        ("300000000", "USD", "US$300m"),
        ("7500000000", "USD", "US$7.5bn"),
        ("23250000000", "EUR", "€23.25bn"),
        ("1250000000000", "JPY", "¥1.25tn"),
        ("1234567890", "USD", "US$1,234,567,890"),
        ("999999.5", "GBP", "£999,999.5"),
        ("120", "AED", "AED 120"),
        ("150", "", "150"),
        ("-2000000", "SGD", "−S$2m"),
        ("0", "USD", "US$0"),
    ],
)
def test_a_figure_is_scaled_only_where_that_is_exact(value: str, currency: str, words: str) -> None:
    assert formats.figure_words(Decimal(value), currency) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ({"kind": "approx", "point": "300000000", "currency": "USD", "words": "unos US$300m"}, "unos US$300m"),
        ({"kind": "approx", "point": "300000000", "currency": "USD"}, "about US$300m"),
        ({"point": "3200000000", "currency": "USD"}, "US$3.2bn"),
        ({"kind": "range", "low": "600000000", "high": "700000000", "currency": "USD"}, "US$600m to US$700m"),
        ({"kind": "at most", "high": "1200000000", "currency": "USD"}, "up to US$1.2bn"),
        ({"kind": "at least", "low": "2000000000", "currency": "USD"}, "at least US$2bn"),
        ({"kind": "unknown", "words": "undisclosed"}, None),
        ({"kind": "exact", "point": "about 3"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_an_amount_reads_as_its_source_wrote_it(amount: dict[str, Any] | None, words: str | None) -> None:
    assert formats.amount_words(amount) == words


def test_detail_says_that_no_band_was_invented() -> None:
    amount = {"kind": "approx", "point": "300000000", "currency": "USD"}
    assert formats.amount_detail(amount) == "approx, point 300,000,000 USD, no band invented"
    assert formats.amount_detail({"kind": "unknown"}) == "unknown; not zero"
    assert formats.amount_detail(None) == "unknown; not zero"


@pytest.mark.parametrize("text", [3.5, True, None, "", "NaN", "Infinity", "1_0 0", [], {}])
def test_what_is_not_a_decimal_is_none(text: object) -> None:
    assert formats.decimal_or_none(text) is None


@pytest.mark.parametrize(
    ("value", "short", "words"),
    [
        ("2025-12-01", False, "1 Dec 2025"),
        ("2025-Q4", False, "Q4 2025"),
        ({"by": "2025-09-01"}, False, "no later than 1 Sep 2025"),
        ({"by": "2025-09-01"}, True, "by 1 Sep 2025"),
        ({"from": "2025-09-01", "to": "2025-12-01"}, True, "1 Sep 2025 to 1 Dec 2025"),
        (date(2026, 11, 23), False, "23 Nov 2026"),
        ("spring", False, "spring"),
        (None, False, ""),
        ("", True, ""),
    ],
)
def test_a_date_keeps_its_precision(value: object, short: bool, words: str) -> None:
    assert formats.date_words(value, short=short) == words


def test_counts_say_when_they_are_not_known() -> None:
    assert formats.count_words(1, "article") == "1 article"
    assert formats.count_words(1204, "article") == "1,204 articles"
    assert formats.count_words(0, "party", "parties") == "0 parties"
    assert formats.count_words(None, "article") == "? articles"


def test_certainty_names_who_and_scope() -> None:
    assert formats.certainty_words({"certainty": "stated_by_party", "by": "Fluidstack"}) == "stated by Fluidstack"
    assert formats.certainty_words({"certainty": "contested", "scope": "whole report"}) == "contested, whole report"
    assert formats.certainty_words({"certainty": "multiple_newsrooms"}) == "multiple newsrooms"
    assert formats.certainty_words({"certainty": "new_code"}) == "new code"
    assert formats.certainty_words(None) == "certainty not computed"


def test_articles_are_not_called_agreement() -> None:
    standing = {"certainty": "reported", "sources": 7, "origins": 1, "newsrooms": 1}
    assert formats.rests_on(standing) == "7 articles, 1 at the root, 1 newsroom"
    assert formats.rests_on({"sources": 3}) == "3 articles"
    assert formats.rests_on({}) == ""


def test_only_the_party_or_a_document_draws_a_solid_line() -> None:
    assert [c for c in formats.CERTAINTY if formats.is_stated(c)] == ["stated_by_party", "documented"]


def test_country_names() -> None:
    assert country_name("JP") == "Japan"
    assert country_name("jp") == "Japan"
    assert country_name("ZZ") == "ZZ"
    assert country_name(None) == ""
    assert len(NAMES) == 250  # ISO 3166-1 and XK
    assert all(len(code) == 2 and code.isupper() and name for code, name in NAMES.items())
