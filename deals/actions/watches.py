"""A person's watch list: a deal put on it, taken off, or looked at again. It is theirs alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from deals.actions._changed import NotFound
from deals.agreements.models import Deal
from dealtracker.access.rules import Viewer
from dealtracker.desk.models import Watch


@transaction.atomic
def look_at(*, deal: UUID, viewer: Viewer, on: date) -> None:
    """Put the deal on the viewer's watch list, or note that they have looked at it as it stands. Raises NotFound."""
    found = Deal.objects.visible_to(viewer).filter(pk=deal).first()
    if found is None or viewer.user_id is None:
        raise NotFound("there is no such deal")
    Watch.rows.update_or_create(
        user_id=viewer.user_id, deal=deal,
        defaults={"looked_on": on, "revision": found.revision, "compartment_id": found.compartment_id},
    )  # fmt: skip


@transaction.atomic
def look_at_all(*, deals: Iterable[UUID], viewer: Viewer, on: date) -> None:
    """The same for several deals, all or none. Raises NotFound."""
    for deal in deals:
        look_at(deal=deal, viewer=viewer, on=on)


@transaction.atomic
def stop_watching(*, deal: UUID, viewer: Viewer) -> None:
    """Take the deal off the viewer's list; nothing happens where it is not on it."""
    if viewer.user_id is not None:
        Watch.objects.visible_to(viewer).filter(user=viewer.user_id, deal=deal).delete()
