"""The source that somebody means by its id or its address, and where they may enter anything."""

from __future__ import annotations

from uuid import UUID

from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.models import Source
from dealtracker.ids import private_key


class SourceNotFound(ValueError):
    """There is no such source that may be cited there."""


def source_named(*, viewer: Viewer, text: str, wall: UUID) -> Source:
    """A visible source of this compartment, or a public one, by id or address; raises SourceNotFound."""
    words = text.strip()
    found = Source.objects.visible_to(viewer).filter(compartment__in={PUBLIC, wall})
    key = private_key("source", words.rstrip("/").rpartition("/")[2])
    source: Source | None = (found.filter(pk=key) if key else found.filter(url=words)).first()
    if source is None:
        raise SourceNotFound("no source with this id or address is entered; enter it first under Review")
    return source


def editable_walls(*, viewer: Viewer) -> list[tuple[UUID, str]]:
    """(id, name) of the compartments that this viewer edits, the public one first."""
    rows = Compartment.objects.filter(pk__in=viewer.edits) if "write" in viewer.scopes else Compartment.objects.none()
    return sorted(rows.values_list("pk", "name"), key=lambda row: (row[0] != PUBLIC, row[1]))
