"""Entries of one facility → what it and each of its holds stand at, in periods. Plain Python, whole minor units.

Net of participations: a participant stands in its grantor's place for its share of the commitment. Its part of each
figure is rounded half up on the running total over the grantor's participants in the order of their holds, so that the
parts never come to more than the grantor has, and what all holds have together does not change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from deals.ledger.calc.balances import Balance, Entry
from deals.ledger.calc.rounding import to_units
from dealtracker.periods import OPEN_END

WHOLE = ""  # the slot of the facility itself; others are holds
Figures = tuple[int, int, int, int]  # committed, promised, outstanding, undrawn
_NONE: Figures = (0, 0, 0, 0)
_PROMISES = ("commitment", "increase")


@dataclass(frozen=True)
class Terms:
    """What the figures of a facility depend on beside its entries; `last` is the last day on which it can be drawn."""

    currency: str
    revolving: bool = False
    last: date | None = None


@dataclass(frozen=True)
class Held:
    """One slot on [start, end). The net figures are committed, outstanding, undrawn."""

    slot: str
    start: date
    end: date
    gross: Figures
    net: tuple[int, int, int]


def held_periods(entries: Sequence[Entry], terms: Terms) -> list[Held]:
    """The slots' periods in order of slot and day; neighbours differ, and nothing stands before the first movement."""
    moving = [entry for entry in entries if entry.kind != "underwriting"]
    days = _days(moving, terms)
    rows: dict[str, list[tuple[date, Figures, tuple[int, int, int]]]] = defaultdict(list)
    for day, gross, passed in _walk(moving, days, terms):
        net = _net(gross, passed)
        for slot, figures in gross.items():
            rows[slot].append((day, figures, net.get(slot, (figures[0], figures[2], figures[3]))))
    return [held for slot in sorted(rows) for held in _joined(slot, rows[slot])]


def underwritten_periods(entries: Sequence[Entry], currency: str) -> list[Held]:
    """What each hold has underwritten: possible, never a commitment; stands in the place of `committed`."""
    found: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        if entry.kind == "underwriting" and entry.hold is not None:
            found[entry.hold][entry.value_date] += entry.sign * to_units(entry.amount, currency)
    periods = []
    for slot in sorted(found):
        total, rows = 0, []
        for day in sorted(found[slot]):
            total += found[slot][day]
            rows.append((day, (total, 0, 0, 0), (total, 0, 0)))
        periods += _joined(slot, rows)
    return periods


@dataclass(frozen=True)
class Moved:
    """What a participant stands behind in its grantor's place: the part of the commitment, and of each net figure."""

    grantor: str
    participant: str
    part: int
    figures: tuple[int, int, int]


def moved_on(entries: Sequence[Entry], terms: Terms, day: date) -> list[Moved]:
    """What participations move at the end of the day, grantor by grantor."""
    moving = [entry for entry in entries if entry.kind != "underwriting"]
    return [moved for _, gross, passed in _walk(moving, [day], terms) for moved in _moves(gross, passed)]


def _days(entries: Sequence[Entry], terms: Terms) -> list[date]:
    days = {entry.value_date for entry in entries}
    if terms.last and days and min(days) <= terms.last:
        days.add(terms.last + timedelta(days=1))
    return sorted(days)


def _walk(
    entries: Sequence[Entry], days: Iterable[date], terms: Terms
) -> Iterable[tuple[date, dict[str, Figures], dict[tuple[str, str], int]]]:
    """Day by day: the figures of every slot seen so far, and what each grantor has passed to each participant."""
    waiting = sorted(entries, key=lambda entry: entry.value_date, reverse=True)
    held: dict[str, Balance] = defaultdict(Balance)
    promised: dict[str, Decimal] = defaultdict(Decimal)
    passed: dict[tuple[str, str], int] = defaultdict(int)
    for day in days:
        while waiting and waiting[-1].value_date <= day:
            entry = waiting.pop()
            for slot in {WHOLE, entry.hold or WHOLE}:
                held[slot] = held[slot].plus(entry)
                promised[slot] += entry.sign * entry.amount if entry.kind in _PROMISES else 0
            if entry.kind == "participation in" and entry.hold and entry.counter:
                passed[entry.counter, entry.hold] += entry.sign * to_units(entry.amount, terms.currency)
                held[entry.counter] = held[entry.counter]
        yield day, {slot: _figures(held[slot], promised[slot], day, terms) for slot in held}, passed


def _figures(balance: Balance, promised: Decimal, day: date, terms: Terms) -> Figures:
    available = terms.last is None or day <= terms.last
    undrawn = balance.undrawn(revolving=terms.revolving, available=available)
    parts = (balance.committed, promised, balance.outstanding, undrawn)
    committed, ever, outstanding, left = (to_units(part, terms.currency) for part in parts)
    return committed, ever, outstanding, left


def _net(gross: dict[str, Figures], passed: dict[tuple[str, str], int]) -> dict[str, tuple[int, int, int]]:
    net = {slot: [figures[0], figures[2], figures[3]] for slot, figures in gross.items()}
    for moved in _moves(gross, passed):
        for place, figure in enumerate(moved.figures):
            net[moved.grantor][place] -= figure
            net[moved.participant][place] += figure
    return {slot: (parts[0], parts[1], parts[2]) for slot, parts in net.items()}


def _moves(gross: dict[str, Figures], passed: dict[tuple[str, str], int]) -> Iterable[Moved]:
    running: dict[str, int] = defaultdict(int)
    for grantor, participant in sorted(passed):
        whole, part = gross.get(grantor, _NONE), passed[grantor, participant]
        before = running[grantor]
        running[grantor] = after = before + part
        if whole[0] > 0:
            committed, outstanding, undrawn = (
                _share(after, figure, whole[0]) - _share(before, figure, whole[0])
                for figure in (whole[0], whole[2], whole[3])
            )
            yield Moved(grantor, participant, part, (committed, outstanding, undrawn))


def _share(part: int, figure: int, whole: int) -> int:
    """part × figure ÷ whole, half up."""
    return (2 * part * figure + whole) // (2 * whole)


def _joined(slot: str, rows: Sequence[tuple[date, Figures, tuple[int, int, int]]]) -> list[Held]:
    """Days on which something changes, each up to the next; what is nothing from the start is left out."""
    kept: list[tuple[date, Figures, tuple[int, int, int]]] = []
    for row in rows:
        if row[1:] != (kept[-1][1:] if kept else (_NONE, (0, 0, 0))):
            kept.append(row)
    ends = [(row, after[0]) for row, after in pairwise(kept)] + [(row, OPEN_END) for row in kept[-1:]]
    return [Held(slot, row[0], end, row[1], row[2]) for row, end in ends]
