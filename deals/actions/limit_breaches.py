"""Keep the events of sums that went over a limit or came back under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deals.actions.limits import tell
from deals.limits.calc import Use
from deals.limits.models import Limit, LimitBreach
from dealtracker.access.rules import Viewer
from dealtracker.desk.models import Task
from dealtracker.money import plain


@transaction.atomic
def note_breaches(*, uses: Mapping[UUID, Use], day: date, at: datetime, viewer: Viewer) -> tuple[int, int]:
    """Keep what changed: (breaches that began, breaches that ended). Safe to run twice, late, or beside another.

    A breach begins when what is at least known is over the amount. It ends when it no longer is, or when the limit has
    ended or was changed. Each is a row, an event for those who listen, and when it begins a task for the owner.
    """
    limits = {limit.pk: limit for limit in Limit.rows.select_for_update().filter(pk__in=sorted(uses)).order_by("pk")}
    open_ones = {b.limit_id: b for b in LimitBreach.rows.filter(limit__in=limits, ended_at=None)}
    over = {key for key, limit in limits.items() if _is_over(limit, uses[key], day)}
    for key in sorted(over - open_ones.keys()):
        _begin(limits[key], uses[key], day, at, viewer)
    ended = sorted(open_ones.keys() - over)
    for key in ended:
        _end(open_ones[key], limits[key], day, at, viewer)
    return len(over - open_ones.keys()), len(ended)


def _is_over(limit: Limit, use: Use, day: date) -> bool:
    return limit.start <= day < limit.end and use.state(limit.amount) == "over"


def _begin(limit: Limit, use: Use, day: date, at: datetime, viewer: Viewer) -> None:
    assert use.least is not None
    LimitBreach.rows.create(
        compartment_id=limit.compartment_id,
        limit=limit,
        day=day,
        noticed_at=at,
        used=use.least,
        amount=limit.amount,
        most=use.most,
    )
    figures = {
        "used": plain(use.least),
        "amount": plain(limit.amount),
        "currency": limit.currency,
        "day": day.isoformat(),
    }
    tell(limit, "limit.breached", viewer=viewer, **figures)
    over = plain(use.least - limit.amount)
    title = f"Over the limit on {limit.dimension} {limit.name} by {over} {limit.currency}"
    Task.rows.create(compartment_id=limit.compartment_id, title=title[:300], owner_id=limit.owner_id, due_date=day)


def _end(breach: LimitBreach, limit: Limit, day: date, at: datetime, viewer: Viewer) -> None:
    why = (
        "the limit ended"
        if not limit.start <= day < limit.end
        else "the limit was changed"
        if limit.amount > breach.amount
        else "it is within"
    )
    breach.ended_day, breach.ended_at, breach.ended_by = day, at, why
    breach.save(update_fields=["ended_day", "ended_at", "ended_by"])
    tell(limit, "limit.kept_again", viewer=viewer, day=day.isoformat(), why=why)
