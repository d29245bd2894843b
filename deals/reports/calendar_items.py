"""What falls due and when: obligations of the deals one sees, and one's tasks, for the desk and for a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal
from deals.reports.term_days import term_days
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.desk.reports import closed_terms, obligations, tasks
from dealtracker.ids import public_id

HORIZON, BACK, MOST = 731, 731, 2_000
# kind → the page below the deal's on which it is dealt with
_PARTS = {"covenant test": "covenants/", "certificate due": "covenants/"}


@dataclass(frozen=True)
class Item:
    """One day in the calendar: what, of which deal, for whom; `at` is where claims tell a term's day."""

    uid: str
    day: date
    words: str
    kind: str
    deal: str = ""
    url: str = ""
    team: str = ""
    obligation: UUID | None = None
    owner: str = ""
    term: str = ""
    deal_id: UUID | None = None
    facility: UUID | None = None
    wall: UUID | None = None
    at: str = ""


def calendar_items(*, viewer: Viewer, today: date, until: date | None = None, everyone: bool = False) -> list[Item]:
    """What falls due, earliest first, what is overdue and not closed too: obligations, tasks (one's own, or with `everyone`
    all one sees), and what terms make due up to `until`, two years ahead if absent."""
    until = until or today + timedelta(days=HORIZON)
    due = [row for row in obligations(viewer=viewer)[:MOST] if row.due_date <= until]
    own = [t for t in tasks(viewer=viewer, mine=not everyone)[:MOST] if t.due_date and t.due_date <= until]
    titles = _titles(viewer, [row.deal for row in due] + [task.deal for task in own if task.deal])
    teams = team_names(viewer)
    found = [_item("obligation", row, row.words, row.kind, titles, teams) for row in due if row.deal in titles]
    found += [_item("task", task, task.title, "task", titles, teams) for task in own]
    found += _terms(viewer, today, until, teams)
    return sorted(found, key=lambda item: (item.day, item.words, item.uid))


def _terms(viewer: Viewer, today: date, until: date, teams: dict[UUID, str]) -> list[Item]:
    """Days that terms name, but for those that somebody closed with a reason."""
    found = term_days(viewer=viewer, since=today - timedelta(days=BACK), until=until, today=today)
    closed = closed_terms(viewer=viewer, terms=[one.term for one in found])
    return [
        Item(
            one.term, one.day, one.words, one.kind, one.title,
            f"/deals/{public_id('deal', one.deal)}/{_PARTS.get(one.kind, '')}",
            teams.get(one.compartment, ""), term=one.term, deal_id=one.deal, facility=one.facility, wall=one.compartment,
            at=one.at,
        )
        for one in found
        if one.term not in closed
    ]  # fmt: skip


def _item(kind: str, row: Any, words: str, said: str, titles: dict[UUID, str], teams: dict[UUID, str]) -> Item:
    deal = row.deal if row.deal in titles else None
    return Item(
        f"{kind}-{row.pk.hex}", row.due_date, words, said, titles.get(deal, "") if deal else "",
        f"/deals/{public_id('deal', deal)}/" if deal else "/desk/", teams.get(row.compartment_id, ""),
        row.pk if kind == "obligation" else None, _owner(row), deal_id=deal, wall=row.compartment_id,
    )  # fmt: skip


def _owner(row: Any) -> str:
    owner = getattr(row, "owner", None)
    return owner.get_username() if owner else ""


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
