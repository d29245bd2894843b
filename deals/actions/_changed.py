"""What every verb does around its change: lock the deals in one order, then count, mark stale and tell."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from deals.agreements.models import Deal
from deals.sheets.stale import mark_stale
from dealtracker.access.rules import Viewer, may_change
from dealtracker.webhooks.models import OutboxEvent


class NotFound(LookupError):
    """No such row for this viewer; hidden and absent are told in the same words."""


class NotAllowed(PermissionError):
    """The viewer sees the row but may not change it."""


class Outdated(RuntimeError):
    """The deal has changed since the editor read it; `revision` is the current one."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"the deal has changed since; it now stands at revision {revision}")
        self.revision = revision


def lock_deal(deal: UUID, *, viewer: Viewer, revision: int | None = None) -> Deal:
    """The deal, locked until the transaction ends; raises NotFound, NotAllowed or Outdated."""
    found = Deal.objects.visible_to(viewer).select_for_update().filter(pk=deal).first()
    if found is None:
        raise NotFound("there is no such deal")
    if not may_change(viewer, found.compartment_id):
        raise NotAllowed("you may read this deal, not change it")
    if revision is not None and revision != found.revision:
        raise Outdated(found.revision)
    return found


def revisions(deals: Iterable[UUID]) -> dict[UUID, int]:
    """Deal → the version it stands at."""
    return dict(Deal.rows.filter(pk__in=list(deals)).values_list("pk", "revision"))


def changed(deals: Iterable[UUID], *, viewer: Viewer, kind: str, cause: str) -> None:
    """Close a change of these deals: lock, revision + 1, stale mark, one outbox row each, all in the caller's transaction."""
    ids = sorted(set(deals))
    found = list(Deal.rows.select_for_update().filter(pk__in=ids).order_by("pk").only("pk", "compartment_id"))
    Deal.rows.filter(pk__in=ids).update(revision=F("revision") + 1)
    OutboxEvent.rows.bulk_create(
        OutboxEvent(compartment_id=deal.compartment_id, kind=kind, deal=deal.pk, payload={"by": viewer.name})
        for deal in found
    )
    mark_stale(ids, cause=cause)
