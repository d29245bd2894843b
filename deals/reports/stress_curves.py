"""What chips are worth on the day of a stress run: by the price curve that a page of collateral takes, else as stated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from deals.hardware.models import PriceCurve
from deals.ledger.calc.curves import Asset, asset_value
from deals.reports.curve_list import as_curve, curve_words, curves
from dealtracker.access.rules import Viewer
from dealtracker.periods import When

STATED = "stated value of its chips"


class StressCurves:
    """The curves of the viewer whose sources were published by the day, asked once."""

    def __init__(self, *, viewer: Viewer, as_of: date, known_on: date) -> None:
        self.as_of = as_of
        self.found: dict[tuple[UUID | None, UUID], PriceCurve] = {}
        known = curves(viewer=viewer).filter(source__published_to__lte=known_on)
        for row in known.order_by("name", "-version", "pk"):
            self.found.setdefault((row.deal_id, row.model_id), row)

    def valued(
        self, cost: Decimal, currency: str, *, deal: UUID, model: UUID | None, delivered: str | None
    ) -> tuple[Decimal, str]:
        """(value, what it is by). The deal's own curve stands before another's, then the first by name in its latest
        version. Chips that are not delivered by the day, or of which no day is entered, stand at what is stated."""
        row = (self.found.get((deal, model)) or self.found.get((None, model))) if model else None
        when = When.parse(delivered) if delivered else None
        since = when and (when.earliest or when.latest)
        if row is None or since is None or since > self.as_of:
            return cost, STATED
        return asset_value(Asset(row.name, cost, since, as_curve(row)), self.as_of, currency), (
            f"value of its chips by the price curve {curve_words(row)}"
        )
