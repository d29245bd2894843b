"""Which sources state a value of a row, for files whose cells name them by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim


def cited_sources(
    *, viewer: Viewer, rows: Collection[UUID], known_on: date
) -> dict[UUID, dict[str, tuple[UUID, ...]]]:
    """Row → field (empty: the row as a whole) → sources published by then that state it, earliest first. One statement."""
    claims = (
        Claim.objects.visible_to(viewer)
        .filter(target__in=rows, state=Claim.State.ACCEPTED, source__published_to__lte=known_on)
        .order_by("source__published_to", "source_id")
    )
    found: dict[UUID, dict[str, dict[UUID, None]]] = defaultdict(lambda: defaultdict(dict))
    for target, field, source in claims.values_list("target", "field", "source_id"):
        found[target][field][source] = None
    return {target: {field: tuple(sources) for field, sources in fields.items()} for target, fields in found.items()}
