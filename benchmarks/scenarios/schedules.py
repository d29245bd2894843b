"""S12: schedules of fixed-rate loans against QuantLib's from Python; XIRR against pyxirr and against plain Newton."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

import pyxirr
import QuantLib as ql

from benchmarks.measure import Ratio, in_turn, seconds
from deals.ledger.calc.cashflows import Flow, xirr
from deals.ledger.calc.fixed import KINDS, FixedRow, fixed_schedule
from deals.ledger.calc.schedules import Dates

NAME, LOANS, STREAMS, _SEED = "S12", 1_000, 2_000, 12
_EPOCH = date(1899, 12, 30).toordinal()  # day 0 of QuantLib's serial numbers
_COUNTS = {"ACT/360": ql.Actual360(), "ACT/365F": ql.Actual365Fixed()}
_HALF_CENT = 0.5 + 1e-4  # in cents, with room for QuantLib's binary fractions of billions


class Loan(NamedTuple):
    principal: Decimal
    rate: Decimal
    start: date
    maturity: date
    months: int
    day_count: str
    kind: str


def run(rounds: int) -> list[Ratio]:
    """The same loans on both sides, and every interest amount compared; the same flows on all three."""
    loans, streams = _loans(), _streams()
    _check_schedules(loans)
    _check_rates(streams)
    ours, theirs = in_turn(
        lambda: _a_second(_schedule, loans), lambda: _a_second(_quantlib, list(zip(loans, _notionals(loans), strict=True))),
        rounds=rounds,
    )  # fmt: skip
    as_floats = [([day for day, _ in flows], [float(amount) for _, amount in flows]) for flows in streams]
    halley, rust, newton = in_turn(
        lambda: _a_second(xirr, streams), lambda: _a_second(lambda flows: pyxirr.xirr(*flows), as_floats),
        lambda: _a_second(_newton, streams), rounds=rounds,
    )  # fmt: skip
    return [
        Ratio(f"{NAME} schedules of {LOANS:,} loans", ours, theirs, "/s", 4, True, "QuantLib from Python"),
        Ratio(f"{NAME} XIRR of {STREAMS:,} streams", halley, rust, "/s", 0.09, True, "pyxirr"),
        Ratio(f"{NAME} XIRR of {STREAMS:,} streams", halley, newton, "/s", 1, True, "plain Newton"),
    ]


def _a_second(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    return len(items) / seconds(lambda: [work(item) for item in items])


def _loans() -> list[Loan]:
    """Two to ten years by month, quarter or half-year, of all kinds of repayment, the same at every call."""
    chance, kinds = random.Random(_SEED), sorted(KINDS)
    found = []
    for number in range(LOANS):
        start, months = date(2024, 1, 1) + timedelta(days=chance.randrange(700)), chance.choice((1, 3, 6))
        maturity = start + timedelta(days=chance.randrange(730, 3650))
        rate = Decimal(chance.randrange(300, 1500)).scaleb(-4)
        found.append(
            Loan(Decimal(chance.randrange(10**8, 10**12)).scaleb(-2), rate, start, maturity, months, chance.choice(list(_COUNTS)),
                 kinds[number % len(kinds)])
        )  # fmt: skip
    return found


def _schedule(loan: Loan) -> list[FixedRow]:
    rule = Dates(loan.months, stub="short_first")
    return fixed_schedule(
        loan.principal, loan.rate, loan.start, loan.maturity, rule, day_count=loan.day_count, kind=loan.kind, currency="USD"
    )  # fmt: skip


def _notionals(loans: Sequence[Loan]) -> list[list[float]]:
    """QuantLib is given what is outstanding in each period, so it has less to do than the other side."""
    return [[row.opening / 100 for row in _schedule(loan)] for loan in loans]


def _quantlib(given: tuple[Loan, list[float]]) -> list[tuple[int, int, int, float, float]]:
    """(first day, last day, day of payment, outstanding, interest) of each period, by a schedule and a leg."""
    loan, notionals = given
    start, end = (ql.Date(day.toordinal() - _EPOCH) for day in (loan.start, loan.maturity))
    schedule = ql.Schedule(
        start, end, ql.Period(loan.months, ql.Months), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted,
        ql.DateGeneration.Backward, False,
    )  # fmt: skip
    leg = ql.FixedRateLeg(schedule, _COUNTS[loan.day_count], notionals, [float(loan.rate)])
    return [_row(ql.as_fixed_rate_coupon(flow)) for flow in leg]


def _row(coupon: Any) -> tuple[int, int, int, float, float]:
    days = (coupon.accrualStartDate(), coupon.accrualEndDate(), coupon.date())
    first, last, pays = (day.serialNumber() for day in days)
    return first, last, pays, coupon.nominal(), coupon.amount()


def _check_schedules(loans: Sequence[Loan]) -> None:
    """The same days, each interest within half a cent of QuantLib's unrounded one, all principal repaid to the cent."""
    for loan, notionals in zip(loans, _notionals(loans), strict=True):
        rows, theirs = _schedule(loan), _quantlib((loan, notionals))
        days = [tuple(day.toordinal() - _EPOCH for day in (row.start, row.end, row.pays)) for row in rows]
        near = all(abs(row.interest - 100 * one[-1]) <= _HALF_CENT for row, one in zip(rows, theirs, strict=False))
        repaid = sum(row.principal for row in rows) == loan.principal * 100 and not rows[-1].closing
        if days != [one[:3] for one in theirs] or not near or not repaid:
            raise RuntimeError(f"the schedule of {loan} is not QuantLib's")


def _streams() -> list[list[Flow]]:
    """Paid out once, paid back over two to forty dates at a yearly rate between −5 and 40 percent or so."""
    chance = random.Random(_SEED)
    found = []
    for _ in range(STREAMS):
        start, count, out = (
            date(2020, 1, 1) + timedelta(days=chance.randrange(2000)),
            chance.randrange(2, 41),
            chance.randrange(10**6, 10**11),
        )
        days = itertools.accumulate(chance.randrange(20, 190) for _ in range(count))
        back = [
            (start + timedelta(days=day), Decimal(int(out / count * chance.uniform(0.97, 1.4))).scaleb(-2))
            for day in days
        ]
        found.append([(start, -Decimal(out).scaleb(-2)), *back])
    return found


def _newton(flows: Sequence[Flow]) -> float:
    """As it is usually written: binary floats from a tenth, until a step is below 1e-10."""
    first = flows[0][0]
    terms = [(float(amount), (day - first).days / 365) for day, amount in flows]
    rate = 0.1
    for _ in range(100):
        worth = sum(amount / (1 + rate) ** years for amount, years in terms)
        slope = sum(-years * amount / (1 + rate) ** (years + 1) for amount, years in terms)
        step = worth / slope
        rate -= step
        if abs(step) < 1e-10:
            return rate
    raise RuntimeError("plain Newton found no rate")


def _check_rates(streams: Sequence[list[Flow]]) -> None:
    """What a stream is worth changes its sign within 1e-10 on either side of the rate, in fifty digits."""
    with localcontext() as wide:
        wide.prec = 50
        for flows in streams[::10]:
            rate, off = xirr(flows), Decimal("1e-10")
            if not _worth(flows, rate - off) > 0 > _worth(flows, rate + off):
                raise RuntimeError(f"{rate} is not the rate of {flows} to 1e-10")


def _worth(flows: Sequence[Flow], rate: Decimal) -> Decimal:
    first = flows[0][0]
    return sum((amount / (1 + rate) ** (Decimal((day - first).days) / 365) for day, amount in flows), Decimal(0))
