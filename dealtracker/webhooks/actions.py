"""Endpoints entered and changed by their owners; events spread to them and told, each as often as it takes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from dealtracker.access.rules import Viewer, may_see, system_viewer
from dealtracker.access.viewers import viewer_for
from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from dealtracker.webhooks.models import Delivery, Endpoint, OutboxEvent
from dealtracker.webhooks.rules import KINDS, BadAddress, check_address, signature, wait_after
from dealtracker.webhooks.sending import Sent, send

MOST_ENDPOINTS, MOST_KINDS = 20, 20
KEPT = timedelta(days=90)
# Both secrets sign for so long after a new one was made.
ROTATION = timedelta(days=1)
_AT_ONCE, _LEASE = 500, timedelta(minutes=1)
_SYSTEM = system_viewer("webhooks")
Send = Callable[..., Sent]


class EndpointRefused(ValueError):
    """An endpoint that cannot be kept; `faults` are all places that are wrong: (path below the body, why)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {why}" for place, why in faults))
        self.faults = tuple(faults)


def signing_keys(endpoint: Endpoint, *, at: datetime) -> list[bytes]:
    """What deliveries are signed with: the endpoint's own, and the one before while it is still being replaced."""
    marks = [endpoint.secret]
    if endpoint.previous_secret and endpoint.previous_until and endpoint.previous_until > at:
        marks.append(endpoint.previous_secret)
    sites = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("dealtracker.webhooks", mark, secret=site, algorithm="sha256").digest()
        for mark in marks
        for site in sites
    ]


@transaction.atomic
def add_endpoint(*, url: str, kinds: Sequence[str], viewer: Viewer) -> Endpoint:
    """Raises EndpointRefused."""
    _check(url, kinds)
    if Endpoint.objects.select_for_update().filter(owner=viewer.user_id).count() >= MOST_ENDPOINTS:
        raise EndpointRefused([("url", f"you have {MOST_ENDPOINTS} already; disable or change one of them")])
    return Endpoint.objects.create(owner_id=viewer.user_id, url=url, kinds=list(kinds), secret=secrets.token_hex(16))


@transaction.atomic
def amend_endpoint(
    *, endpoint: UUID, viewer: Viewer, at: datetime, url: str | None = None, kinds: Sequence[str] | None = None,
    disabled: bool | None = None, rotate: bool = False,
) -> Endpoint | None:  # fmt: skip
    """The endpoint as it now stands; None where the viewer has none of this id. Raises EndpointRefused."""
    found = Endpoint.objects.select_for_update().filter(pk=endpoint, owner=viewer.user_id).first()
    if found is None:
        return None
    _check(found.url if url is None else url, found.kinds if kinds is None else kinds)
    found.url, found.kinds = found.url if url is None else url, found.kinds if kinds is None else list(kinds)
    if disabled is not None:
        found.disabled_at, found.disabled_reason = (at, "by its owner") if disabled else (None, "")
    if rotate:
        found.previous_secret, found.previous_until = found.secret, at + ROTATION
        found.secret = secrets.token_hex(16)
    found.save()
    return found


def _check(url: str, kinds: Sequence[str]) -> None:
    if faults := [*_faults_of_url(url), *_faults_of_kinds(kinds)]:
        raise EndpointRefused(faults)


def _faults_of_url(url: str) -> Iterator[tuple[str, str]]:
    try:
        check_address(url)
    except BadAddress as error:
        yield "url", str(error)


def _faults_of_kinds(kinds: Sequence[object]) -> Iterator[tuple[str, str]]:
    if len(kinds) > MOST_KINDS:
        yield "kinds", f"must be a list of at most {MOST_KINDS} kinds; {len(kinds)} are given"
        return
    for place, kind in enumerate(kinds):
        if not isinstance(kind, str) or kind not in KINDS:
            yield f"kinds/{place}", f'"{str(kind)[:60]}" is no kind of event; there are: {", ".join(KINDS)}'


def replay(*, delivery: UUID, viewer: Viewer, at: datetime) -> Delivery | None:
    """Tells it once more, from the first attempt on; None where there is no such delivery for this viewer."""
    rows = Delivery.objects.visible_to(viewer).select_for_update(of=("self",))
    found: Delivery | None = rows.filter(pk=delivery, endpoint__owner=viewer.user_id).first()
    if found is not None:
        found.attempts, found.next_at, found.delivered_at, found.given_up_at = 0, at, None, None
        found.save()
    return found


def spread(*, at: datetime) -> int:
    """Makes the deliveries of events that are new; an endpoint is told of what its owner may see. How many events."""
    with as_viewer(_SYSTEM):
        waiting = OutboxEvent.rows.select_for_update(skip_locked=True).filter(spread_at=None)
        events = list(waiting.order_by("written_at", "pk")[:_AT_ONCE])
        if not events:
            return 0
        asking = [(one, viewer_for(one.owner, at=at)) for one in _asking()]
        Delivery.rows.bulk_create(
            (
                Delivery(compartment_id=event.compartment_id, endpoint=endpoint, event=event, next_at=at)
                for event in events
                for endpoint, owner in asking
                if _wants(endpoint, event) and _may(owner, event.compartment_id)
            ),
            ignore_conflicts=True,
        )
        OutboxEvent.rows.filter(pk__in=[event.pk for event in events]).update(spread_at=at)
        return len(events)


def _asking() -> Iterable[Endpoint]:
    return Endpoint.objects.filter(disabled_at=None, owner__is_active=True).select_related("owner")


def _wants(endpoint: Endpoint, event: OutboxEvent) -> bool:
    return not endpoint.kinds or event.kind in endpoint.kinds


def _may(owner: Viewer, compartment: UUID) -> bool:
    return not owner.is_anonymous and may_see(owner, compartment)


def tell(*, at: datetime, send: Send = send, most: int = 100) -> int:
    """Tries what is due, the events of one deal in their order; how many were taken by the other side."""
    taken = 0
    for key in _lease(at, most):
        taken += _tell_one(key, at=at, send=send)
    return taken


def _lease(at: datetime, most: int) -> list[UUID]:
    """Deliveries that are due, kept from others for a minute: nothing is sent inside a transaction."""
    with as_viewer(_SYSTEM):
        earlier = Delivery.rows.filter(
            endpoint=OuterRef("endpoint"), event__deal=OuterRef("event__deal"), delivered_at=None, given_up_at=None,
        ).filter(
            Q(event__written_at__lt=OuterRef("event__written_at"))
            | Q(event__written_at=OuterRef("event__written_at"), event__lt=OuterRef("event"))
        )  # fmt: skip
        due = Delivery.rows.filter(delivered_at=None, given_up_at=None, next_at__lte=at).exclude(Exists(earlier))
        found = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk")[:most])
        Delivery.rows.filter(pk__in=[one.pk for one in found]).update(next_at=at + _LEASE)
        return [one.pk for one in found]


def _tell_one(key: UUID, *, at: datetime, send: Send) -> bool:
    with as_viewer(_SYSTEM):
        found = Delivery.rows.select_related("endpoint__owner", "event").get(pk=key)
        endpoint, event = found.endpoint, found.event
        owner = viewer_for(endpoint.owner, at=at)
        why = "" if _may(owner, event.compartment_id) else "its owner may no longer see it"
        why = why or (f"disabled: {endpoint.disabled_reason}" if endpoint.disabled_at else "")
        keys = signing_keys(endpoint, at=at)
    if why:
        return _record(found, Sent(0, why), at=at, again=False)
    body, headers = _message(event, keys, at)
    sent = send(endpoint.url, body=body, headers=headers)
    return _record(found, sent, at=at, again=sent.status != 410)


def _message(event: OutboxEvent, keys: Iterable[bytes], at: datetime) -> tuple[bytes, dict[str, str]]:
    """Thin: what happened to which deal; the receiver reads the rest with its own rights."""
    told: dict[str, Any] = {"type": event.kind, "timestamp": event.written_at.isoformat(), "data": {}}
    if event.deal:
        told["data"]["deal"] = public_id("deal", event.deal)
    body, name, seconds = orjson.dumps(told), public_id("event", event.pk), int(at.timestamp())
    signed = " ".join(signature(key, message=name, seconds=seconds, body=body) for key in keys)
    return body, {"webhook-id": name, "webhook-timestamp": str(seconds), "webhook-signature": signed}


def _record(delivery: Delivery, sent: Sent, *, at: datetime, again: bool) -> bool:
    """What came of it; an endpoint that is gone, or that failed for three days, is disabled and says why."""
    delivery.attempts += 1
    wait = wait_after(delivery.attempts) if again else None
    delivery.last_status = sent.words[:200]
    delivery.delivered_at = at if sent.is_taken else None
    delivery.next_at = None if sent.is_taken or wait is None else at + wait
    delivery.given_up_at = at if not sent.is_taken and wait is None else None
    with as_viewer(_SYSTEM):
        delivery.save(update_fields=["attempts", "last_status", "delivered_at", "next_at", "given_up_at"])
        if delivery.given_up_at and (sent.status == 410 or again):
            reason = "it answered that it is gone (410)" if sent.status == 410 else "it took nothing for three days"
            Endpoint.objects.filter(pk=delivery.endpoint_id, disabled_at=None).update(
                disabled_at=at, disabled_reason=reason
            )
    return sent.is_taken


def forget(*, at: datetime) -> int:
    """Takes out events, and with them their deliveries, that are older than 90 days."""
    with as_viewer(_SYSTEM):
        old = OutboxEvent.rows.filter(written_at__lt=at - KEPT).exclude(spread_at=None)
        waiting = Delivery.rows.filter(event=OuterRef("pk"), delivered_at=None, given_up_at=None)
        return int(old.exclude(Exists(waiting)).delete()[0])
