"""Money as ten languages write it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dealtracker.evidence.reading.amounts import money
from dealtracker.evidence.reading.folding import fold
from dealtracker.evidence.reading.numbers import decimal_of
from dealtracker.evidence.reading.vocabulary import VOCABULARIES

CASES = [
    ("en", "about US$300m", "approx", "300000000", "USD"),
    ("en", "up to $10 billion", "at most", "10000000000", "USD"),
    ("en", "no more than £1.5bn", "at most", "1500000000", "GBP"),
    ("en", "more than S$250 million", "at least", "250000000", "SGD"),
    ("en", "nearly €2bn", "approx", "2000000000", "EUR"),
    ("en", "₹83,000 crore", "exact", "830000000000", "INR"),
    ("en", "RM240m", "exact", "240000000", "MYR"),
    ("en", "A$830 million", "exact", "830000000", "AUD"),
    ("en", "half a billion dollars", "exact", "500000000", "USD"),
    ("en", "1.2 trillion won", "exact", "1200000000000", "KRW"),
    ("de", "rund 1,4 Mrd. Euro", "approx", "1400000000", "EUR"),
    ("de", "bis zu 300 Millionen US-Dollar", "at most", "300000000", "USD"),
    ("de", "mindestens 2,5 Milliarden Franken", "at least", "2500000000", "CHF"),
    ("it", "oltre 2 miliardi di dollari", "at least", "2000000000", "USD"),
    ("it", "1.200 milioni di euro", "exact", "1200000000", "EUR"),
    ("es", "unos 1.200 millones de dólares", "approx", "1200000000", "USD"),
    ("es", "40 mil millones de dólares", "exact", "40000000000", "USD"),
    ("es", "hasta US$300 millones", "at most", "300000000", "USD"),
    ("fr", "près de 1,2 milliard d'euros", "approx", "1200000000", "EUR"),
    ("fr", "250 000 000 €", "exact", "250000000", "EUR"),
    ("pt", "R$ 1,5 bilhão", "exact", "1500000000", "BRL"),
    ("pt", "cerca de 300 milhões de dólares", "approx", "300000000", "USD"),
    ("ru", "не менее 12,5 млрд рублей", "at least", "12500000000", "RUB"),
    ("ru", "около $300 млн", "approx", "300000000", "USD"),
    ("ja", "約466億5000万円", "approx", "46650000000", "JPY"),
    ("ja", "3億ドル以上", "at least", "300000000", "USD"),
    ("ja", "1兆2000億円", "exact", "1200000000000", "JPY"),
    ("zh", "約新台幣94億元", "approx", "9400000000", "TWD"),
    ("zh", "三亿美元", "exact", "300000000", "USD"),
    ("zh", "超过2.5万亿元", "at least", "2500000000000", "CNY"),
    ("ko", "약 1조5000억 원", "approx", "1500000000000", "KRW"),
    ("ko", "최대 100억 달러", "at most", "10000000000", "USD"),
]


@pytest.mark.parametrize("language,text,kind,figure,currency", CASES)
def test_an_amount(language: str, text: str, kind: str, figure: str, currency: str) -> None:
    [found] = money(text, fold(text), 0, len(text), VOCABULARIES[language])
    amount = found.amount
    assert (amount.kind, amount.sort_key, amount.currency) == (kind, Decimal(figure), currency)
    assert amount.words == text


@pytest.mark.parametrize(
    "language,text,low,high,currency",
    [
        ("en", "between $600 million and $700 million", "600000000", "700000000", "USD"),
        ("en", "US$600-700 million", "600000000", "700000000", "USD"),
        ("es", "entre 2.000 y 2.500 millones de dólares", "2000000000", "2500000000", "USD"),
        ("de", "2 bis 3 Milliarden Euro", "2000000000", "3000000000", "EUR"),
        ("ja", "3億~4億ドル", "300000000", "400000000", "USD"),
        ("zh", "6亿至7亿美元", "600000000", "700000000", "USD"),
    ],
)
def test_a_range(language: str, text: str, low: str, high: str, currency: str) -> None:
    [found] = money(text, fold(text), 0, len(text), VOCABULARIES[language])
    assert (found.amount.low, found.amount.high, found.amount.currency) == (Decimal(low), Decimal(high), currency)


def test_a_dollar_in_a_singapore_paper_is_a_singapore_dollar() -> None:
    text = "The Straits Times\n\nA loan of $300 million."
    [found] = money(text, fold(text), 0, len(text), VOCABULARIES["en"])
    assert found.amount.currency == "SGD"


@pytest.mark.parametrize(
    "digits,decimal,value",
    [
        ("1,234.5", ".", "1234.5"),
        ("1.234,5", ",", "1234.5"),
        ("1.275", ".", "1.275"),
        ("1.200", ",", "1200"),
        ("20 736", ",", "20736"),
        ("0,985", ",", "0.985"),
        ("46.65", ",", "46.65"),
    ],
)
def test_the_decimal_sign(digits: str, decimal: str, value: str) -> None:
    assert decimal_of(digits, decimal) == Decimal(value)
