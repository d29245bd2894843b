"""Who holds what while a loan runs: events become ledger entries, split to the cent, or are refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.allocation import apportion_by_name
from deals.ledger.calc.balances import Balance, Entry, transfer_parts
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import round_cash
from deals.ledger.calc.terms import Event, Lender

ZERO = Decimal(0)
Parts = dict[str, Decimal]


class Book:
    """Balances by lender of record, the entries behind them, and the shares passed on by participation."""

    def __init__(self, lenders: tuple[Lender, ...], day: date, *, currency: str, revolving: bool) -> None:
        self.currency, self.revolving = currency, revolving
        self.entries: list[Entry] = []
        self.held: dict[str, Balance] = {}
        self.passed: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for lender in lenders:
            self._enter(lender.name, "commitment", lender.commitment, day)

    def _enter(self, hold: str, kind: str, amount: Decimal, day: date, **more: Decimal | str) -> None:
        if amount:
            entry = Entry(hold, kind, amount, day, **more)  # type: ignore[arg-type]
            self.entries.append(entry)
            self.held[hold] = self.held.get(hold, Balance()).plus(entry)
        else:
            self.held.setdefault(hold, Balance())

    @property
    def outstanding(self) -> Decimal:
        return sum((balance.outstanding for balance in self.held.values()), ZERO)

    @property
    def committed(self) -> Decimal:
        return sum((balance.committed for balance in self.held.values()), ZERO)

    def undrawn_of(self, name: str) -> Decimal:
        return self.held[name].undrawn(revolving=self.revolving)

    @property
    def undrawn(self) -> Decimal:
        return sum((self.undrawn_of(name) for name in self.held), ZERO)

    def _split(self, amount: Decimal, kind: str, day: date, weights: Mapping[str, Decimal]) -> Parts:
        parts = apportion_by_name(amount, weights, self.currency)
        for name, part in parts.items():
            self._enter(name, kind, part, day)
        return parts

    def draw(self, amount: Decimal, day: date) -> Parts:
        """Pro rata to undrawn commitments; refuses what is over commitment."""
        if amount > self.undrawn:
            over = _cash(amount - self.undrawn, self.currency)
            raise Refused(
                f"over commitment by {over} on {day}: {_cash(self.undrawn, self.currency)} is undrawn",
                do="draw less, or increase first",
            )
        return self._split(amount, "drawdown", day, {name: self.undrawn_of(name) for name in self.held})

    def repay(self, amount: Decimal, day: date, kind: str) -> Parts:
        """Pro rata to what is outstanding; refuses more than that. `kind` repayment, prepayment or write-off."""
        if amount > self.outstanding:
            over = _cash(amount - self.outstanding, self.currency)
            raise Refused(
                f"{kind} over outstanding by {over} on {day}: {_cash(self.outstanding, self.currency)} is outstanding",
                do="repay no more than is outstanding",
            )
        return self._split(amount, kind, day, {name: balance.outstanding for name, balance in self.held.items()})

    def cancel(self, amount: Decimal, day: date) -> Parts:
        """Pro rata to undrawn commitments."""
        if amount > self.undrawn:
            over = _cash(amount - self.undrawn, self.currency)
            left = _cash(self.undrawn, self.currency)
            raise Refused(
                f"cancellation over undrawn by {over} on {day}: {left} is undrawn", do="cancel no more than is undrawn"
            )
        return self._split(amount, "cancellation", day, {name: self.undrawn_of(name) for name in self.held})

    def increase(self, amount: Decimal, day: date, lender: str) -> Parts:
        """By one lender, new or known; without a name pro rata to commitments."""
        if lender:
            self._enter(lender, "increase", amount, day)
            return {lender: amount}
        return self._split(amount, "increase", day, {name: balance.committed for name, balance in self.held.items()})

    def capitalise(self, parts: Mapping[str, Decimal], day: date) -> None:
        for name, part in parts.items():
            self._enter(name, "capitalised interest", part, day)

    def _holding(self) -> list[str]:
        return [name for name, balance in self.held.items() if balance.committed]

    def moved(self, event: Event) -> Decimal:
        """The commitment that a transfer or participation moves, to the minor unit."""
        giver = self.held.get(event.giver)
        if giver is None or not giver.committed:
            raise Refused(
                f'"{event.giver}" holds nothing on {event.date}', do=f"use one of {', '.join(self._holding())}"
            )
        whole = self.committed if event.share is not None else giver.committed
        part = event.share if event.share is not None else event.share_of_hold
        amount = event.amount if part is None else round_cash(Fraction(whole) * Fraction(part), self.currency)
        assert amount is not None
        if amount > giver.committed:
            over = _cash(amount - giver.committed, self.currency)
            held = _cash(giver.committed, self.currency)
            raise Refused(
                f"{event.kind} over the hold of {event.giver} by {over} on {event.date}: {held} is held", do="move less"
            )
        return amount

    def transfer(self, event: Event) -> tuple[Decimal, Decimal, Decimal]:
        """A new lender of record from the date on; returns the (commitment, outstanding, undrawn) that moved."""
        amount, giver = self.moved(event), self.held[event.giver]
        kept = 1 - sum(self.passed[event.giver].values(), Fraction(0))
        if Fraction(amount) > Fraction(giver.committed) * kept:
            raise Refused(
                f"{event.giver} cannot transfer {_cash(amount, self.currency)} on {event.date}: "
                "part of its hold is participated",
                do="transfer no more than it keeps",
            )
        parts = transfer_parts(giver, amount, self.currency)
        before = self.undrawn_of(event.giver)
        self._enter(event.giver, "transfer out", amount, event.date, **parts._asdict())
        self._enter(event.taker, "transfer in", amount, event.date, **parts._asdict())
        left = self.held[event.giver].committed
        for name, share in self.passed[event.giver].items():
            self.passed[event.giver][name] = share * Fraction(left + amount) / Fraction(left)
        return amount, parts.outstanding, before - self.undrawn_of(event.giver)

    def participate(self, event: Event) -> tuple[Decimal, Decimal, Decimal]:
        """An economic share; the grantor stays lender of record. Returns what the participant then stands behind."""
        amount, giver = self.moved(event), self.held[event.giver]
        share = Fraction(amount) / Fraction(giver.committed)
        kept = Fraction(giver.committed) * (1 - sum(self.passed[event.giver].values(), Fraction(0)))
        if amount > kept:
            left = round_cash(kept, self.currency)
            by = f"{_cash(amount - left, self.currency)} on {event.date}: {_cash(left, self.currency)} of it is kept"
            raise Refused(f"participation over the hold of {event.giver} by {by}", do="grant less")
        self.passed[event.giver][event.taker] = self.passed[event.giver].get(event.taker, Fraction(0)) + share
        self._enter(event.giver, "participation out", amount, event.date, counter=event.taker)
        self.entries.append(Entry(event.taker, "participation in", amount, event.date, counter=event.giver))
        outstanding = round_cash(share * Fraction(giver.outstanding), self.currency)
        return amount, outstanding, round_cash(share * Fraction(self.undrawn_of(event.giver)), self.currency)


def _cash(amount: Decimal, currency: str) -> str:
    return f"{round_cash(amount, currency):f} {currency}"
