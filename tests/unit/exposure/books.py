"""Random books: entries of one facility that a ledger could hold, with backdated entries, pairs and reversals."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from deals.exposure.periods import Terms
from deals.ledger.calc.balances import Balance, Entry, Parts, balances, first_breach, transfer_parts

FIRST = date(2024, 1, 1)
_ALONE = ("commitment", "increase", "cancellation", "drawdown", "drawdown", "repayment", "prepayment", "capitalised interest",
          "write-off", "underwriting")  # fmt: skip


@dataclass
class Booked:
    """An entry with its place in the book: which other entry it reverses, and the pair it belongs to."""

    entry: Entry
    reverses: int | None = None
    pair: str = ""


@dataclass
class RandomBook:
    """Entries that break no rule, in the order in which they were booked."""

    terms: Terms
    holds: list[str]
    booked: list[Booked] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        return [one.entry for one in self.booked]


def random_book(seed: int, holds: list[str], *, steps: int = 25) -> RandomBook:
    """The same book for the same seed; roughly half of what is tried is kept."""
    dice = random.Random(seed)
    currency = dice.choice(("USD", "JPY", "KWD"))
    last = FIRST + timedelta(days=dice.randrange(60, 400)) if dice.random() < 0.5 else None
    book = RandomBook(Terms(currency, dice.random() < 0.4, last), holds)
    for _ in range(steps):
        found = _step(dice, book)
        if found and first_breach([*book.entries, *(one.entry for one in found)], revolving=book.terms.revolving) is None:
            book.booked += found
    return book


def _step(dice: random.Random, book: RandomBook) -> list[Booked]:
    day = FIRST + timedelta(days=dice.randrange(0, 500))
    what = dice.random()
    if what < 0.12 and book.booked:
        return _reversal(dice, book)
    if what < 0.3:
        return _pair(dice, book, "transfer", day)
    if what < 0.45:
        return _pair(dice, book, "participation", day)
    hold = None if dice.random() < 0.1 else dice.choice(book.holds)
    return [Booked(Entry(hold, dice.choice(_ALONE), _amount(dice, book), day))]


def _amount(dice: random.Random, book: RandomBook) -> Decimal:
    unit = {"USD": 2, "JPY": 0, "KWD": 3}[book.terms.currency]
    return Decimal(dice.randrange(1, 10 ** dice.randrange(2, 13))).scaleb(-unit)


def _pair(dice: random.Random, book: RandomBook, kind: str, day: date) -> list[Booked]:
    giver, taker = dice.sample(book.holds, 2)
    stands = balances(book.entries, day).get(giver, Balance())
    if stands.committed <= 0:
        return []
    unit = {"USD": 2, "JPY": 0, "KWD": 3}[book.terms.currency]
    amount = max(round(stands.committed * dice.randrange(1, 101) / 100, unit), Decimal(1).scaleb(-unit))
    parts = transfer_parts(stands, min(amount, stands.committed), book.terms.currency) if kind == "transfer" else Parts()
    pair = f"p{len(book.booked)}"
    return [
        Booked(
            Entry(own, f"{kind} {way}", min(amount, stands.committed), day, counter=other, **parts._asdict()),
            pair=pair,
        )
        for own, other, way in ((giver, taker, "out"), (taker, giver, "in"))
    ]


def _reversal(dice: random.Random, book: RandomBook) -> list[Booked]:
    done = {one.reverses for one in book.booked}
    free = [i for i, one in enumerate(book.booked) if one.reverses is None and i not in done]
    if not free:
        return []
    chosen = dice.choice(free)
    pair = book.booked[chosen].pair
    group = [i for i in free if book.booked[i].pair == pair] if pair else [chosen]
    later = timedelta(days=dice.choice((0, 0, 30)))
    return [
        Booked(replace(book.booked[i].entry, sign=-1, value_date=book.booked[i].entry.value_date + later), reverses=i, pair=pair and f"{pair}-r")
        for i in group
    ]
