"""Which endpoints a person has, and how their deliveries went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.webhooks.models import Delivery, Endpoint


def endpoints(*, viewer: Viewer) -> list[dict[str, Any]]:
    """The viewer's own, by address."""
    rows = Endpoint.objects.filter(owner=viewer.user_id).order_by("url", "pk") if viewer.user_id else ()
    return [endpoint_json(row) for row in rows]


def endpoint_of(*, viewer: Viewer, endpoint: UUID) -> Endpoint | None:
    """The viewer's endpoint of this id."""
    return Endpoint.objects.filter(pk=endpoint, owner=viewer.user_id).first() if viewer.user_id else None


def endpoint_json(row: Endpoint) -> dict[str, Any]:
    """An endpoint as its owner sees it; never what it is signed with."""
    found: dict[str, Any] = {"id": public_id("webhook", row.pk), "url": row.url, "kinds": row.kinds}
    found["disabled"] = row.disabled_at is not None
    if row.disabled_reason:
        found["disabled_reason"] = row.disabled_reason
    return found


def deliveries(*, viewer: Viewer, endpoint: UUID, limit: int) -> list[dict[str, Any]]:
    """The latest deliveries of an endpoint of the viewer, newest first, of events that the viewer sees."""
    rows = Delivery.objects.visible_to(viewer).filter(endpoint=endpoint, endpoint__owner=viewer.user_id)
    return [delivery_json(row) for row in rows.select_related("event").order_by("-event__written_at", "-pk")[:limit]]


def delivery_json(row: Delivery) -> dict[str, Any]:
    """One delivery and how it went so far."""
    state = "delivered" if row.delivered_at else "given up" if row.given_up_at else "waiting"
    days = {
        name: when.isoformat() for name in ("next_at", "delivered_at", "given_up_at") if (when := getattr(row, name))
    }
    event = {"event": public_id("event", row.event_id), "type": row.event.kind}
    deal = {"deal": public_id("deal", row.event.deal)} if row.event.deal else {}
    said = {"last_status": row.last_status} if row.last_status else {}
    return {
        "id": public_id("delivery", row.pk), **event, **deal, "state": state, "attempts": row.attempts, **days, **said,
    }  # fmt: skip
