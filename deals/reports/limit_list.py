"""Limits that the reader sees, with what is used of each, what is left, and since when they stand over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform

from deals.exposure.dimensions import kind_of
from deals.limits.models import Limit, LimitBreach
from deals.reports.limit_uses import Days, limit_uses
from dealtracker.access.models import Compartment
from dealtracker.access.rules import Viewer, may_change
from dealtracker.audit.models import Change
from dealtracker.ids import public_id
from dealtracker.money import plain
from dealtracker.periods import OPEN_END

Row = dict[str, Any]


def limit_list(
    *, viewer: Viewer, as_of: date, known_on: date, today: date, ended: bool = False, only: UUID | None = None,
    invented: bool = False,
) -> Row:  # fmt: skip
    """{"limits": [row], "as_of", "known_on", "covers": {"limits", "with_figure", "parts", "known"}}.

    A row: {"id", "dimension", "key", "name", "measure", "figure", "currency", "amount", "start", "end", "owner", "seen_by",
    "reason", "revision", "state", "used", "at_most", "headroom", "parts", "known", "without_rate", "breach", "may_change"}.
    `used` is what is at least known, None where nothing is; `breach` is the open one, {"since", "noticed_at", "used"}.
    Those in force on `as_of`, or with `ended` the others; those over their amount first.
    """
    rows = Limit.objects.visible_to(viewer).select_related("owner").order_by("dimension", "name", "pk")
    if only:
        rows = rows.filter(pk=only)
    else:
        in_force = {"start__lte": as_of, "end__gt": as_of}
        rows = rows.exclude(**in_force) if ended else rows.filter(**in_force)
    limits = list(rows)
    uses = limit_uses(limits=limits, days=Days(as_of, known_on, today), invented=invented)
    open_ones = {b.limit_id: b for b in LimitBreach.objects.visible_to(viewer).filter(limit__in=limits, ended_at=None)}
    teams = dict(
        Compartment.objects.filter(pk__in={limit.compartment_id for limit in limits}).values_list("pk", "name")
    )
    told = [_row(one, uses[one.pk], open_ones.get(one.pk), teams[one.compartment_id], viewer) for one in limits]
    told.sort(key=lambda row: (row["state"] != "over", row["state"] != "may be over"))
    return {
        "limits": told, "as_of": as_of.isoformat(), "known_on": known_on.isoformat(),
        "covers": {
            "limits": len(told), "with_figure": sum(row["used"] is not None for row in told),
            "parts": sum(row["parts"] for row in told), "known": sum(row["known"] for row in told),
        },
    }  # fmt: skip


def _row(limit: Limit, use: Any, breach: LimitBreach | None, team: str, viewer: Viewer) -> Row:
    kind, headroom = kind_of(limit.dimension), use.headroom(limit.amount)
    return {
        "id": public_id("limit", limit.pk), "dimension": limit.dimension,
        "key": public_id(kind, limit.key) if kind else limit.key, "name": limit.name, "measure": limit.measure,
        "figure": limit.figure, "currency": limit.currency, "amount": plain(limit.amount), "start": limit.start.isoformat(),
        "end": None if limit.end == OPEN_END else limit.end.isoformat(), "owner": limit.owner.get_username(),
        "owner_id": public_id("user", limit.owner_id), "seen_by": team, "reason": limit.reason, "revision": limit.revision,
        "state": use.state(limit.amount), "used": _plain(use.least), "at_most": _plain(use.most), "headroom": _plain(headroom),
        "parts": use.parts, "known": use.known, "without_rate": list(use.unconverted), "breach": _breach(breach),
        "may_change": may_change(viewer, limit.compartment_id),
    }  # fmt: skip


def _plain(value: Any) -> str | None:
    return None if value is None else plain(value)


def _breach(breach: LimitBreach | None) -> Row | None:
    if breach is None:
        return None
    return {
        "since": breach.day.isoformat(), "noticed_at": breach.noticed_at.isoformat(), "used": plain(breach.used),
        "amount": plain(breach.amount),
    }  # fmt: skip


def limit_history(*, viewer: Viewer, limit: UUID) -> Row | None:
    """{"changes": [{"at", "by", "reason", "amount", "end"}], "breaches": [row]}, latest first; None where it is not seen."""
    if not Limit.objects.visible_to(viewer).filter(pk=limit).exists():
        return None
    kept = Change.rows.filter(table="deals_limit", row=str(limit))
    changes = kept.annotate(amount=KeyTextTransform("amount", "after")).order_by("-seq")[:100]
    breaches = LimitBreach.objects.visible_to(viewer).filter(limit=limit).order_by("-noticed_at")[:100]
    return {
        "changes": [
            {"at": c.at, "by": c.actor, "reason": c.reason, "amount": _plain(Decimal(c.amount)) if c.amount else None,
             "end": _end(c.after)}
            for c in changes
        ],
        "breaches": [
            {**(_breach(b) or {}), "began": b.day, "noticed_at": b.noticed_at, "ended": b.ended_day, "ended_by": b.ended_by}
            for b in breaches
        ],
    }  # fmt: skip


def _end(after: Row | None) -> str | None:
    end = (after or {}).get("end")
    return None if end in (None, OPEN_END.isoformat()) else str(end)


def limits_of(*, viewer: Viewer, walls: Iterable[UUID]) -> list[Limit]:
    """All limits of these compartments, ended ones too."""
    return list(Limit.objects.visible_to(viewer).filter(compartment__in=list(walls)))


def walls_with_limits() -> Iterable[UUID]:
    """The compartments in which any limit stands; for the program itself."""
    return list(Limit.rows.order_by("compartment_id").values_list("compartment_id", flat=True).distinct())
