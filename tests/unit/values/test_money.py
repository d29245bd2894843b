"""Money and amounts: exact, in words, refused with the part that is wrong."""
from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtracker.money import Amount, AmountError, Money, minor_units, parse_decimal, plain, round_money, split

CENTS = st.integers(min_value=-(10**15), max_value=10**15).map(lambda n: D(n).scaleb(-2))


def test_adding_two_currencies_is_an_error() -> None:
    assert Money.parse("10.50 USD") + Money.parse("0.50 USD") == Money.parse("11.00 USD")
    with pytest.raises(AmountError, match="USD and JPY"):
        Money.parse("1 USD") + Money.parse("1 JPY")


@pytest.mark.parametrize(("currency", "units"), [("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3)])
def test_minor_units_follow_iso_4217(currency: str, units: int) -> None:
    assert minor_units(currency) == units


def test_rounding_is_half_even_to_the_minor_unit() -> None:
    assert [round_money(D(v), "USD") for v in ("0.125", "0.135")] == [D("0.12"), D("0.14")]
    assert round_money(D("2.5"), "JPY") == D("2")


@given(total=CENTS, weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_split_adds_up_and_is_never_a_cent_off(total: D, weights: list[int]) -> None:
    parts = split(total, [D(w) for w in weights], "USD")
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < D("0.01")


def test_split_gives_the_odd_cents_to_the_largest_remainders_then_the_earlier() -> None:
    assert split(D("100.00"), [D(1)] * 3, "USD") == [D("33.34"), D("33.33"), D("33.33")]
    assert split(D("1.00"), [D(1), D(5), D(2)], "JPY") == [D(0), D(1), D(0)]


@pytest.mark.parametrize("weights", [[], [D(0), D(0)], [D(1), D(-1)]])
def test_split_refuses_weights_without_a_whole(weights: list[D]) -> None:
    with pytest.raises(AmountError):
        split(D("1.00"), weights, "USD")


@pytest.mark.parametrize("text", ["1_000.00", "1e17", "１０", "NaN", "Infinity", "1,234.56", "0x10", "", "9" * 19, "+1", " 1", "1."])
def test_decimals_are_plain_ascii(text: str) -> None:
    with pytest.raises(AmountError):
        parse_decimal(text)


@pytest.mark.parametrize("value", [1.5, 3, True, None, ["1"]])
def test_a_number_that_is_not_text_is_refused(value: object) -> None:
    with pytest.raises(AmountError, match="in a string"):
        parse_decimal(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_plain_is_read_back_to_the_same_value(value: D) -> None:
    assert parse_decimal(plain(value)) == value
    assert "E" not in plain(value) and plain(value) != "-0"


def test_an_amount_keeps_the_words_of_its_source_and_invents_no_band() -> None:
    amount = Amount.from_json({"kind": "approx", "point": "300000000", "currency": "USD", "words": "about US$300m"}, money=True)
    assert amount.bounds == (D(300000000), D(300000000), D(300000000))
    assert amount.to_json()["words"] == "about US$300m"
    assert Amount.from_json({"kind": "at most", "high": "5"}).bounds == (None, None, D(5))
    assert Amount.unknown().sort_key is None


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "about", "point": "1", "currency": "USD"}, "kind"),
        ({"kind": "exact", "currency": "USD"}, "point"),
        ({"kind": "range", "low": "5", "high": "4", "currency": "USD"}, "low"),
        ({"kind": "exact", "point": "1.5", "currency": "JPY"}, "point"),
        ({"kind": "exact", "point": "1"}, "currency"),
        ({"kind": "exact", "point": "1", "currency": "usd"}, "currency"),
        ({"kind": "exact", "point": 1.0, "currency": "USD"}, "point"),
        ({"kind": "unknown", "point": "1", "currency": "USD"}, "point"),
        ({"kind": "exact", "point": "1", "currency": "USD", "note": "x"}, "note"),
    ],
)
def test_a_wrong_amount_names_the_part_that_is_wrong(data: dict[str, object], field: str) -> None:
    with pytest.raises(AmountError) as error:
        Amount.from_json(data, money=True)
    assert error.value.field == field


def test_a_share_has_no_currency() -> None:
    with pytest.raises(AmountError) as error:
        Amount.from_json({"kind": "exact", "point": "0.25", "currency": "USD"})
    assert error.value.field == "currency"
