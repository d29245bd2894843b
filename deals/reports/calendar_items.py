"""What falls due and when: obligations of the deals one sees, and one's tasks, for the desk and for a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal, Facility
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.desk.reports import obligations, tasks
from dealtracker.ids import public_id

HORIZON, MOST = 731, 500
_TERM_DAYS = (("maturity_date", "matures"), ("availability_end", "availability ends"))


@dataclass(frozen=True)
class Item:
    """One day in the calendar: what, of which deal, for whom."""

    uid: str
    day: date
    words: str
    kind: str
    deal: str = ""
    url: str = ""
    team: str = ""
    obligation: UUID | None = None


def calendar_items(*, viewer: Viewer, today: date) -> list[Item]:
    """What falls due, earliest first: open obligations and own tasks, overdue ones too, and terms of facilities from `today` on."""
    due, own = list(obligations(viewer=viewer)), [t for t in tasks(viewer=viewer, mine=True) if t.due_date]
    titles = _titles(viewer, [row.deal for row in due] + [task.deal for task in own if task.deal])
    teams = team_names(viewer)
    found = [_item("obligation", row, row.words, row.kind, titles, teams) for row in due if row.deal in titles]
    found += [_item("task", task, task.title, "task", titles, teams) for task in own]
    found += _terms(viewer, today, teams)
    return sorted(found, key=lambda item: (item.day, item.words, item.uid))


def _terms(viewer: Viewer, today: date, teams: dict[UUID, str]) -> list[Item]:
    """Days that facilities themselves name, for two years ahead: maturity, and the end of availability."""
    found, until = [], today + timedelta(days=HORIZON)
    for name, words in _TERM_DAYS:
        rows = Facility.objects.visible_to(viewer).filter(
            **{f"{name}__gte": today.isoformat(), f"{name}__lte": until.isoformat()}
        )
        for row in rows.select_related("deal").order_by(name, "pk")[:MOST]:
            day = getattr(row, name).earliest
            if day is not None and day >= today:
                said, address = f"{row.name or row.kind}: {words}", f"/deals/{public_id('deal', row.deal_id)}/"
                found.append(
                    Item(
                        f"{name}-{row.pk.hex}",
                        day,
                        said,
                        words,
                        row.deal.title,
                        address,
                        teams.get(row.compartment_id, ""),
                    )
                )
    return found


def _item(kind: str, row: Any, words: str, said: str, titles: dict[UUID, str], teams: dict[UUID, str]) -> Item:
    deal = row.deal if row.deal in titles else None
    return Item(
        f"{kind}-{row.pk.hex}", row.due_date, words, said, titles.get(deal, "") if deal else "",
        f"/deals/{public_id('deal', deal)}/" if deal else "/desk/", teams.get(row.compartment_id, ""),
        row.pk if kind == "obligation" else None,
    )  # fmt: skip


def _titles(viewer: Viewer, keys: Sequence[UUID]) -> dict[UUID, str]:
    return dict(Deal.objects.visible_to(viewer).filter(pk__in=set(keys)).values_list("pk", "title")) if keys else {}


def team_names(viewer: Viewer) -> dict[UUID, str]:
    """Names of the walled compartments that this viewer reads."""
    return dict(Compartment.objects.filter(pk__in=viewer.walls).exclude(pk=PUBLIC).values_list("pk", "name"))


def as_ics(items: Sequence[Item], *, root: str, stamp: datetime) -> str:
    """An iCalendar of whole days (RFC 5545): lines end in CRLF and are folded at 75 bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dealtracker//desk//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for item in items:
        summary = f"{item.words} ({item.deal})" if item.deal else item.words
        lines += [
            "BEGIN:VEVENT", f"UID:{item.uid}@dealtracker", f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}", f"SUMMARY:{_escaped(summary)}", f"CATEGORIES:{_escaped(item.kind)}",
            f"URL:{root}{item.url}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return " ".join(text.replace("\r", "\n").split("\n"))


def _folded(line: str) -> str:
    """No line longer than 75 bytes; a character is never cut."""
    parts, at = [""], 0
    for char in line:
        size = len(char.encode())
        if at + size > (75 if len(parts) == 1 else 74):
            parts.append("")
            at = 0
        parts[-1] += char
        at += size
    return "\r\n ".join(parts)
