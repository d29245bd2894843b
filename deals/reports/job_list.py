"""Long work that the reader may know of: runs that were asked for, rebuilding of deals, and what the last checks found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from deals.jobs.models import BookCheck, Job
from deals.reports.deal_names import deal_titles
from deals.sheets.models import RefreshState
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.ids import public_id

Row = dict[str, Any]
_MOST = 100
# What was asked for in one change has one moment. A team's change of a shared record rebuilds public deals too, so of
# these nothing stays in sight once it is done: else an outsider could tell when a team was at work.
_REBUILDS = f"""
SELECT cause, wanted_at, count(*), count(*) FILTER (WHERE done >= wanted), max(done_at) FILTER (WHERE done >= wanted),
    count(*) FILTER (WHERE error <> ''), min(deal::text)
FROM deals_refreshstate WHERE compartment = ANY(%s) AND wanted_at IS NOT NULL
GROUP BY cause, wanted_at, compartment = '{PUBLIC}'
HAVING bool_or(done < wanted) OR NOT bool_or(compartment = '{PUBLIC}')
ORDER BY bool_and(done >= wanted), wanted_at DESC LIMIT %s
"""
_STUCK = """
SELECT deal, cause, wanted_at, attempts, retry_at, error FROM deals_refreshstate
WHERE compartment = ANY(%s) AND error <> '' ORDER BY wanted_at DESC LIMIT %s
"""
_CHECKED = """
SELECT count(*), count(c.deal), min(c.checked_at), max(c.checked_at)
FROM deals_refreshstate s LEFT JOIN deals_bookcheck c ON c.deal = s.deal WHERE s.compartment = ANY(%s)
"""


def job_list(*, viewer: Viewer) -> Row:
    """{"jobs": [job], "rebuilds": [row], "stuck": [row], "checks": {…}}; all of what the viewer sees, latest first.

    A rebuild is {"cause", "asked_at", "deals", "done", "ended_at", "seconds", "errors"}, one for each change that asked for
    deals to be rebuilt, as far as no later one asked again; of public deals while it lasts.
    A stuck deal is {"deal", "title", "cause", "attempts",
    "retry_at", "error"}. Checks are {"deals", "checked", "first_at", "last_at", "differences": [row]}.
    """
    return {
        "jobs": [brief(job) for job in Job.objects.visible_to(viewer).select_related("asked_by").order_by("-asked_at")[:_MOST]],
        "rebuilds": [_rebuild(row) for row in _ask(_REBUILDS, viewer)],
        "stuck": _stuck(viewer),
        "checks": _checks(viewer),
    }  # fmt: skip


def job_of(*, viewer: Viewer, job: UUID) -> Row | None:
    """One run with its inputs and result; None for what the viewer does not see."""
    found = Job.objects.visible_to(viewer).select_related("asked_by").filter(pk=job).first()
    if found is None:
        return None
    return {
        **brief(found), "inputs": found.inputs, "result": found.result, "digest": found.digest or None,
        "may_cancel": found.asked_by_id == viewer.user_id and found.state in ("waiting", "running"),
    }  # fmt: skip


def brief(job: Job) -> Row:
    """{"id", "kind", "state", "done", "of", "cause", "asked_by", "asked_at", "started_at", "ended_at", "seconds", "error"}."""
    return {
        "id": public_id("job", job.pk), "kind": job.kind, "state": job.state, "done": job.done, "of": job.total, "cause": job.cause,
        "asked_by": job.asked_by.get_username(), "asked_at": job.asked_at.isoformat(), "started_at": _iso(job.started_at),
        "ended_at": _iso(job.ended_at), "seconds": _seconds(job.started_at, job.ended_at), "attempts": job.attempts,
        "error": job.error or None,
    }  # fmt: skip


def _ask(sql: str, viewer: Viewer) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(viewer.walls), _MOST][: sql.count("%s")])
        return list(cursor.fetchall())


def _rebuild(row: tuple[Any, ...]) -> Row:
    cause, asked, deals, done, ended, errors, first = row
    is_over = done == deals
    return {
        "cause": cause, "asked_at": asked.isoformat(), "deals": deals, "done": done, "errors": errors,
        "ended_at": _iso(ended) if is_over else None, "seconds": _seconds(asked, ended) if is_over else None,
        "deal": public_id("deal", first) if deals == 1 else None,
    }  # fmt: skip


def _stuck(viewer: Viewer) -> list[Row]:
    rows = _ask(_STUCK, viewer)
    titles = deal_titles(viewer=viewer, keys=[row[0] for row in rows])
    return [
        {
            "deal": public_id("deal", deal), "title": titles.get(deal, ""), "cause": cause,
            "asked_at": _iso(asked),
            "attempts": attempts, "retry_at": _iso(retry), "error": error,
        }
        for deal, cause, asked, attempts, retry, error in rows
    ]  # fmt: skip


def _checks(viewer: Viewer) -> Row:
    [(deals, checked, first, last)] = _ask(_CHECKED, viewer)
    rows = list(
        BookCheck.rows.filter(compartment__in=viewer.walls).exclude(differed_at=None).order_by("-differed_at")[:_MOST]
    )
    titles = deal_titles(viewer=viewer, keys=[row.deal for row in rows])
    differences = [
        {
            "deal": public_id("deal", row.deal), "title": titles.get(row.deal, ""), "found_at": row.differed_at.isoformat(), **one,
        }
        for row in rows for one in row.differences
    ]  # fmt: skip
    return {
        "deals": deals,
        "checked": checked,
        "first_at": _iso(first),
        "last_at": _iso(last),
        "differences": differences,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _seconds(start: datetime | None, end: datetime | None) -> str | None:
    return f"{(end - start).total_seconds():.2f}" if start and end else None


def behind_count() -> int:
    """How many deals wait to be rebuilt, those set aside with an error among them; for the program itself."""
    return int(RefreshState.rows.filter(wanted__gt=F("done")).count())


def stuck_words() -> Iterator[str]:
    """A line for each deal that was set aside: which, why, how often it was tried."""
    for state in RefreshState.rows.exclude(error="").order_by("pk")[:_MOST]:
        yield f"deal {public_id('deal', state.pk)}: {state.error} (tried {state.attempts} times, again at {state.retry_at})"
