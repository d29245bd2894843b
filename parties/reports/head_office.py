"""The words in which sources state where a party's head office is."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim
from dealtracker.ids import public_id


def head_office_words(*, viewer: Viewer, party: UUID, country: str, known_on: date) -> list[dict[str, Any]]:
    """[{"exact", "language", "source": {"id", "publisher", "published_from", "published_to"}}] of those known by that day.

    The earliest first. A claim without a value states the one that stands; one of another country is no support of this one.
    """
    claims = Claim.objects.visible_to(viewer).filter(
        target=party, field="hq_country", state=Claim.State.ACCEPTED, stance=Claim.Stance.ASSERTS,
        source__published_to__lte=known_on, anchors__isnull=False,
    )  # fmt: skip
    cells = claims.order_by("source__published_to", "source_id").values_list(
        "value", "anchors__exact", "source__language", "source_id", "source__publisher", "source__published_from",
        "source__published_to",
    )
    return [
        {
            "exact": exact, "language": language or "und",
            "source": {
                "id": public_id("source", source), "publisher": publisher, "published_from": first and first.isoformat(),
                "published_to": last.isoformat(),
            },
        }
        for value, exact, language, source, publisher, first, last in cells
        if value in (None, country)
    ]  # fmt: skip
