"""Which sources wait for a person: read in, with proposals that nobody has decided about yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from dealtracker.access.models import Compartment
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim, Source, SourceText

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A source with how many of its proposals wait, were accepted and rejected."""

    source: Source
    team: str
    file_name: str
    waiting: int
    accepted: int
    rejected: int


def review_queue(*, viewer: Viewer, all_of_them: bool = False) -> list[Waiting]:
    """Sources that the viewer may review, the latest first; only those with something to decide unless asked."""
    own = Q(claims__subject=F("pk"))
    counted: QuerySet[Any] = (
        Source.objects.editable_by(viewer).filter(stored_text__isnull=False).select_related("stored_text")
    )
    counted = counted.annotate(
        waiting=Count("claims", filter=own & Q(claims__state=Claim.State.PROPOSED)),
        accepted=Count("claims", filter=own & Q(claims__state=Claim.State.ACCEPTED)),
        rejected=Count("claims", filter=own & Q(claims__state=Claim.State.REJECTED)),
    ).order_by("-recorded_at", "pk")
    if not all_of_them:
        counted = counted.filter(waiting__gt=0)
    teams = dict(Compartment.objects.filter(pk__in=viewer.walls).values_list("pk", "name"))
    return [
        Waiting(s, teams.get(s.compartment_id, ""), s.stored_text.file_name, s.waiting, s.accepted, s.rejected)
        for s in counted[:MOST]
    ]


def waiting_count(*, viewer: Viewer) -> int:
    """How many proposals wait for this viewer."""
    return int(Claim.objects.editable_by(viewer).filter(state=Claim.State.PROPOSED, subject=F("source")).count())


def compartments_for_intake(*, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Where this viewer may enter sources: their teams first, the public one last."""
    found = (
        Compartment.objects.filter(pk__in=viewer.edits).order_by("name")
        if not viewer.system
        else Compartment.objects.all()
    )
    return sorted(((c.pk, c.name) for c in found), key=lambda row: (row[1] == "Public", row[1]))


def stored_text(*, viewer: Viewer, source: UUID) -> SourceText | None:
    """The stored text of a source, for those who may review it and nobody else."""
    found: SourceText | None = (
        SourceText.objects.editable_by(viewer).select_related("source").filter(source=source).first()
    )
    return found
