"""Hardware that secures a facility: its cost, its value under a named curve, the borrowing base, loan to value by day.

Convention: first cost × the part that the curve leaves since the day of delivery, half up to the minor unit; the
borrowing base is advance rate × the value of what is eligible, rounded down; loan to value is outstanding over the
value of all that is pledged, to six places. One pledged line without a value leaves the whole without one: the rest
would be told as all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from deals.ledger.calc.curves import Asset, Curve, cover_path
from deals.ledger.calc.schedules import add_months

# Hardware counts for the borrowing base once it stands and runs; what is ordered or on its way does not.
ELIGIBLE_STATES = ("installed", "energised")
MONTHS_AHEAD, MOST_MONTHS = 24, 240
ZERO = Decimal(0)
OnDay = Callable[[date], Decimal | None]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Charged:
    """A pledged part of one line. `lacks` says why it has no value, in the order in which one would look."""

    pledge: str
    name: str
    cost: Decimal | None
    since: date | None
    curve: Curve | None
    eligible: bool
    released: date | None = None
    lacks: tuple[str, ...] = ()

    def asset(self) -> Asset | None:
        if self.cost is None or self.since is None or self.curve is None:
            return None
        return Asset(self.name, self.cost, self.since, self.curve)

    def holds_on(self, day: date) -> bool:
        return self.released is None or day < self.released


@dataclass(frozen=True)
class Standing:
    """One day of the path; None where something it needs is not known. `ahead` days lie after the last day that is known."""

    date: date
    value: Decimal | None
    eligible_value: Decimal | None
    outstanding: Decimal | None
    ltv: Decimal | None
    borrowing_base: Decimal | None
    headroom: Decimal | None
    ahead: bool = False


def standing_on(
    charged: Sequence[Charged], day: date, *, outstanding: Decimal | None, advance_rate: Decimal | None, currency: str,
    ahead: bool = False,
) -> Standing:  # fmt: skip
    """Where the cover stands at the end of a day."""
    held = [one for one in charged if one.holds_on(day)]
    value, ltv, _ = _cover(held, day, outstanding, None, currency)
    eligible, _, base = _cover([one for one in held if one.eligible], day, outstanding, advance_rate, currency)
    headroom = base - outstanding if base is not None and outstanding is not None else None
    return Standing(day, value, eligible, outstanding, ltv, base, headroom, ahead)


def _cover(
    held: Sequence[Charged], day: date, loan: Decimal | None, rate: Decimal | None, currency: str
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """(value, loan to value, borrowing base) of these; all None where one of them has no value."""
    assets = [asset for one in held if (asset := one.asset())]
    if len(assets) < len(held):
        return None, None, None
    (cover,) = cover_path(assets, [(day, loan or ZERO)], advance_rate=rate, currency=currency)
    return cover.value, cover.ltv if loan is not None else None, cover.borrowing_base


def sum_of_cost(charged: Sequence[Charged], *, eligible: bool = False) -> Decimal | None:
    """First cost of all that is pledged, or of what is eligible; None where one of them has none."""
    costs = [one.cost for one in charged if one.eligible or not eligible]
    known = [cost for cost in costs if cost is not None]
    return sum(known, ZERO) if len(known) == len(costs) else None


def step_on(
    charged: Sequence[Charged], day: date, *, as_of: date, outstanding: OnDay, advance_rate: OnDay, currency: str
) -> Standing:
    """One day of the path: after `as_of` with the loan as it stands on it, and with the covenant that is agreed for the day."""
    loan, rate = outstanding(min(day, as_of)), advance_rate(day)
    return standing_on(charged, day, outstanding=loan, advance_rate=rate, currency=currency, ahead=day > as_of)


def path(
    charged: Sequence[Charged], *, as_of: date, outstanding: OnDay, advance_rate: OnDay, currency: str, until: date | None = None
) -> list[Standing]:
    """Month by month from the first delivery to `as_of`, and ahead of it, not past `until`, with the loan as it stands
    on `as_of`: what would be if nothing more were drawn or repaid."""
    known = [one.since for one in charged if one.since is not None]
    return [
        step_on(charged, day, as_of=as_of, outstanding=outstanding, advance_rate=advance_rate, currency=currency)
        for day in (_days(min(known), as_of, until) if known else ())
    ]


def _days(first: date, as_of: date, until: date | None) -> list[date]:
    last = min(add_months(as_of, MONTHS_AHEAD), until or date.max)
    ends = [end for end in month_ends(first, last) if end >= first][-MOST_MONTHS:]
    return sorted({*ends, *([as_of] if first <= as_of else [])})


def month_ends(first: date, last: date) -> list[date]:
    """Ends of months from the month of `first` on, up to `last`; at most MOST_MONTHS + 1 of the latest ones."""
    count = (last.year - first.year) * 12 + last.month - first.month
    begin = max(0, count - MOST_MONTHS)
    ends = [add_months(first.replace(day=1), month + 1) - _DAY for month in range(begin, count + 1)]
    return [end for end in ends if end <= last]
