"""Periods of exposure against the ledger's own sums, day by day, on random books."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from deals.exposure.periods import WHOLE, Held, Terms, held_periods, underwritten_periods
from deals.ledger.calc.balances import Balance, Entry, balances, net_of_participations, total
from deals.ledger.calc.rounding import to_units
from tests.unit.exposure.books import FIRST, random_book

HOLDS = ["a", "b", "c", "d"]
DAYS = [FIRST + timedelta(days=step) for step in range(-3, 520, 11)]


def on(periods: list[Held], slot: str, day: date) -> Held | None:
    found = [p for p in periods if p.slot == slot and p.start <= day < p.end]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("seed", range(40))
def test_every_day_stands_as_the_ledger_sums_it(seed: int) -> None:
    book = random_book(seed, HOLDS)
    periods = held_periods(book.entries, book.terms)
    for day in DAYS:
        by_hold = balances(book.entries, day)
        available = book.terms.last is None or day <= book.terms.last
        for slot, balance in [*((h, by_hold.get(h, Balance())) for h in HOLDS), (WHOLE, total(by_hold))]:
            undrawn = balance.undrawn(revolving=book.terms.revolving, available=available)
            wanted = tuple(to_units(v, book.terms.currency) for v in (balance.committed, balance.outstanding, undrawn))
            held = on(periods, slot, day)
            assert ((held.gross[0], held.gross[2], held.gross[3]) if held else (0, 0, 0)) == wanted


@pytest.mark.parametrize("seed", range(40))
def test_net_of_participations_is_the_exact_share_within_a_unit_and_adds_up(seed: int) -> None:
    book = random_book(seed, HOLDS)
    periods = held_periods(book.entries, book.terms)
    for day in DAYS:
        exact = net_of_participations(book.entries, day, revolving=book.terms.revolving)
        held = {h: on(periods, h, day) for h in HOLDS}
        net = {h: p.net if p else (0, 0, 0) for h, p in held.items()}
        gross = {h: (p.gross[0], p.gross[2], p.gross[3]) if p else (0, 0, 0) for h, p in held.items()}
        for place in range(3):
            assert sum(n[place] for n in net.values()) == sum(g[place] for g in gross.values())
        for hold, (outstanding, _) in exact.items():
            unit = to_units(Decimal(1), book.terms.currency)
            assert abs(net[hold][1] - outstanding * unit) <= len(HOLDS)


def test_periods_of_a_slot_follow_each_other_and_differ() -> None:
    for seed in range(60):
        book = random_book(seed, HOLDS)
        for before, after in zip(rows := held_periods(book.entries, book.terms), rows[1:], strict=False):
            if before.slot == after.slot:
                assert before.end == after.start
                assert (before.gross, before.net) != (after.gross, after.net)


def test_undrawn_is_nothing_after_the_availability_period_and_never_below_it_when_revolving() -> None:
    entries = [
        Entry("a", "commitment", Decimal(100), date(2024, 1, 1)),
        Entry("a", "drawdown", Decimal(100), date(2024, 1, 1)),
        Entry("a", "capitalised interest", Decimal(5), date(2024, 2, 1)),
        Entry("a", "repayment", Decimal(40), date(2024, 3, 1)),
    ]
    revolving = held_periods(entries, Terms("USD", True, date(2024, 3, 31)))
    assert [(p.start, p.gross[3]) for p in revolving if p.slot == "a"] == [
        (date(2024, 1, 1), 0), (date(2024, 2, 1), 0), (date(2024, 3, 1), 3500), (date(2024, 4, 1), 0),
    ]  # fmt: skip
    term = held_periods(entries, Terms("USD"))
    assert {p.gross[3] for p in term} == {0}, "what was repaid cannot be drawn again"


def test_shares_of_participants_never_come_to_more_than_the_grantor_has() -> None:
    day = date(2024, 1, 1)
    entries = [Entry("g", "commitment", Decimal("0.03"), day), Entry("g", "drawdown", Decimal("0.01"), day)]
    for name in ("x", "y", "z"):
        entries.append(Entry("g", "participation out", Decimal("0.01"), day, counter=name))
        entries.append(Entry(name, "participation in", Decimal("0.01"), day, counter="g"))
    net = {p.slot: p.net for p in held_periods(entries, Terms("USD"))}
    assert net["g"] == (0, 0, 0)
    assert sum(net[name][1] for name in "xyz") == 1


def test_underwriting_is_possible_and_no_commitment() -> None:
    entries = [
        Entry("a", "underwriting", Decimal(10), date(2024, 1, 1)),
        Entry("a", "underwriting", Decimal(10), date(2024, 2, 1), sign=-1),
    ]
    assert held_periods(entries, Terms("USD")) == []
    assert [(p.start, p.gross[0]) for p in underwritten_periods(entries, "USD")] == [
        (date(2024, 1, 1), 1000), (date(2024, 2, 1), 0),
    ]  # fmt: skip
