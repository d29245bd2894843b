"""Dated rates: which are used, and what is said where one is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.fx import Quote, Rates
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import from_units, plain_units, to_units
from deals.ledger.fx import Converter
from dealtracker.money import minor_units, plain

FRIDAY, SUNDAY = date(2026, 10, 30), date(2026, 11, 1)


def quote(base: str, other: str, rate: str, day: date = FRIDAY) -> Quote:
    return Quote(day, base, other, Decimal(rate), "ECB")


RATES = Rates([quote("EUR", "USD", "1.1172"), quote("EUR", "JPY", "175.68"), quote("USD", "AED", "3.6725")])


def test_through_the_middle_currency_rounded_once() -> None:
    found = RATES.convert(Decimal(15_000_000_000), "JPY", "USD", FRIDAY)
    assert found.amount == Decimal("95389344.26")
    assert [(leg.used.quote, leg.inverse) for leg in found.legs] == [("JPY", True), ("USD", False)]


def test_a_weekend_takes_the_last_known_rate_and_says_its_date() -> None:
    found = RATES.convert(Decimal("10.00"), "EUR", "USD", SUNDAY)
    assert (found.amount, found.rate_date) == (Decimal("11.17"), FRIDAY)


def test_the_same_currency_needs_no_rate() -> None:
    found = Rates([]).convert(Decimal("10.00"), "USD", "USD", FRIDAY)
    assert (found.amount, found.rate_date, found.legs) == (Decimal("10.00"), None, ())


def test_an_inverse_quote_is_as_good_and_the_later_one_wins() -> None:
    rates = Rates([quote("USD", "EUR", "0.5", date(2026, 1, 1)), quote("EUR", "USD", "4", date(2026, 2, 1))])
    assert rates.convert(Decimal("8.00"), "USD", "EUR", date(2026, 1, 31)).amount == Decimal("4.00")
    assert rates.convert(Decimal("8.00"), "USD", "EUR", date(2026, 2, 1)).amount == Decimal("2.00")


@pytest.mark.parametrize(
    ("base", "other", "day", "says"),
    [
        ("JPY", "TWD", FRIDAY, r"no rate JPY/TWD on or before 2026-10-30 \(missing: EUR/TWD\)"),
        ("SAR", "USD", FRIDAY, r"\(missing: SAR/EUR\)"),
        ("EUR", "USD", date(2026, 10, 29), "no rate EUR/USD on or before 2026-10-29"),
        ("AED", "JPY", FRIDAY, r"\(missing: AED/EUR\)"),
    ],
)
def test_a_missing_rate_is_said(base: str, other: str, day: date, says: str) -> None:
    with pytest.raises(Refused, match=says):
        RATES.convert(Decimal(1), base, other, day)


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="EUR/USD of 2026-10-30 is not positive"):
        Rates([quote("EUR", "USD", "0")])


@given(cents=st.integers(0, 10**13), rate=st.integers(1, 10**7))
@settings(max_examples=100)
def test_there_and_back_is_the_same_to_the_unit(cents: int, rate: int) -> None:
    rates = Rates([Quote(FRIDAY, "EUR", "USD", Decimal(rate).scaleb(-4), "x")])
    amount = Decimal(cents).scaleb(-2)
    over = rates.convert(amount, "EUR", "USD", FRIDAY)
    exact = rates.convert(Decimal(1), "USD", "EUR", FRIDAY).rate * over.rate
    assert exact == 1
    assert abs(over.amount - amount * Decimal(rate).scaleb(-4)) <= Decimal("0.005")


@given(units=st.integers(-(10**20), 10**20) | st.integers(-3000, 3000), currency=st.sampled_from(("USD", "JPY", "KWD")))
def test_minor_units_in_words_are_the_decimal_and_are_converted_as_it_is(units: int, currency: str) -> None:
    assert plain_units(units, minor_units(currency)) == plain(from_units(units, currency))
    rates = Rates([quote("EUR", "USD", "1.1172"), quote("EUR", "JPY", "175.68"), quote("EUR", "KWD", "0.3431")])
    for other in ("USD", "JPY", "KWD"):
        found = Converter(other, FRIDAY, rates).units(units, currency)
        assert found == to_units(rates.convert(from_units(units, currency), currency, other, FRIDAY).amount, other)
