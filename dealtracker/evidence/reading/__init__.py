"""Reads an article or a term sheet by rules: `read(text)` gives proposals, each with its quote and offsets."""

from __future__ import annotations

from dealtracker.evidence.reading.gazetteer import Chip, Gazetteer, Party, Place, base_gazetteer
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.reader import TextTooLong, read

__all__ = ["Chip", "Gazetteer", "Party", "Place", "Proposal", "TextTooLong", "base_gazetteer", "read"]
