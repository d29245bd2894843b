"""Whole loans: laws that hold for every random one, and the quick schedule and QuantLib as oracles."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import QuantLib as ql
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.ledger.calc.balances import balances, first_breach
from deals.ledger.calc.daycount import DAY_COUNTS
from deals.ledger.calc.fixed import KINDS, fixed_schedule
from deals.ledger.calc.rates import Fixings, Term
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.results import Result
from deals.ledger.calc.rounding import from_units
from deals.ledger.calc.run import run
from deals.ledger.calc.schedules import Dates, periods
from deals.ledger.calc.terms import (
    Amortisation,
    Default,
    Event,
    Fee,
    Lender,
    Loan,
    Pik,
    Sweep,
    Window,
)
from deals.ledger.holiday_sets import business_calendar

START = date(2026, 1, 30)
CALENDAR = business_calendar("US_FED", 2025, 2040)


def money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


@st.composite
def loans(draw: st.DrawFn) -> Loan:
    """One to four lenders, draws, prepayments, transfers and participations on random days; every feature at random."""
    count = draw(st.integers(2, 8))
    month = 3 * count
    end = date(2026 + month // 12, 1 + month % 12, 30)
    spans = tuple(periods(START, end, Dates(3, 31, calendar=CALENDAR)))
    sizes = draw(st.lists(st.integers(10**7, 10**11), min_size=1, max_size=4))
    lenders = tuple(Lender("ABCD"[i], money(size)) for i, size in enumerate(sizes))
    whole, first = sum(sizes), spans[0].start
    length = (spans[-1].end - first).days
    day = st.integers(1, length - 1).map(lambda n: first + timedelta(days=n))
    initial = draw(st.integers(whole // 4, whole // 2))
    events = [Event(first, "draw", money(initial)), Event(draw(day), "draw", money(draw(st.integers(1, whole // 4))))]
    if draw(st.booleans()):
        events.append(
            Event(draw(day), "transfer", share_of_hold=Decimal("0.37"), giver="A", taker="Z", price=Decimal("0.99"))
        )
    if draw(st.booleans()):
        events.append(Event(draw(day), "participation", share_of_hold=Decimal("0.25"), giver="A", taker="P"))
    kind = draw(st.sampled_from(["bullet", "level_principal", "annuity", "custom"]))
    rates = {span.start: Decimal(draw(st.integers(-100, 600))).scaleb(-4) for span in spans}
    return Loan(
        "USD", lenders, spans, draw(st.sampled_from(sorted(DAY_COUNTS))),
        ((date.min, Decimal("0.06")), (spans[1].start + timedelta(days=9), Decimal("0.065"))),
        benchmark=Term(Fixings(rates), floor=draw(st.sampled_from([None, Decimal("0.01")]))),
        amortisation=Amortisation(
            kind, shares=(Decimal("0.1"),) if kind == "custom" else (), grace=draw(st.integers(0, 1)),
            sweep=Sweep(Decimal("0.5")) if draw(st.booleans()) else None,
        ),
        issue_price=draw(st.sampled_from([Decimal(1), Decimal("0.975")])),
        pik=Pik(rate=draw(st.sampled_from([Decimal(0), Decimal("0.02")])), share=draw(st.sampled_from([Decimal(0), Decimal("0.3")]))),
        default=Default(Decimal("0.02"), (Window(spans[1].start + timedelta(days=3), spans[1].end),)) if draw(st.booleans()) else None,
        fees=(Fee("commitment", rate=Decimal("0.005")), Fee("exit", rate=Decimal("0.01"), on="all")),
        events=tuple(sorted(events, key=lambda event: event.date)),
        cash={span.end: money(whole // 5) for span in spans},
    )  # fmt: skip


def paid(result: Result, *kinds: str) -> Decimal:
    return sum((item.amount for item in result.paid if item.what in kinds), Decimal(0))


@given(loan=loans())
@settings(max_examples=80, deadline=None)
def test_the_laws_of_every_loan(loan: Loan) -> None:
    result = run(loan)
    rows = result.rows
    assert rows[-1].closing == 0
    assert all(after.opening == before.closing for before, after in zip(rows, rows[1:], strict=False))
    for row in rows:
        assert row.closing == row.opening + row.drawn + row.pik - row.prepaid - row.principal - row.sweep
        assert min(row.interest, row.principal, row.sweep, row.pik, row.closing) >= 0
    assert paid(result, "interest") == sum(row.interest for row in rows)
    assert paid(result, "default interest") == sum(row.default for row in rows)
    assert paid(result, "principal", "sweep", "prepayment") == -paid(result, "draw") + sum(row.pik for row in rows)
    assert sum((charge.amount for charge in result.charges), Decimal(0)) == paid(
        result, "commitment fee", "exit fee", "discount"
    )
    everyone: dict[date, Decimal] = {}
    for holder in result.holders():
        for day, amount in result.flows(holder):
            everyone[day] = everyone.get(day, Decimal(0)) + amount
    assert {day: amount for day, amount in everyone.items() if amount} == dict(result.flows())


@given(loan=loans())
@settings(max_examples=40, deadline=None)
def test_entries_give_the_same_positions_and_no_breach(loan: Loan) -> None:
    result = run(loan)
    assert first_breach(result.entries) is None
    for position in result.positions:
        found = balances(result.entries, position.date)
        for name, (committed, outstanding, undrawn) in position.held.items():
            assert (found[name].committed, found[name].outstanding) == (committed, outstanding)
            assert found[name].undrawn() == undrawn >= 0
        net = [sum(parts[i] for parts in position.net.values()) for i in range(3)]
        assert net == [sum(map(Fraction, column)) for column in zip(*position.held.values(), strict=True)]


plain_loans = st.tuples(
    st.integers(10**6, 10**12),
    st.integers(1, 2000).map(lambda n: Decimal(n).scaleb(-4)),
    st.integers(1, 60),
    st.sampled_from([1, 3, 6]),
    st.sampled_from(sorted(DAY_COUNTS)),
    st.sampled_from(sorted(KINDS)),
)


@given(terms=plain_loans)
@settings(max_examples=80, deadline=None)
def test_the_quick_schedule_equals_the_run_to_the_cent(terms: tuple[int, Decimal, int, int, str, str]) -> None:
    cents, rate, count, months, day_count, kind = terms
    month = 0 + count * months
    end = date(2026 + month // 12, 1 + month % 12, 28)
    rule, start = Dates(months, 28), date(2026, 1, 28)
    quick = fixed_schedule(money(cents), rate, start, end, rule, day_count=day_count, kind=kind, currency="USD")
    spans = tuple(periods(start, end, rule))
    draw = Event(start, "draw", money(cents))
    loan = Loan(
        "USD",
        (Lender("A", money(cents)),),
        spans,
        day_count,
        ((start, rate),),
        amortisation=Amortisation(kind),
        events=(draw,),
    )
    slow = run(loan).rows
    assert [(r.start, r.end, r.opening, r.interest, r.principal, r.closing) for r in slow] == [
        (r.start, r.end, *(from_units(x, "USD") for x in (r.opening, r.interest, r.principal, r.closing)))
        for r in quick
    ]


@given(cents=st.integers(10**8, 10**12), rate=st.integers(100, 1500), count=st.integers(1, 24))
@settings(max_examples=50, deadline=None)
def test_interest_equals_quantlibs_leg_to_the_cent(cents: int, rate: int, count: int) -> None:
    start, month = date(2026, 1, 31), 1 + count * 3
    end = date(2026 + (month - 1) // 12, (month - 1) % 12 + 1, 28)
    rule = Dates(3, 31, calendar=CALENDAR)
    rows = fixed_schedule(
        money(cents),
        Decimal(rate).scaleb(-4),
        start,
        end,
        rule,
        day_count="ACT/360",
        kind="level_principal",
        currency="USD",
    )
    dates = [rows[0].start, *(row.end for row in rows)]
    schedule = ql.Schedule([ql.Date(day.day, day.month, day.year) for day in dates])
    leg = ql.FixedRateLeg(schedule, ql.Actual360(), [row.opening / 100 for row in rows], [rate / 10**4])
    for row, coupon in zip(rows, leg, strict=True):
        assert abs(row.interest / 100 - coupon.amount()) <= 0.00501 + coupon.amount() * 1e-12


def one(**changes: object) -> Loan:
    spans = tuple(periods(date(2026, 1, 15), date(2027, 1, 15), Dates(3)))
    base = {
        "currency": "USD", "lenders": (Lender("A", Decimal("100.00")),), "spans": spans, "day_count": "ACT/360",
        "margins": ((date.min, Decimal("0.08")),), "signing": date(2026, 1, 15),
    }  # fmt: skip
    return Loan(**{**base, **changes})  # type: ignore[arg-type]


def event(day: str, kind: str, amount: str, **more: object) -> Event:
    return Event(date.fromisoformat(day), kind, Decimal(amount), where="/here", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([event("2026-03-31", "draw", "101.00")], "over commitment by 1.00 USD on 2026-03-31: 100.00 USD is undrawn"),
        ([event("2026-07-01", "draw", "1.00")], "outside the availability period 2026-01-15 to 2026-06-30"),
        ([event("2026-03-31", "prepayment", "1.00")], "prepayment over outstanding by 1.00 USD on 2026-03-31"),
        ([event("2026-03-31", "cancellation", "100.01")], "cancellation over undrawn by 0.01 USD on 2026-03-31"),
        (
            [event("2026-03-31", "transfer", "200.00", giver="A", taker="B")],
            "transfer over the hold of A by 100.00 USD",
        ),
        ([event("2026-03-31", "transfer", "2.00", giver="X", taker="B")], '"X" holds nothing on 2026-03-31'),
    ],
)
def test_what_cannot_happen_is_refused_with_its_figures_and_place(events: list[Event], says: str) -> None:
    with pytest.raises(Refused) as refused:
        run(one(events=tuple(events), available_to=date(2026, 6, 30)))
    assert says in refused.value.what
    assert refused.value.where == "/here"
    assert refused.value.do


def test_a_grantor_keeps_what_it_participated() -> None:
    events = (
        Event(date(2026, 2, 1), "participation", share_of_hold=Decimal("0.6"), giver="A", taker="P"),
        Event(date(2026, 2, 2), "transfer", share_of_hold=Decimal("0.5"), giver="A", taker="B"),
    )
    with pytest.raises(Refused, match="part of its hold is participated"):
        run(one(events=events))


def test_undrawn_ends_with_the_availability_period_and_so_does_its_fee() -> None:
    loan = one(
        events=(event("2026-01-15", "draw", "40.00"),),
        available_to=date(2026, 6, 30),
        fees=(Fee("commitment", rate=Decimal("0.36")),),
    )
    result = run(loan)
    assert [row.fees for row in result.rows] == [Decimal("5.40"), Decimal("4.62"), Decimal("0.00"), Decimal("0.00")]
    assert result.positions[-1].held["A"][2] == 0


def test_prepayments_shrink_the_last_or_all_instalments() -> None:
    draw, prepay = event("2026-01-15", "draw", "100.00"), event("2026-05-01", "prepayment", "30.00")
    found = {}
    for apply in ("last", "first", "pro_rata"):
        changed = Event(prepay.date, "prepayment", prepay.amount, apply=apply)
        loan = one(amortisation=Amortisation("level_principal"), events=(draw, changed))
        found[apply] = [str(row.principal) for row in run(loan).rows]
    assert found == {
        "last": ["25.00", "25.00", "20.00", "0"],
        "first": ["25.00", "0.00", "20.00", "25.00"],
        "pro_rata": ["25.00", "15.00", "15.00", "15.00"],
    }


def test_a_sweep_takes_its_share_of_what_is_left_and_kept() -> None:
    sweep = Amortisation("bullet", sweep=Sweep(Decimal("0.5"), keep=Decimal("3.00")))
    loan = one(
        amortisation=sweep, events=(event("2026-01-15", "draw", "100.00"),), cash={date(2026, 4, 1): Decimal("15.01")}
    )
    assert [row.sweep for row in run(loan).rows] == [Decimal("5.00"), 0, 0, 0]


def test_interest_in_kind_is_paid_in_cash_with_the_last_period() -> None:
    result = run(one(pik=Pik(share=Decimal(1)), events=(event("2026-01-15", "draw", "100.00"),)))
    assert [row.pik for row in result.rows] == [Decimal("2.00"), Decimal("2.06"), Decimal("2.13"), 0]
    assert [row.interest for row in result.rows[:3]] == [0, 0, 0]
    assert result.rows[-1].interest == Decimal("2.17")
    assert result.rows[-1].principal == Decimal("106.19")


def test_a_lender_may_be_called_agent_and_is_still_paid() -> None:
    loan = one(
        lenders=(Lender("agent", Decimal("100.00")),),
        events=(event("2026-01-15", "draw", "100.00"),),
        fees=(Fee("agency", amount=Decimal("7.00")),),
    )
    result = run(loan)
    assert result.flows("agent") == result.flows()
    assert result.flows()[0] == (date(2026, 1, 15), Decimal("-100.00"))


def test_a_yen_loan_has_no_decimals() -> None:
    loan = one(
        currency="JPY",
        lenders=(Lender("A", Decimal(700)), Lender("B", Decimal(301))),
        events=(event("2026-01-15", "draw", "1001"),),
    )
    result = run(loan)
    assert [str(row.interest) for row in result.rows] == ["20", "20", "20", "20"]
    assert {item.amount for item in result.paid if item.what == "interest"} == {Decimal(14), Decimal(6)}
