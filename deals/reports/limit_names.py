"""Which party or site a name means, for those who may see it."""

from __future__ import annotations

from uuid import UUID

from deals.sites.models import Site
from dealtracker.access.rules import Viewer
from parties.models import Party, PartyName


def records_called(*, viewer: Viewer, kind: str, name: str, most: int = 5) -> list[UUID]:
    """Keys of parties (by any of their names) or sites that are called exactly so, whatever the case."""
    if not name:
        return []
    if kind == "site":
        return list(Site.objects.visible_to(viewer).filter(name__iexact=name).values_list("pk", flat=True)[:most])
    named = PartyName.objects.visible_to(viewer).filter(text__iexact=name).values("party")
    return list(
        Party.objects.visible_to(viewer).filter(pk__in=named).order_by("pk").values_list("pk", flat=True)[:most]
    )
