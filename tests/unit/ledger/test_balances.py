"""Entries to balances: what each kind does, what is refused and with which figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.balances import (
    EFFECTS,
    Balance,
    Entry,
    balances,
    first_breach,
    net_of_participations,
    total,
    transfer_parts,
)
from deals.ledger.calc.refusals import Refused

DAY = date(2026, 3, 31)


def entry(kind: str, amount: str, day: date = DAY, hold: str | None = "A", **more: object) -> Entry:
    return Entry(hold, kind, Decimal(amount), day, **more)  # type: ignore[arg-type]


LOAN = [
    entry("commitment", "100.00", date(2026, 1, 1)),
    entry("drawdown", "60.00", date(2026, 2, 1)),
    entry("repayment", "20.00", date(2026, 3, 1)),
    entry("capitalised interest", "1.50", date(2026, 3, 1)),
]


def test_a_repaid_term_loan_cannot_be_drawn_again_a_revolving_one_can() -> None:
    balance = balances(LOAN, DAY)["A"]
    assert (balance.committed, balance.outstanding) == (Decimal("100.00"), Decimal("41.50"))
    assert balance.undrawn() == Decimal("40.00")
    assert balance.undrawn(revolving=True) == Decimal("58.50")
    assert balance.undrawn(available=False) == 0
    assert balance.exposure(Decimal("0.4")) == Decimal("57.50")


def test_a_date_sees_only_the_entries_up_to_it() -> None:
    assert balances(LOAN, date(2026, 2, 28))["A"].outstanding == Decimal("60.00")
    assert balances(LOAN, date(2025, 12, 31)) == {}


def test_a_reversal_undoes_its_entry_and_underwriting_is_no_hold() -> None:
    found = balances(
        [*LOAN, entry("drawdown", "60.00", date(2026, 2, 1), sign=-1), entry("underwriting", "500.00")], DAY
    )
    assert found["A"] == Balance(Decimal("100.00"), Decimal(0), Decimal("-18.50"), Decimal("1.50"))


def test_over_commitment_is_named_with_its_figures() -> None:
    breach = first_breach([entry("commitment", "100.00"), entry("drawdown", "101.00")])
    assert breach is not None
    assert breach.words("USD") == "over commitment by 1.00 USD on 2026-03-31 (hold A): 100.00 USD is undrawn"


_NONE = "no commitment is booked on {} by then, and a stated amount books none; book the commitment first"


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([entry("drawdown", "10.00")], "by 10.00 USD on 2026-03-31 (hold A): " + _NONE.format("this hold")),
        ([entry("drawdown", "10.00", hold=None)], "by 10.00 USD on 2026-03-31: " + _NONE.format("the facility as a whole")),
        (
            [entry("commitment", "5.00"), entry("drawdown", "10.00", hold="B")],
            "by 10.00 USD on 2026-03-31 (hold B): " + _NONE.format("this hold"),
        ),
        (
            [entry("commitment", "5.00"), entry("cancellation", "5.00"), entry("drawdown", "1.00")],
            "by 1.00 USD on 2026-03-31 (hold A): 0.00 USD is undrawn",
        ),
        ([*LOAN, entry("cancellation", "41.00")], "by 1.00 USD on 2026-03-31 (hold A)"),
    ],
)  # fmt: skip
def test_a_draw_over_commitment_says_what_it_met(entries: list[Entry], says: str) -> None:
    breach = first_breach(entries)
    assert breach is not None
    assert breach.words("USD") == f"over commitment {says}"


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        ([entry("commitment", "5.00"), entry("repayment", "1.00")], "outstanding below zero"),
        ([entry("cancellation", "1.00")], "over commitment"),
        ([entry("commitment", "5.00"), entry("participation out", "6.00")], "participated beyond the hold"),
    ],
)
def test_impossible_balances(entries: list[Entry], rule: str) -> None:
    breach = first_breach(entries)
    assert breach is not None
    assert breach.rule == rule


def test_a_backdated_entry_is_tested_against_what_follows() -> None:
    assert first_breach(LOAN) is None
    breach = first_breach([*LOAN, entry("cancellation", "41.00", date(2026, 1, 15))])
    assert breach is not None
    assert (breach.day, breach.by) == (date(2026, 2, 1), Decimal("1.00"))


def test_a_revolving_facility_may_draw_what_was_repaid() -> None:
    again = [*LOAN, entry("drawdown", "55.00")]
    assert first_breach(again) is not None
    assert first_breach(again, revolving=True) is None


def test_capitalised_interest_may_rise_above_the_commitment() -> None:
    full = [entry("commitment", "10.00"), entry("drawdown", "10.00"), entry("capitalised interest", "3.00")]
    assert first_breach(full) is None
    assert first_breach(full, revolving=True) is None


def test_a_transfer_takes_capitalised_interest_along_and_its_reversal_brings_it_back() -> None:
    """Else a revolving taker stands over its commitment by interest that was never drawn."""
    loan = [entry("commitment", "100.00"), entry("drawdown", "100.00"), entry("capitalised interest", "10.01")]
    parts = transfer_parts(balances(loan, DAY)["A"], Decimal("100.00"), "USD")
    assert parts == (Decimal("100.00"), Decimal("110.01"), Decimal("10.01"))
    moved = [
        entry(f"transfer {way}", "100.00", hold=hold, **parts._asdict()) for way, hold in (("out", "A"), ("in", "C"))
    ]
    assert first_breach([*loan, *moved], revolving=True) is None
    after = balances([*loan, *moved], DAY)
    assert (after["A"].capitalised, after["C"].capitalised) == (Decimal(0), Decimal("10.01"))
    assert after["C"].outstanding - after["C"].capitalised == after["C"].committed
    back = [replace(one, sign=-1) for one in moved]
    assert balances([*loan, *moved, *back], DAY)["A"] == balances(loan, DAY)["A"]


def test_a_transfer_moves_all_three_sums_and_the_facility_stays() -> None:
    before = balances(LOAN, DAY)
    drawn, outstanding, _ = transfer_parts(before["A"], Decimal("25.00"), "USD")
    assert (drawn, outstanding) == (Decimal("15.00"), Decimal("10.38"))
    parts = {"drawn": drawn, "outstanding": outstanding}
    moved = [*LOAN, entry("transfer out", "25.00", **parts), entry("transfer in", "25.00", hold="C", **parts)]
    after = balances(moved, DAY)
    assert after["A"].outstanding == Decimal("31.12")
    assert after["C"].undrawn() == Decimal("10.00")
    assert (total(after).committed, total(after).outstanding) == (total(before).committed, total(before).outstanding)
    with pytest.raises(Refused, match=r"is 1.00 USD more than the hold|is 1 USD more than the hold"):
        transfer_parts(before["A"], Decimal("101.00"), "USD")


def test_a_participant_stands_in_its_grantors_place() -> None:
    granted = [
        *LOAN,
        entry("participation out", "20.00", counter="P"),
        entry("participation in", "20.00", hold="P", counter="A"),
    ]
    net = net_of_participations(granted, DAY)
    assert net["P"] == (Decimal("8.30"), 8)
    assert net["A"] == (Decimal("33.20"), 32)
    assert balances(granted, DAY)["A"].outstanding == Decimal("41.50")


steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(EFFECTS)), st.integers(1, 500), st.integers(0, 60), st.sampled_from(["A", "B", None])
    ),
    max_size=25,
)


@given(steps=steps)
@settings(max_examples=150)
def test_any_date_equals_the_plain_sum_and_a_breach_is_the_first_bad_day(
    steps: list[tuple[str, int, int, str | None]],
) -> None:
    entries = [entry(kind, str(cents), DAY + timedelta(days=day), hold) for kind, cents, day, hold in steps]
    days = sorted({item.value_date for item in entries})
    breach = first_breach(entries)
    for day in days:
        for hold, balance in balances(entries, day).items():
            mine = [item for item in entries if item.hold == hold and item.value_date <= day]
            assert balance.committed == sum(EFFECTS[item.kind].committed * item.amount for item in mine)
            assert balance.outstanding == sum(EFFECTS[item.kind].outstanding * item.amount for item in mine)
            bad = balance.drawn > balance.committed or min(balance.outstanding, balance.committed) < 0
            assert not (bad and (breach is None or day < breach.day))
