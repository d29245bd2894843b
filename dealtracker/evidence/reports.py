"""Which sources are there for this reader."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dealtracker.access.rules import Viewer
from dealtracker.evidence.in_review import in_review
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id


def source_rows(
    *, viewer: Viewer, url: str = "", publisher: str = "", kind: str = "", language: str = ""
) -> QuerySet[Source]:
    """Visible sources, with their links fetched along; never their stored text."""
    given = {"url": url, "publisher": publisher, "kind": kind, "language": language}
    asked = {name: value for name, value in given.items() if value}
    found: QuerySet[Source] = (
        Source.objects.visible_to(viewer).filter(**asked).exclude(in_review()).prefetch_related("links")
    )
    return found


def source_json(source: Source) -> dict[str, Any]:
    """A source: who published what when, and what it goes back to; what is not stated is absent."""
    plain = {n: getattr(source, n) for n in ("kind", "publisher", "newsroom", "title", "url", "language", "date_basis")}
    days = {
        n: day.isoformat()
        for n in ("published_from", "published_to", "withdrawn_on", "taken_down_on")
        if (day := getattr(source, n))
    }
    links = sorted(source.links.all(), key=lambda link: (link.kind, str(link.to_id)))
    return {
        "id": public_id("source", source.pk),
        **{name: value for name, value in plain.items() if value},
        **days,
        "read": source.read,
        "links": [{"kind": link.kind, "to": public_id("source", link.to_id), "basis": link.basis} for link in links],
    }
