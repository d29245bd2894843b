"""What a party is called, and whether this reader may change it."""

from __future__ import annotations

from uuid import UUID

from dealtracker.access.rules import Viewer
from parties.register.models import Party


def party_name(*, viewer: Viewer, party: UUID) -> str | None:
    """None for a party that is hidden or absent."""
    return Party.objects.visible_to(viewer).filter(pk=party).values_list("name", flat=True).first()


def editable_party(*, viewer: Viewer, party: UUID) -> bool:
    """Whether this reader may judge and change what is recorded of the party."""
    return "write" in viewer.scopes and Party.objects.editable_by(viewer).filter(pk=party).exists()
