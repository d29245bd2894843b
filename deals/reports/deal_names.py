"""Titles and addresses of deals by key, and whether one may be changed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from deals.agreements.models import Deal
from dealtracker.access.rules import Viewer


def deal_titles(*, viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, str]:
    """Key → title, of those this viewer sees."""
    wanted = set(keys)
    return dict(Deal.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}


def editable(*, viewer: Viewer, deal: UUID) -> bool:
    """Whether this viewer may change the deal; no statement for those who may change nothing."""
    return bool(viewer.edits or viewer.system) and Deal.objects.editable_by(viewer).filter(pk=deal).exists()
