"""Which price curve chips stand under on the day of a stress run: the one that a page of collateral takes, if any."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from deals.hardware.models import PriceCurve
from deals.reports.curve_list import curves
from dealtracker.access.rules import Viewer
from dealtracker.periods import When


class StressCurves:
    """The curves of the viewer whose sources were published by the day, asked once."""

    def __init__(self, *, viewer: Viewer, as_of: date, known_on: date) -> None:
        self.as_of = as_of
        self.found: dict[tuple[UUID | None, UUID], PriceCurve] = {}
        known = curves(viewer=viewer).filter(source__published_to__lte=known_on)
        for row in known.order_by("name", "-version", "pk"):
            self.found.setdefault((row.deal_id, row.model_id), row)

    def curve_of(self, *, deal: UUID, model: UUID | None, delivered: str | None) -> tuple[PriceCurve, date] | None:
        """(curve, the day from which chips age by it). The deal's own curve stands before another's, then the first by name
        in its latest version. None for chips that are not delivered by the day, or of which no day is entered."""
        row = (self.found.get((deal, model)) or self.found.get((None, model))) if model else None
        when = When.parse(delivered) if delivered else None
        since = when and (when.earliest or when.latest)
        return None if row is None or since is None or since > self.as_of else (row, since)
