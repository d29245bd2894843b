"""Rates of return against pyxirr and against the definition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deals.ledger.calc.cashflows import net_present_value, xirr
from deals.ledger.calc.refusals import Refused

START = date(2026, 1, 15)


def flow(days: int, cents: int) -> tuple[date, Decimal]:
    return date.fromordinal(START.toordinal() + days), Decimal(cents).scaleb(-2)


@st.composite
def loans(draw: st.DrawFn) -> list[tuple[date, Decimal]]:
    """Paid out in up to three draws, paid back in up to sixty parts and at least to a third."""
    outs = draw(st.lists(st.tuples(st.integers(0, 200), st.integers(10**8, 10**10)), min_size=1, max_size=3))
    backs = draw(st.lists(st.tuples(st.integers(230, 9000), st.integers(10**4, 10**8)), min_size=1, max_size=60))
    backs.append((600, sum(cents for _, cents in outs) // 3))
    return [flow(day, -cents) for day, cents in outs] + [flow(day, cents) for day, cents in backs]


@given(flows=loans())
@settings(max_examples=200)
def test_solves_the_flows_to_a_tenth_of_a_billionth(flows: list[tuple[date, Decimal]]) -> None:
    rate = xirr(flows)
    assume(rate > Decimal("-0.99"))  # nearer to total loss a billionth of the rate is all of what is left
    step = Decimal("1e-10")
    assert net_present_value(flows, rate - step) > 0 > net_present_value(flows, rate + step)


@given(flows=loans())
@settings(max_examples=100)
def test_equals_pyxirr(flows: list[tuple[date, Decimal]]) -> None:
    theirs = pyxirr.xirr([day for day, _ in flows], [float(amount) for _, amount in flows])
    if theirs is not None and -0.9 < theirs < 5:
        assert abs(float(xirr(flows)) - theirs) < 1e-9


@given(flows=loans(), data=st.data())
@settings(max_examples=50)
def test_order_does_not_matter(flows: list[tuple[date, Decimal]], data: st.DataObject) -> None:
    assert xirr(data.draw(st.permutations(flows))) == xirr(flows)


def test_total_loss_and_windfall() -> None:
    assert xirr([flow(0, -(10**8)), flow(365, 100)]) == Decimal("-0.999999000000")
    assert xirr([flow(0, -100), flow(365, 10**8)]) == Decimal("999999.000000000000")


@pytest.mark.parametrize(
    ("flows", "reason"),
    [
        ([], "no cash flows"),
        ([flow(0, 5), flow(9, 5)], "one sign"),
        ([flow(0, -100_00), flow(365, 230_00), flow(730, -132_00)], "several rates solve the cash flows"),
        ([flow(0, 100_00), flow(365, -150_00), flow(730, 100_00)], "no yearly rate"),
    ],
)
def test_what_has_no_single_rate_is_refused(flows: list[tuple[date, Decimal]], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        xirr(flows)
