"""Names the reader knows beforehand: parties, chips, places. A caller extends the base with its register and catalogue."""

from __future__ import annotations

from dealtracker.evidence.reading.gazetteer.base import base_gazetteer
from dealtracker.evidence.reading.gazetteer.shape import Chip, Gazetteer, Party, Place

__all__ = ["Chip", "Gazetteer", "Party", "Place", "base_gazetteer"]
