"""Days that the terms of visible deals name: what they make due, on the facility's own calendars where these are stated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from deals.agreements.models import Covenant, Deal, Facility, PricingTerm, Support
from deals.events.models import Event
from deals.ledger.calc.calendars import EVERY_DAY, Calendar, adjust, joint
from deals.ledger.calc.covenants import Span, certificate_day, period_ends
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.schedules import add_months
from deals.ledger.holiday_sets import FIRST_YEAR, LAST_YEAR, business_calendar
from deals.timeline.models import StagePeriod
from dealtracker.access.rules import Viewer
from dealtracker.periods import When, day_words

MOST = 2_000
# kind → whether it stays on top once it has passed, until it is closed with a reason
KINDS = {
    "matures": True, "availability ends": False, "waiver ends": True, "support cap ends": False, "rate reset": False,
    "covenant test": True, "certificate due": True,
}  # fmt: skip
# kind → where its day is told, for the key of its row
_AT = {
    "matures": "/facilities/{}/maturity_date", "availability ends": "/facilities/{}/availability_end",
    "waiver ends": "/events/{}/ended", "support cap ends": "/supports/{}/caps", "rate reset": "/pricing/{}/base",
    "covenant test": "/covenants/{}", "certificate due": "/covenants/{}",
}  # fmt: skip
_MONTHLY = re.compile(r"(?<![0-9])(1|2|3|6|12)\s?-?\s?(?:m\b|month)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class TermDay:
    """One day of one term. `term` names it for good: another day of the same term is another one; `at` is where claims tell
    what it comes from."""

    term: str
    kind: str
    words: str
    day: date
    deal: UUID
    title: str
    compartment: UUID
    facility: UUID | None
    at: str


def term_days(*, viewer: Viewer, since: date, until: date, today: date) -> list[TermDay]:
    """Of what has not ended, by day; from `since` where a kind stays until it is closed, else from today on."""
    seen = Deal.objects.visible_to(viewer)
    inside = seen.exclude(pk__in=seen.exclude(private_view_of=None).values("private_view_of"))
    span = _Asked(inside.order_by(), *_ended(today), since, until, today)
    found = [one for source in _SOURCES for one in source(span) if span.wants(one)]
    return sorted(found, key=lambda one: (one.day, one.title, one.words, one.term))[:MOST]


def _ended(today: date) -> tuple[Any, Any]:
    """Deals that have ended, and facilities that have: those of such a deal too of which no stage of their own is told."""
    ended = StagePeriod.rows.filter(stage="ended", start__lte=today, end__gt=today)
    deals = ended.filter(facility=None).values("deal")
    told = Exists(StagePeriod.rows.filter(facility=OuterRef("pk")))
    return deals, Facility.rows.filter(Q(pk__in=ended.values("facility")) | Q(~told, deal__in=deals)).values("pk")


@dataclass(frozen=True)
class _Asked:
    deals: Any
    over: Any
    ended: Any
    since: date
    until: date
    today: date

    def wants(self, one: TermDay) -> bool:
        return (self.since if KINDS[one.kind] else self.today) <= one.day <= self.until

    def of(self, rows: Any, facility: str = "facility") -> Any:
        """Rows of the deals asked for, without those of a facility, or of a deal, that has ended."""
        kept = rows.filter(deal__in=self.deals).exclude(**{f"{facility}__in": self.ended}).select_related("deal")
        kept = kept.exclude(**{facility: None}, deal__in=self.over)
        return (
            kept.order_by("pk")[:MOST]
            if facility == "pk"
            else kept.select_related("deal", "facility").order_by("pk")[:MOST]
        )


def _item(kind: str, row: Any, day: date, words: str, facility: Facility | None) -> TermDay:
    name = (facility.name or facility.kind) if facility else ""
    said = f"{name}: {words}" if name else words
    term = f"{kind.replace(' ', '-')}-{row.pk.hex}-{day.isoformat()}"
    deal, of, at = row.deal, facility.pk if facility else None, _AT[kind].format(row.key)
    return TermDay(term, kind, said, day, deal.pk, deal.title, deal.compartment_id, of, at)


def _stated(kind: str, row: Any, when: When | None, words: str, facility: Facility | None) -> Iterator[TermDay]:
    """The last day that it can mean: nothing is late before. On a closed day of the facility's calendars the next open one."""
    if when is not None and when.latest is not None:
        day = open_day(when.latest, facility)
        moved = f" (stated for {when})" if day != when.earliest else ""
        yield _item(kind, row, day, f"{words}{moved}", facility)


def _facilities(asked: _Asked) -> Iterator[TermDay]:
    for name, kind in (("maturity_date", "matures"), ("availability_end", "availability ends")):
        first = asked.since if KINDS[kind] else asked.today
        rows = Facility.rows.filter(
            **{
                f"{name}__gte": (first - timedelta(days=31)).isoformat(),
                f"{name}__lte": asked.until.isoformat(),
            }
        )
        for row in asked.of(rows, "pk"):
            yield from _stated(kind, row, getattr(row, name), kind, row)


def _waivers(asked: _Asked) -> Iterator[TermDay]:
    for row in asked.of(Event.rows.filter(kind="waiver", ended_how="").exclude(ended=None)):
        yield from _stated("waiver ends", row, row.ended, f"waiver ends: {row.words}".rstrip(": "), row.facility)


def _supports(asked: _Asked) -> Iterator[TermDay]:
    for row in asked.of(Support.rows.exclude(caps=[])):
        for cap in row.caps:
            if cap.get("to"):
                day = date.fromisoformat(cap["to"])
                yield _item("support cap ends", row, day, f"cap of the {row.kind} ends", row.facility)


def _resets(asked: _Asked) -> Iterator[TermDay]:
    """Every so many months, as the base names its tenor, counted from the day from which the price holds."""
    for row in asked.of(PricingTerm.rows.exclude(base="").exclude(start=None)):
        found, start = _MONTHLY.search(row.base), row.start.earliest
        end = (row.end and row.end.earliest) or date.max
        if found is None or start is None:
            continue
        months = int(found[1])
        first = max(0, ((asked.today.year - start.year) * 12 + asked.today.month - start.month) // months)
        for number in range(max(first, 1), first + 2 + 12 * 50 // months):
            day = add_months(start, number * months)
            if day > asked.until or day >= end:
                break
            yield _item("rate reset", row, open_day(day, row.facility), f"{row.base} is set again", row.facility)


def _covenants(asked: _Asked) -> Iterator[TermDay]:
    """Tests and certificates of the definition that holds on the tested day; a test that is told needs no day any more."""
    for row in asked.of(Covenant.rows.filter(every_months__gte=1)):
        span, told = Span(row.start, row.end), {test.get("on") for test in row.tests}
        first = _first(row, asked)
        for end in period_ends(row.every_months, first, asked.until):
            if end.isoformat() in told or not span.holds_on(end):
                continue
            if row.within_days:
                due = certificate_day(end, row.within_days, _calendar(row.facility))
                yield _item("certificate due", row, due, f"{row.kind}, certificate for {day_words(end)}", row.facility)
            else:
                yield _item("covenant test", row, end, f"{row.kind}, tested on {day_words(end)}", row.facility)


def _first(row: Covenant, asked: _Asked) -> date:
    """From when tests were due: since the definition or the agreement began; where neither is known, from today on."""
    signed = row.facility.signing_date if row.facility else None
    began = next((when.earliest for when in (row.start, signed) if when and when.earliest), None)
    return max(began, asked.since) if began else asked.today - timedelta(days=row.within_days or 0)


def open_day(day: date, facility: Facility | None) -> date:
    try:
        return adjust(day, _calendar(facility), "FOLLOWING")
    except Refused:
        return day


def _calendar(facility: Facility | None) -> Calendar:
    """The facility's calendars together; one that the program does not know leaves days as they are stated."""
    names = facility.calendars if facility else []
    try:
        return joint(*(business_calendar(name, FIRST_YEAR, LAST_YEAR) for name in names)) if names else EVERY_DAY
    except KeyError:
        return EVERY_DAY


_SOURCES: tuple[Callable[[_Asked], Iterable[TermDay]], ...] = (_facilities, _waivers, _supports, _resets, _covenants)
