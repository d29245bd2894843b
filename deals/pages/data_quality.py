"""/data-quality/: what in the book needs mending, with owner and age; a row is given to somebody as a task."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deals.pages.answer import tools
from deals.pages.listing import as_json, json_address, one_of
from deals.reports.calendar_items import team_names
from deals.reports.data_quality import KINDS, MOST, Flaw, data_quality
from dealtracker.access.rules import may_change
from dealtracker.desk.actions import TaskRefused, add_task, amend_task
from dealtracker.desk.reports import people
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.frame import clocks, frame, reader_page


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest) -> HttpResponse:
    """GET /data-quality/?kind=office; POST with `about`, `owner` and `due` makes or hands over the task about a row."""
    kind = one_of(request, "kind", KINDS)
    found = data_quality(viewer=request.viewer, day=clocks(request.GET).today, kinds=(kind,) if kind else tuple(KINDS))
    if request.method != "POST":
        return _shown(request, found, kind)
    if request.viewer.is_anonymous:
        return redirect_to_login(request.get_full_path())
    try:
        _give(request, [flaw for flaws in found.values() for flaw in flaws])
    except TaskRefused as error:
        return _shown(request, found, kind, fault=f"{error.field or 'Task'}: {error}", status=400)
    messages.success(request, "Kept as a task; it stands on the desk too.")
    return redirect(f"/data-quality/?{urlencode({'kind': kind})}" if kind else "/data-quality/")


def _give(request: HttpRequest, flaws: list[Flaw]) -> None:
    posted, now = request.POST, timezone.now()
    flaw = next((one for one in flaws if one.about == posted.get("about")), None)
    if flaw is None:
        raise TaskRefused("this row is mended, or was never there; look again")
    if not may_change(request.viewer, flaw.compartment):
        raise PermissionDenied
    owner, due = _owner(request, posted.get("owner", "").strip()), _day(posted.get("due", ""))
    if flaw.task:
        amend_task(task=flaw.task.pk, viewer=request.viewer, at=now, owner=owner, due=due)
        return
    add_task(
        title=f"{KINDS[flaw.kind][0]}: {flaw.title} ({flaw.words})"[:300], compartment=flaw.compartment, viewer=request.viewer,
        at=now, owner=owner, due=due, deal=flaw.deal, about=flaw.about,
    )  # fmt: skip


def _owner(request: HttpRequest, name: str) -> UUID | None:
    found = next((user.pk for user in people(viewer=request.viewer) if user.get_username() == name), None)
    if name and found is None:
        raise TaskRefused("must be the account of somebody who shares a team with you", field="owner")
    return found


def _day(text: str) -> date | None:
    try:
        return parse_day(text.strip()) if text.strip() else None
    except DateError as error:
        raise TaskRefused(str(error), field="due") from error


def _shown(
    request: HttpRequest, found: dict[str, list[Flaw]], kind: str, *, fault: str = "", status: int = 200
) -> HttpResponse:
    today, teams = clocks(request.GET).today, team_names(request.viewer)
    groups = [
        {"code": code, "title": KINDS[code][0], "words": KINDS[code][1], "count": min(len(flaws), MOST), "more": len(flaws) > MOST,
         "rows": [_row(request, flaw, today, teams) for flaw in flaws[:MOST]]}
        for code, flaws in found.items()
    ]  # fmt: skip
    if answer := as_json(request, {group["code"]: [_plain(row) for row in group["rows"]] for group in groups}):
        return answer
    mine = people(viewer=request.viewer) if request.viewer.edits else []
    context = {
        **frame(request, section="Tools"), "tabs": tools("Data quality"), "groups": groups, "kind": kind,
        "kinds": [(code, KINDS[code][0]) for code in KINDS],
        "fault": fault, "people": [user.get_username() for user in mine], "most": MOST,
        "json_url": json_address(request), "total": sum(group["count"] for group in groups),
    }  # fmt: skip
    return render(request, "deals/data_quality.html", context, status=status)


def _row(request: HttpRequest, flaw: Flaw, today: date, teams: dict[UUID, str]) -> dict[str, Any]:
    task = flaw.task
    return {
        "about": flaw.about, "title": flaw.title, "words": flaw.words, "url": flaw.url, "mend": flaw.mend,
        "team": teams.get(flaw.compartment, ""), "since": flaw.since.date() if flaw.since else None,
        "days": (today - flaw.since.date()).days if flaw.since else None,
        "owner": task.owner.get_username() if task and task.owner else "", "task": bool(task),
        "due": task.due_date if task else None,
        "may": may_change(request.viewer, flaw.compartment), "named": not request.viewer.is_anonymous,
    }  # fmt: skip


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("title", "words", "url", "since", "days", "due")}
    return {**kept, "owner": row["owner"] if row["named"] else ""}
