"""/jobs/: runs, rebuilding of deals, deals that cannot be rebuilt, and what the nightly check found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deals.pages.book import shown
from deals.reports.job_list import job_list
from dealtracker.uikit.frame import frame, reader_page

STATES = {
    "waiting": "waits for a worker",
    "running": "runs",
    "done": "done",
    "failed": "ended with an error",
    "cancelled": "called off",
}
Row = dict[str, Any]


@reader_page
def jobs(request: HttpRequest) -> HttpResponse:
    """GET /jobs/?format=: runs, rebuilding of deals, deals that cannot be rebuilt, what the nightly check found."""
    if request.viewer.is_anonymous:
        raise Http404
    shown.only(request)
    found = job_list(viewer=request.viewer)
    if answer := shown.as_file(request, found, list(_differences(found)), "differences"):
        return answer
    checks = found["checks"]
    context = {
        **frame(request, section="Exposure"), **shown.twins(request), "tabs": shown.tabs("Jobs", request.viewer),
        "jobs": [job_row(job) for job in found["jobs"]], "rebuilds": [timed(row) for row in found["rebuilds"]],
        "stuck": [timed(row) for row in found["stuck"]], "differences": [timed(row) for row in checks["differences"]],
        "checks": {**checks, "first_at": moment(checks["first_at"]), "last_at": moment(checks["last_at"])},
        "working": any(row["done"] < row["deals"] for row in found["rebuilds"]),
    }  # fmt: skip
    return render(request, "deals/book/jobs.html", context)


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def timed(row: Row) -> Row:
    times = ("asked_at", "ended_at", "started_at", "found_at", "retry_at")
    return {**row, **{name: moment(row[name]) for name in times if name in row}}


def job_row(job: Row) -> Row:
    percent = int(100 * job["done"] / job["of"]) if job["of"] else 0
    return {**timed(job), "state_words": STATES[job["state"]], "percent": percent, "url": f"/jobs/{job['id']}/"}


def _differences(found: Row) -> Iterator[list[str]]:
    head = ("deal", "title", "room", "row", "figure", "stored", "found", "found_at")
    yield list(head)
    for row in found["checks"]["differences"]:
        yield ["" if row[name] is None else str(row[name]) for name in head]
