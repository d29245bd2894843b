"""Splits add up to the cent and stay within one cent of the exact part."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.allocation import apportion, receive, transfer_price
from deals.ledger.calc.refusals import Refused
from dealtracker.money import split

weights = st.lists(st.fractions(0, 10**9, max_denominator=360), min_size=1, max_size=12).filter(any)
cents = st.integers(-(10**14), 10**14)


@given(total=cents, weights=weights, currency=st.sampled_from(["USD", "JPY", "KWD"]))
@settings(max_examples=200)
def test_parts_add_up_and_are_within_one_unit(total: int, weights: list[Fraction], currency: str) -> None:
    places = {"USD": 2, "JPY": 0, "KWD": 3}[currency]
    amount = Decimal(total).scaleb(-places)
    parts = apportion(amount, weights, currency)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(amount) * weight / sum(weights)) < Fraction(1, 10**places)


@given(total=st.integers(0, 10**12), weights=st.lists(st.integers(1, 10**6), min_size=1, max_size=9))
@settings(max_examples=100)
def test_equals_the_split_of_the_book(total: int, weights: list[int]) -> None:
    amount, decimals = Decimal(total).scaleb(-2), [Decimal(weight) for weight in weights]
    assert apportion(amount, decimals, "USD") == split(amount, decimals, "USD")


def test_equal_remainders_go_to_the_earlier_name() -> None:
    assert apportion(Decimal("0.01"), [1, 1, 1], "USD") == [Decimal("0.01"), Decimal(0), Decimal(0)]
    assert apportion(Decimal("-100.00"), [1, 1, 1], "USD") == [Decimal("-33.34"), Decimal("-33.33"), Decimal("-33.33")]


@pytest.mark.parametrize("weights", [[0, 0], [], [2, -1]])
def test_weights_that_cannot_split_are_refused(weights: list[int]) -> None:
    with pytest.raises(Refused, match="cannot be split"):
        apportion(Decimal("1.00"), weights, "USD")


def test_a_short_receipt_runs_down_the_waterfall() -> None:
    claims = {
        "A": {"fees": Decimal("10.00"), "interest": Decimal("100.00"), "principal": Decimal("500.00")},
        "B": {"fees": Decimal("5.00"), "interest": Decimal("50.01")},
    }
    receipts, over = receive(Decimal("100.00"), claims, order=("fees", "interest", "principal"), currency="USD")
    assert over == 0
    assert [dict(r.paid) for r in receipts] == [
        {"fees": Decimal("10.00"), "interest": Decimal("56.66"), "principal": Decimal(0)},
        {"fees": Decimal("5.00"), "interest": Decimal("28.34"), "principal": Decimal(0)},
    ]
    assert receipts[0].unpaid["principal"] == Decimal("500.00")


@given(
    amount=st.integers(0, 10**9),
    dues=st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 10**8)), min_size=1, max_size=6),
)
@settings(max_examples=100)
def test_a_receipt_is_never_lost_nor_overpaid(amount: int, dues: list[tuple[int, int]]) -> None:
    cash = Decimal(amount).scaleb(-2)
    claims = {
        str(i): {"fees": Decimal(a).scaleb(-2), "interest": Decimal(b).scaleb(-2)} for i, (a, b) in enumerate(dues)
    }
    receipts, over = receive(cash, claims, order=("fees", "interest"), currency="USD")
    assert sum((part for r in receipts for part in r.paid.values()), Decimal(0)) + over == cash
    assert all(part >= 0 for r in receipts for part in r.unpaid.values())


def test_price_of_a_transfer() -> None:
    price = transfer_price(Decimal("9000000.00"), Decimal("3000000.00"), Decimal("0.9925"), "USD", "HALF_UP")
    assert price == Decimal("8910000.00")
    assert transfer_price(Decimal(0), Decimal("1000000.00"), Decimal("0.98"), "USD", "HALF_UP") == Decimal("-20000.00")
