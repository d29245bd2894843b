"""Amounts as people type them into a form."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from dealtracker.formfields import read_amount, written


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("EUR 99000000", "99000000 EUR"),
        ("EUR99000000", "99000000 EUR"),
        ("about EUR 5.5", "about 5.5 EUR"),
        ("up to USD 10", "up to 10 USD"),
        ("JPY 5 to 7", "5 to 7 JPY"),
        ("5 to 7 JPY", "5 to 7 JPY"),
    ],
)
def test_the_code_stands_before_or_after_the_figure(typed: str, kept: str) -> None:
    assert written(read_amount(typed, money=True)) == kept


def test_a_figure_alone_is_in_the_currency_of_the_form_and_else_refused() -> None:
    assert written(read_amount("99", money=True, currency="EUR")) == "99 EUR"
    assert written(read_amount("99 USD", money=True, currency="EUR")) == "99 USD"
    with pytest.raises(ValidationError, match="currency"):
        read_amount("99", money=True)


@pytest.mark.parametrize("typed", ["EUR 5 EUR", "EUR 5 USD", "EUR 5 %", "EUR EUR 5", "EURO 5", "EUR"])
def test_two_units_or_none_that_is_known_cannot_be_read(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_amount(typed, money=True)
