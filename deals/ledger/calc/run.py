"""Runs a loan from its terms and events: schedule, accruals by lender, receipts, fees, positions, flows.

On one day the period that ends is paid first, then the events of the day follow in the order given. Each total is
rounded once per period and split among lenders by largest remainder over what accrued to each, exactly.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.accruals import Part, Stretch, cuts, parts_of
from deals.ledger.calc.allocation import apportion_by_name, transfer_price
from deals.ledger.calc.book import Book
from deals.ledger.calc.fees import Charge, draw_charges, exit_charges, signing_charges
from deals.ledger.calc.plan import Due, Plan, check_custom
from deals.ledger.calc.rates import Accrual
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.results import AGENCY, Paid, Position, Result, Row, Settled, Tally
from deals.ledger.calc.rounding import round_cash
from deals.ledger.calc.schedules import Span
from deals.ledger.calc.terms import Event, Loan

ZERO = Decimal(0)


def run(loan: Loan) -> Result:
    """The whole life of the loan. Raises Refused, marked with the event's `where`, when a step is impossible."""
    return _Run(loan).result()


class _Run:
    def __init__(self, loan: Loan) -> None:
        self.loan = loan
        opening = min([loan.start, loan.signing or loan.start, *(event.date for event in loan.events)])
        self.book = Book(loan.lenders, opening, currency=loan.currency, revolving=loan.revolving)
        self.plan = Plan(loan.amortisation, len(loan.spans), loan.currency, loan.rounding)
        self.out = Result(loan=loan, entries=self.book.entries)
        self.tally = Tally()
        self.last_parts: Mapping[str, Decimal] = {}
        self.events = sorted(loan.events, key=lambda event: event.date)

    def result(self) -> Result:
        check_custom(self.loan.amortisation, len(self.loan.spans))
        for charge in signing_charges(self.loan):
            self._charge(charge)
        self._happen(until=self.loan.start)
        self._position(self.loan.start)
        for index, span in enumerate(self.loan.spans):
            self._period(index, span)
        self._happen(until=date.max)
        return self.out

    # ── one period ──

    def _period(self, index: int, span: Span) -> None:
        self.tally = Tally(opening=self.book.outstanding)
        accrual = self.loan.benchmark.accrual(span, self.loan.year, Fraction(self.loan.margin_on(span.start)))
        days = cuts(self.loan, span)
        parts: list[Part] = []
        for start, end in itertools.pairwise(days):
            self._happen(until=start)
            parts += parts_of(Stretch(self.loan, span, accrual, start, end), self.book)
        self.out.parts += parts
        self._pay(index, span, accrual, parts)

    def _pay(self, index: int, span: Span, accrual: Accrual, parts: Sequence[Part]) -> None:
        total = {name: self._rounded(parts, name) for name in ("interest", "default", "pik", "fee")}
        in_kind = Fraction(self.loan.pik.on(span.start).share)
        carried = self._rounded_sum(part.interest * in_kind for part in parts)
        cash = total["interest"] - carried
        self._settle(span, "interest", cash, parts, lambda part: part.interest * (1 - in_kind))
        self._settle(span, "default interest", total["default"], parts, lambda part: part.default)
        self._settle(span, "commitment fee", total["fee"], parts, lambda part: part.fee)
        if total["fee"]:
            self.out.charges.append(Charge(span.pays, "commitment", total["fee"], self.last_parts, "fee.commitment"))
        due = Due(self.book.outstanding, cash, lambda: self._growths(index, accrual), accrual.rate + self._margin(span))
        principal = self.plan.principal(span.number, due)
        self._repay(span, principal, "principal", "final" if index == len(self.loan.spans) - 1 else "scheduled")
        sweep = self._sweep(span, cash + total["default"] + total["fee"] + principal)
        pik = self._capitalise(index, span, total["pik"], parts)
        self._row(span, accrual, parts, cash + total["pik"] - pik, total, pik, principal, sweep)
        self._position(span.end)

    def _row(
        self, span: Span, accrual: Accrual, parts: Sequence[Part], cash: Decimal,
        total: Mapping[str, Decimal], pik: Decimal, principal: Decimal, sweep: Decimal,
    ) -> None:  # fmt: skip
        fees = total["fee"] + self.tally.exit_fees
        self.out.rows.append(
            Row(
                span.number,
                span.start,
                span.end,
                span.pays,
                (span.end - span.start).days,
                self.tally.opening,
                self.tally.drawn,
                self.tally.prepaid,
                accrual.fixing,
                accrual.rate,
                accrual.rate + self._margin(span),
                cash,
                total["default"],
                pik,
                fees,
                principal,
                sweep,
                cash + total["default"] + fees + principal + sweep,
                self.book.outstanding,
                tuple(dict.fromkeys(rule for part in parts for rule in part.rules)),
            )
        )

    def _margin(self, span: Span) -> Fraction:
        return Fraction(self.loan.margin_on(span.start))

    def _rounded_sum(self, values: Iterable[Fraction]) -> Decimal:
        return round_cash(sum(values, Fraction(0)), self.loan.currency, self.loan.rounding)

    def _rounded(self, parts: Sequence[Part], name: str) -> Decimal:
        return self._rounded_sum(getattr(part, name) for part in parts)

    def _growths(self, index: int, accrual: Accrual) -> list[Fraction]:
        """Interest per unit in this period and each one to come, at the rate of this one."""
        loan, rate = self.loan, accrual.rate + self._margin(self.loan.spans[index])
        if loan.amortisation.nominal:
            return [rate * loan.months / 12] * (len(loan.spans) - index)
        return [rate * loan.year(span.start, span.end) for span in loan.spans[index:]]

    def _capitalise(self, index: int, span: Span, total: Decimal, parts: Sequence[Part]) -> Decimal:
        """Adds interest in kind to the loan; on the last day, or once nothing is left, it is paid in cash instead."""
        if not total:
            return ZERO
        shares = apportion_by_name(total, _sums(parts, lambda part: part.pik), self.loan.currency)
        last = index == len(self.loan.spans) - 1 and self.loan.amortisation.kind != "none"
        if last or not self.book.outstanding:
            self._pass_on(span.pays, "interest", shares, parts, lambda part: part.pik)
            return ZERO
        self.book.capitalise(shares, span.end)
        return total

    def _sweep(self, span: Span, service: Decimal) -> Decimal:
        sweep = self.loan.amortisation.sweep
        if sweep is None:
            return ZERO
        available = self.out.cash_for(span) - service - sweep.keep
        amount = round_cash(Fraction(max(available, ZERO)) * Fraction(sweep.share), self.loan.currency, "DOWN")
        amount = min(amount, self.book.outstanding)
        if amount:
            self._repay(span, amount, "sweep", "sweep")
            self.plan.prepaid(amount, sweep.apply)
        return amount

    # ── money to lenders and those behind them ──

    def _settle(
        self, span: Span, what: str, total: Decimal, parts: Sequence[Part], measure: Callable[[Part], Fraction]
    ) -> None:
        sums = _sums(parts, measure)
        self.last_parts = apportion_by_name(total, sums, self.loan.currency)
        self._pass_on(span.pays, what, self.last_parts, parts, measure)

    def _pass_on(
        self,
        day: date,
        what: str,
        paid: Mapping[str, Decimal],
        parts: Sequence[Part],
        measure: Callable[[Part], Fraction],
    ) -> None:
        """Each lender's cash, of which its participants get what accrued on their part."""
        weights: dict[str, dict[str, Fraction]] = {name: {name: Fraction(0)} for name in paid}
        for part in parts:
            mine, accrued = weights[part.lender], measure(part)
            for participant, share in part.passed:
                mine[participant] = mine.get(participant, Fraction(0)) + accrued * share
                mine[part.lender] -= accrued * share
            mine[part.lender] += accrued
        for name, amount in paid.items():
            self._hand(day, what, name, amount, weights[name])

    def _hand(self, day: date, what: str, lender: str, amount: Decimal, weights: Mapping[str, Fraction]) -> None:
        if amount:
            for holder, part in apportion_by_name(amount, weights, self.loan.currency).items():
                self.out.paid.append(Paid(day, what, lender, holder, part))

    def _by_share(self, day: date, what: str, parts: Mapping[str, Decimal], sign: int = 1) -> None:
        """Cash split by the participations in force: for principal, draws and fees of one day."""
        for name, amount in parts.items():
            behind = self.book.passed.get(name, {})
            kept = 1 - sum(behind.values(), Fraction(0))
            self._hand(day, what, name, sign * amount, {name: kept, **behind})

    def _repay(self, span: Span, amount: Decimal, what: str, how: str) -> None:
        if amount:
            kind = "prepayment" if what == "sweep" else "repayment"
            parts = self.book.repay(amount, span.end, kind)
            self._by_share(span.pays, what, parts)
            for charge in exit_charges(self.loan, span.pays, parts, how):
                self._charge(charge)
                self.tally.exit_fees += charge.amount

    def _charge(self, charge: Charge) -> None:
        self.out.charges.append(charge)
        self._by_share(charge.date, f"{charge.kind} fee" if charge.kind != "oid" else "discount", charge.parts)
        if not charge.parts:
            self.out.paid.append(Paid(charge.date, AGENCY, "agent", "agent", charge.amount))

    # ── what happens ──

    def _happen(self, until: date) -> None:
        while self.events and self.events[0].date <= until:
            event = self.events.pop(0)
            try:
                _HAPPENINGS[event.kind](self, event)
            except Refused as refused:
                raise Refused(refused.what, do=refused.do, where=refused.where or event.where) from None
            if not self.events or self.events[0].date != event.date:
                self._position(event.date)

    def _draw(self, event: Event) -> None:
        assert event.amount is not None
        loan = self.loan
        if not loan.available(event.date):
            ends = f"{loan.available_from or loan.start} to {loan.available_to or loan.maturity}"
            raise Refused(f"the draw on {event.date} is outside the availability period {ends}", do="draw inside it")
        if not loan.start <= event.date < loan.maturity:
            raise Refused(
                f"no interest period covers a draw on {event.date}",
                do=f"draw from {loan.start} to before {loan.maturity}",
            )
        parts = self.book.draw(event.amount, event.date)
        self._by_share(event.date, "draw", parts, sign=-1)
        for charge in draw_charges(loan, event.date, parts):
            self._charge(charge)
        self.tally.drawn += event.amount
        self.plan.drawn()

    def _prepay(self, event: Event) -> None:
        assert event.amount is not None
        parts = self.book.repay(event.amount, event.date, "prepayment")
        self._by_share(event.date, "prepayment", parts)
        for charge in exit_charges(self.loan, event.date, parts, "prepayment"):
            self._charge(charge)
        self.tally.prepaid += event.amount
        self.plan.prepaid(event.amount, event.apply)

    def _write_off(self, event: Event) -> None:
        assert event.amount is not None
        self.book.repay(event.amount, event.date, "write-off")
        self.tally.prepaid += event.amount
        self.plan.prepaid(event.amount, event.apply)

    def _cancel(self, event: Event) -> None:
        assert event.amount is not None
        self.book.cancel(event.amount, event.date)

    def _increase(self, event: Event) -> None:
        assert event.amount is not None
        self.book.increase(event.amount, event.date, event.taker)

    def _move(self, event: Event) -> None:
        moving = self.book.transfer if event.kind == "transfer" else self.book.participate
        amount, outstanding, undrawn = moving(event)
        price = transfer_price(outstanding, undrawn, event.price, self.loan.currency, self.loan.rounding)
        self.out.settled.append(
            Settled(event.date, event.kind, event.giver, event.taker, amount, outstanding, undrawn, price)
        )

    def _position(self, day: date) -> None:
        lapsed = self.loan.lapsed(day)
        held = {
            name: (balance.committed, balance.outstanding, ZERO if lapsed else self.book.undrawn_of(name))
            for name, balance in self.book.held.items()
        }
        net = {name: list(map(Fraction, parts)) for name, parts in held.items()}
        for grantor, behind in self.book.passed.items():
            for participant, share in behind.items():
                gains = net.setdefault(participant, [Fraction(0)] * 3)
                for index, part in enumerate(held[grantor]):
                    gains[index] += share * Fraction(part)
                    net[grantor][index] -= share * Fraction(part)
        passed = {grantor: dict(behind) for grantor, behind in self.book.passed.items() if behind}
        position = Position(day, held, {name: tuple(parts) for name, parts in net.items()}, passed)
        if self.out.positions and self.out.positions[-1].date == day:
            self.out.positions.pop()
        self.out.positions.append(position)


_HAPPENINGS: dict[str, Callable[[_Run, Event], None]] = {
    "draw": _Run._draw,
    "prepayment": _Run._prepay,
    "cancellation": _Run._cancel,
    "increase": _Run._increase,
    "transfer": _Run._move,
    "participation": _Run._move,
    "write_off": _Run._write_off,
}
EVENT_KINDS = tuple(_HAPPENINGS)


def _sums(parts: Sequence[Part], measure: Callable[[Part], Fraction]) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for part in parts:
        sums[part.lender] += measure(part)
    return dict(sums)
