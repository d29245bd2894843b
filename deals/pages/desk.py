"""/desk/: tasks, what falls due, and the secret address of one's calendar."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from deals.reports.calendar_items import as_ics, calendar_items, team_names
from deals.reports.deal_names import deal_titles
from deals.reports.job_list import job_list
from deals.reports.review_queue import compartments_for_intake, waiting_count
from deals.reports.watch_list import watch_list
from dealtracker.access.rules import Viewer
from dealtracker.access.walls import set_walls
from dealtracker.desk.actions import (
    TaskRefused,
    add_task,
    amend_task,
    calendar_reader,
    calendar_secret,
    close_obligation,
    comment_task,
)
from dealtracker.desk.reports import people, tasks
from dealtracker.ids import private_key, public_id
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.frame import clocks, frame, reader_page

MOST_DUE = 20


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """GET /desk/?mine=1&closed=1; POST with `do`: add, hand, close, reopen, comment, met."""
    if request.viewer.is_anonymous:
        raise Http404
    if request.method != "POST":
        return _shown(request)
    try:
        _do(request)
    except TaskRefused as error:
        return _shown(request, fault=(error.field, str(error)), status=400)
    return redirect("desk")


def _do(request: HttpRequest) -> None:
    posted, viewer, now = request.POST, request.viewer, timezone.now()
    do, task = posted.get("do", ""), private_key("task", posted.get("task", ""))
    due, owner = _day(posted.get("due", "")), private_key("user", posted.get("owner", ""))
    if do == "add":
        wall = _uuid(posted.get("compartment", ""))
        deal = private_key("deal", posted.get("deal", ""))
        add_task(
            title=posted.get("title", ""), compartment=wall, viewer=viewer, at=now, owner=owner, due=due, deal=deal
        )
    elif do == "met":
        found = private_key("obligation", posted.get("obligation", ""))
        close_obligation(obligation=found or UUID(int=0), viewer=viewer, at=now, reason=posted.get("reason", ""))
    elif do == "comment" and task:
        comment_task(task=task, text=posted.get("text", ""), viewer=viewer)
    elif do in ("hand", "close", "reopen") and task:
        closed = {"close": True, "reopen": False}.get(do)
        amend_task(task=task, viewer=viewer, at=now, owner=owner, due=due, closed=closed)
    else:
        raise TaskRefused("there is nothing of that name to do here")


def _day(text: str) -> date | None:
    try:
        return parse_day(text.strip()) if text.strip() else None
    except DateError as error:
        raise TaskRefused(str(error), field="due") from error


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise TaskRefused("choose who sees the task", field="compartment") from None


def _shown(request: HttpRequest, *, fault: tuple[str, str] | None = None, status: int = 200) -> HttpResponse:
    viewer, today = request.viewer, clocks(request.GET).today
    mine, closed = request.GET.get("mine") == "1", request.GET.get("closed") == "1"
    rows = list(tasks(viewer=viewer, mine=mine, closed=closed)[:200])
    titles, teams = deal_titles(viewer=viewer, keys=[row.deal for row in rows if row.deal]), team_names(viewer)
    walls = compartments_for_intake(viewer=viewer)
    secret = calendar_secret(request.user)
    context = {
        **frame(request, section="Desk"), "tasks": [_task(row, titles, teams, today, viewer) for row in rows], "mine": mine,
        "closed": closed, "due": _dues(viewer, today),
        "people": [(public_id("user", user.pk), str(user)) for user in people(viewer=viewer)] if walls else [],
        "walls": [(str(pk), "everyone" if name == "Public" else name) for pk, name in walls],
        "me": public_id("user", viewer.user_id),
        "calendar": request.build_absolute_uri(reverse("desk-calendar", args=[secret])),
        "waiting": waiting_count(viewer=viewer) if walls else 0,
        "fault": fault, "typed": request.POST, "watched": _watched(viewer, today), "today": today,
        "work": _work(viewer),
    }  # fmt: skip
    return render(request, "desk/desk.html", context, status=status)


def _watched(viewer: Viewer, today: date) -> list[dict[str, Any]]:
    """The watch list, each deal with the way to what differs since one looked."""
    return [
        {
            "title": row.title, "url": f"/deals/{row.deal}/", "looked": row.looked_on, "differences": row.differences,
            "is_edited": row.is_edited, "do": f"/deals/{row.deal}/watch/",
            "compare": f"/deals/{row.deal}/compare/?from={row.looked_on}&to={today}",
        }
        for row in watch_list(viewer=viewer, today=today)
    ]  # fmt: skip


def _work(viewer: Viewer) -> list[dict[str, Any]]:
    """Imports and other long work that has not ended, and deals whose derived rows are being rebuilt."""
    found = job_list(viewer=viewer)
    jobs = [{**job, "url": f"/jobs/{job['id']}/"} for job in found["jobs"] if job["state"] in ("waiting", "running")]
    behind = sum(row["deals"] - row["done"] for row in found["rebuilds"])
    return [*jobs, *([{"behind": behind, "url": "/jobs/"}] if behind else [])]


def _task(row: Any, titles: dict[UUID, str], teams: dict[UUID, str], today: date, viewer: Viewer) -> dict[str, Any]:
    return {
        "id": public_id("task", row.pk), "title": row.title, "due": row.due_date,
        "late": bool(row.due_date and row.due_date < today),
        "owner": row.owner.get_username() if row.owner else "", "owner_id": public_id("user", row.owner.pk) if row.owner else "",
        "closed": row.closed_at, "comments": list(row.comments.all()), "team": teams.get(row.compartment_id, ""),
        "deal": titles.get(row.deal, ""), "deal_url": f"/deals/{public_id('deal', row.deal)}/" if row.deal in titles else "",
        "may": viewer.system or row.compartment_id in viewer.edits,
    }  # fmt: skip


def _dues(viewer: Viewer, today: date) -> list[dict[str, Any]]:
    """What falls due but for tasks, which stand in their own list."""
    items = [item for item in calendar_items(viewer=viewer, today=today) if item.kind != "task"]
    return [
        {"id": public_id("obligation", i.obligation) if i.obligation else "", "item": i, "late": i.day < today}
        for i in items[:MOST_DUE]
    ]


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """GET /desk/calendar/<secret>.ics: what its owner sees fall due, for a calendar program; 404 for any other secret."""
    now = timezone.now()
    reader = calendar_reader(secret, at=now)
    if reader is None:
        raise Http404
    set_walls(reader)
    items = calendar_items(viewer=reader, today=now.date())
    body = as_ics(items, root=request.build_absolute_uri("/").rstrip("/"), stamp=now)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'attachment; filename="dealtracker.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
