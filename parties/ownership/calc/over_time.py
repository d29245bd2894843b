"""Lineages as half-open periods, so that any date is a look-up. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dealtracker.periods import EARLIEST, OPEN_END
from parties.ownership.calc.parents import Lineage, Lineages, lineage
from parties.ownership.calc.values import StakeValue
from parties.ownership.calc.view import view_on


@dataclass(frozen=True)
class LineagePeriod:
    """A lineage that holds on start <= day < end."""

    lineage: Lineage
    start: date
    end: date


def boundaries(stakes: Iterable[StakeValue]) -> list[date]:
    """The days on which what is held, or whether it surely is, changes; 1990 first."""
    days = {EARLIEST}
    for stake in stakes:
        for when in (stake.start, stake.end):
            days |= {day for day in (when.earliest, when.latest) if day} if when else set()
    return sorted(day for day in days if EARLIEST <= day < OPEN_END)


def lineages_over_time(stakes: Sequence[StakeValue], parties: Iterable[UUID]) -> dict[UUID, list[LineagePeriod]]:
    """For each party the lineages one after another from 1990 on; equal neighbours are one, no parent is no period."""
    found: dict[UUID, list[LineagePeriod]] = {party: [] for party in parties}
    days = boundaries(stakes)
    for start, end in zip(days, [*days[1:], OPEN_END], strict=True):
        view = view_on(stakes, start)
        shared = Lineages(view)
        for party, periods in found.items():
            now = lineage(view, party, among=shared)
            if now.status == "none known":
                continue
            if periods and periods[-1].end == start and _same(periods[-1].lineage, now):
                start_before = periods.pop().start
                periods.append(LineagePeriod(now, start_before, end))
            else:
                periods.append(LineagePeriod(now, start, end))
    return found


def _same(one: Lineage, other: Lineage) -> bool:
    def kept(lineage: Lineage) -> tuple[object, ...]:
        return lineage.rings, tuple((u.party, u.basis, u.path, u.stakes, u.owns) for u in lineage.ultimate)

    return kept(one) == kept(other)


def country_chain(path: Sequence[UUID], hq: dict[UUID, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The headquarters along a path, from the party up; several where several are stated, () where none is known."""
    return tuple(hq.get(party, ()) for party in path)


def country_code(chain: Sequence[tuple[str, ...]]) -> str:
    """"MY>SG/CN>?": the same as a filter code, with a gap where a headquarters is not known."""
    return ">".join("/".join(countries) or "?" for countries in chain)
