"""What holds and reported balances state, as exposure rows. Plain Python; unknown stays None."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from deals.exposure.calc import bounds, minor, positions, weights
from deals.timeline.calc import Stage
from dealtracker.money import Amount
from dealtracker.periods import OPEN_END, When

# The columns of an exposure row; what a row does not name is null.
COLUMNS = (
    "compartment", "deal", "facility", "hold", "party", "measure", "weight", "basis", "currency", "start", "end", "low",
    "committed", "high", "outstanding", "undrawn", "rests_on", "promised", "net_committed", "net_outstanding", "net_undrawn",
)  # fmt: skip
REQUIRED = ("compartment", "deal", "facility", "measure", "weight", "basis", "currency", "start", "end", "rests_on")
Row = dict[str, Any]
# Reported measure → what its row rests on, and the column it fills; "available" may be less than what is undrawn.
REPORTED = {"outstanding": ("balance", "outstanding"), "undrawn": ("headroom", "undrawn")}
_FIRMNESS = ("withdrawn", "contested", "inferred", "reported", "multiple_newsrooms", "stated_by_party", "documented")


@dataclass(frozen=True)
class Place:
    """The facility that a row belongs to: its keys, its measure, and since when it stands where no stage is known."""

    compartment: str
    deal: str
    facility: str
    measure: str = "debt"
    since: date | None = None

    def row(self, **values: Any) -> Row:
        own = {"compartment": self.compartment, "deal": self.deal, "facility": self.facility, "measure": self.measure}
        return {**own, **values}


@dataclass(frozen=True)
class StatedHold:
    """A lender's slot with the amount that sources state for it, and what that rests on."""

    place: Place
    hold: str
    party: str | None
    commitment: str
    amount: Amount | None
    certainty: str


@dataclass(frozen=True)
class Report:
    """A balance that somebody reported; `known_from` is the day its source was published."""

    place: Place
    key: str
    party: str | None
    measure: str
    amount: Amount | None
    as_of: When | None
    certainty: str
    known_from: date

    @property
    def day(self) -> date:
        """The day it speaks of: the last that fits, since balances are struck at the end of a period."""
        if self.as_of is None:
            return self.known_from
        return self.as_of.latest or self.as_of.earliest or self.known_from

    @property
    def order(self) -> tuple[date, int, str]:
        """Of several up to a day the last in this order stands: the later day, then the firmer, then the later key."""
        return self.day, _FIRMNESS.index(self.certainty), self.key


@dataclass(frozen=True)
class Unstated:
    """A facility of which no source states an amount, with what it rests on otherwise."""

    place: Place
    commitment: str
    certainty: str


def unstated_rows(facilities: Iterable[Unstated], stages: Mapping[str, Sequence[Stage]]) -> list[Row]:
    """Rows without any figure or currency, so that whoever sums can say how many facilities are in no sum."""
    return [
        one.place.row(basis=one.certainty, rests_on="unstated", currency="", weight=weight, start=start, end=end)
        for one in facilities
        for weight, start, end in weights(
            commitment=one.commitment, stages=stages.get(one.place.facility, ()), since=one.place.since
        )
    ]


def hold_rows(holds: Iterable[StatedHold], stages: Mapping[str, Sequence[Stage]]) -> list[Row]:
    """Rows of holds whose amount is stated, with the weight of their facility's stages (facility → stages)."""
    return [row for hold in holds for row in _hold_rows(hold, stages.get(hold.place.facility, ()))]


def _hold_rows(hold: StatedHold, stages: Sequence[Stage]) -> list[Row]:
    own = {"hold": hold.hold, "party": hold.party, "basis": hold.certainty, "rests_on": "stated"}
    return [
        hold.place.row(
            **own, weight=p.weight, currency=p.currency, start=p.start, end=p.end, low=p.low, committed=p.point, high=p.high
        )
        for p in positions(amount=hold.amount, commitment=hold.commitment, stages=stages, since=hold.place.since)
    ]


def balance_rows(reports: Iterable[Report], stages: Mapping[str, Sequence[Stage]]) -> list[Row]:
    """A reported balance stands from its day until the next one of its kind, or until its facility has ended.

    Of two for one day the firmer stands, then the later key.
    """
    lines: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in reports:
        if report.measure in REPORTED and report.amount is not None and report.amount.is_known:
            lines[report.place.facility, report.party or "", report.measure].append(report)
    rows = []
    for (facility, _, measure), found in sorted(lines.items()):
        by_day = {r.day: r for r in sorted(found, key=lambda r: r.order)}
        ended = [stage.start for stage in stages.get(facility, ()) if stage.stage == "ended"]
        for day, after in pairwise([*sorted(by_day), OPEN_END]):
            end = min([after, *(start for start in ended if start > day)])
            rows.append(_balance_row(by_day[day], measure, day, end))
    return rows


def _balance_row(report: Report, measure: str, start: date, end: date) -> Row:
    amount = report.amount
    assert amount is not None
    rests_on, column = REPORTED[measure]
    low, point, high = (minor(bound, amount.currency) for bound in bounds(amount))
    return report.place.row(
        party=report.party, weight="committed", basis=report.certainty, currency=amount.currency, start=start, end=end,
        low=low, high=high, rests_on=rests_on, **{column: point},
    )  # fmt: skip
