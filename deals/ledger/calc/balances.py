"""Entries → commitment, outstanding and undrawn of a hold on any date, and the rule that refuses an impossible entry.

EFFECTS is the whole policy: what each kind of entry does to three running sums of one hold, so the same sums can be
taken by SQL. A transfer moves commitment (`amount`) and, with it, the drawn, outstanding and capitalised parts that the
entry names; `transfer_parts` gives the pro-rata parts on its date.

undrawn = commitment − drawn (revolving: − outstanding); 0 after the availability period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import round_cash
from dealtracker.money import minor_units, plain

ZERO = Decimal(0)


class Effect(NamedTuple):
    """Signs on (commitment, drawn, outstanding, capitalised)."""

    committed: int = 0
    drawn: int = 0
    outstanding: int = 0
    capitalised: int = 0


# kind → what its amount does. Underwriting is not a hold; participations move the economic share only.
EFFECTS: dict[str, Effect] = {
    "commitment": Effect(committed=1),
    "increase": Effect(committed=1),
    "cancellation": Effect(committed=-1),
    "transfer out": Effect(committed=-1),
    "transfer in": Effect(committed=1),
    "participation out": Effect(),
    "participation in": Effect(),
    "underwriting": Effect(),
    "drawdown": Effect(drawn=1, outstanding=1),
    "repayment": Effect(outstanding=-1),
    "prepayment": Effect(outstanding=-1),
    "capitalised interest": Effect(outstanding=1, capitalised=1),
    "write-off": Effect(outstanding=-1),
}
PARTICIPATION = {"participation out": -1, "participation in": 1}


@dataclass(frozen=True)
class Entry:
    """One ledger entry. `hold` None: the facility's unsplit rest. `sign` −1: it reverses an entry of the same kind.

    `drawn`, `outstanding` and `capitalised` (interest within what is outstanding) are the parts that a transfer moves;
    `counter` is the other hold of a participation.
    """

    hold: str | None
    kind: str
    amount: Decimal
    value_date: date
    sign: int = 1
    drawn: Decimal = ZERO
    outstanding: Decimal = ZERO
    counter: str | None = None
    capitalised: Decimal = ZERO


@dataclass(frozen=True)
class Balance:
    """Where one hold stands on a date, as lender of record. `participated`: commitment passed on (−) or taken (+)."""

    committed: Decimal = ZERO
    drawn: Decimal = ZERO
    outstanding: Decimal = ZERO
    capitalised: Decimal = ZERO
    participated: Decimal = ZERO

    def undrawn(self, *, revolving: bool = False, available: bool = True) -> Decimal:
        if not available:
            return ZERO
        return max(self.committed - self.outstanding, ZERO) if revolving else self.committed - self.drawn

    def exposure(self, factor: Decimal = Decimal(1), *, revolving: bool = False, available: bool = True) -> Decimal:
        """Outstanding + conversion factor × undrawn."""
        return self.outstanding + factor * self.undrawn(revolving=revolving, available=available)

    def plus(self, entry: Entry) -> Balance:
        effect, amount = EFFECTS[entry.kind], entry.amount * entry.sign
        drawn, outstanding, capitalised = (
            part * entry.sign for part in (entry.drawn, entry.outstanding, entry.capitalised)
        )
        way = effect.committed if entry.kind.startswith("transfer") else 0
        return Balance(
            self.committed + effect.committed * amount,
            self.drawn + effect.drawn * amount + way * drawn,
            self.outstanding + effect.outstanding * amount + way * outstanding,
            self.capitalised + effect.capitalised * amount + way * capitalised,
            self.participated + PARTICIPATION.get(entry.kind, 0) * amount,
        )


def balances(entries: Iterable[Entry], as_of: date) -> dict[str | None, Balance]:
    """Hold → Balance at the end of `as_of`: entries with value date up to and including it count."""
    found: dict[str | None, Balance] = {}
    for entry in entries:
        if entry.value_date <= as_of:
            found[entry.hold] = found.get(entry.hold, Balance()).plus(entry)
    return found


def total(parts: Mapping[str | None, Balance]) -> Balance:
    """The facility: its holds and its unsplit rest added up; participations cancel out."""
    names = ("committed", "drawn", "outstanding", "capitalised", "participated")
    return Balance(*(sum((getattr(part, name) for part in parts.values()), ZERO) for name in names))


class Parts(NamedTuple):
    """What goes along with a transferred commitment."""

    drawn: Decimal = ZERO
    outstanding: Decimal = ZERO
    capitalised: Decimal = ZERO


NO_PARTS = Parts()


def transfer_parts(balance: Balance, amount: Decimal, currency: str) -> Parts:
    """The parts that go with `amount` of commitment, pro rata, each rounded half up to the minor unit.

    Raises Refused when the amount is more than the hold's commitment.
    """
    if amount > balance.committed or balance.committed == 0:
        over = plain(amount - balance.committed)
        raise Refused(
            f"transfer of {plain(amount)} {currency} is {over} {currency} more than the hold", do="transfer less"
        )
    share = Fraction(amount) / Fraction(balance.committed)
    return Parts(*(round_cash(Fraction(getattr(balance, name)) * share, currency) for name in Parts._fields))


def net_of_participations(
    entries: Sequence[Entry], as_of: date, *, revolving: bool = False
) -> dict[str, tuple[Fraction, Fraction]]:
    """Hold → (outstanding, undrawn) net: a participant stands in its grantor's position, pro rata, unrounded."""
    gross = balances(entries, as_of)
    net = {
        name: [Fraction(balance.outstanding), Fraction(balance.undrawn(revolving=revolving))]
        for name, balance in gross.items()
        if name is not None
    }
    for entry in entries:
        if entry.kind != "participation in" or entry.value_date > as_of or not entry.hold or not entry.counter:
            continue
        grantor = gross.get(entry.counter, Balance())
        if grantor.committed:
            share = Fraction(entry.amount * entry.sign) / Fraction(grantor.committed)
            moved = (share * Fraction(grantor.outstanding), share * Fraction(grantor.undrawn(revolving=revolving)))
            for index, part in enumerate(moved):
                net[entry.hold][index] += part
                net[entry.counter][index] -= part
    return {name: (parts[0], parts[1]) for name, parts in net.items()}


@dataclass(frozen=True)
class Breach:
    """An impossible balance: which hold, from which date, what rule, by how much.

    `undrawn` is what the day's draws found undrawn, where a draw broke the rule; `booked` is false where no commitment
    is booked on the hold up to the day.
    """

    hold: str | None
    day: date
    rule: str
    by: Decimal
    undrawn: Decimal | None = None
    booked: bool = True

    def words(self, currency: str) -> str:
        whose = f" (hold {self.hold})" if self.hold is not None else ""
        return f"{self.rule} by {_cash(self.by, currency)} on {self.day}{whose}{self._why(currency)}"

    def _why(self, currency: str) -> str:
        if self.undrawn is None:
            return ""
        if self.booked:
            return f": {_cash(self.undrawn, currency)} is undrawn"
        where = "this hold" if self.hold is not None else "the facility as a whole"
        return (
            f": no commitment is booked on {where} by then, and a stated amount books none; book the commitment first"
        )


def _cash(figure: Decimal, currency: str) -> str:
    return f"{figure:.{minor_units(currency)}f} {currency}"


def _rules(balance: Balance, revolving: bool) -> list[tuple[str, Decimal]]:
    """Rule → by how much it is broken (not above zero: kept)."""
    used = balance.outstanding - balance.capitalised if revolving else balance.drawn
    return [
        ("over commitment", used - balance.committed),
        ("outstanding below zero", -balance.outstanding),
        ("commitment below zero", -balance.committed),
        ("participated beyond the hold", -balance.participated - balance.committed),
    ]


def first_breach(entries: Sequence[Entry], *, revolving: bool = False) -> Breach | None:
    """The earliest date on which some hold's balance is impossible, entries of one day taken together; None if none is.

    Checked on every date with an entry, so a backdated entry is tested against all that follows it.
    """
    running: dict[str | None, Balance] = {}
    ordered = sorted(entries, key=lambda entry: entry.value_date)
    for index, entry in enumerate(ordered):
        running[entry.hold] = running.get(entry.hold, Balance()).plus(entry)
        if index + 1 < len(ordered) and ordered[index + 1].value_date == entry.value_date:
            continue
        for hold, balance in running.items():
            for rule, by in _rules(balance, revolving):
                if by > 0:
                    return _breach(ordered[: index + 1], Breach(hold, entry.value_date, rule, by))
    return None


def _breach(until: Sequence[Entry], found: Breach) -> Breach:
    """With what the hold's draws of the day met, where they are what went over the commitment."""
    own = [entry for entry in until if entry.hold == found.hold]
    drawn = sum((EFFECTS[e.kind].drawn * e.amount * e.sign for e in own if e.value_date == found.day), ZERO)
    if found.rule != "over commitment" or drawn < found.by:
        return found
    return replace(found, undrawn=drawn - found.by, booked=any(EFFECTS[entry.kind].committed for entry in own))
