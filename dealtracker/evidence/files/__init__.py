"""Files as text: TXT, HTML, EML, PDF and DOCX, opened as if they came from an enemy."""

from __future__ import annotations

from dealtracker.evidence.files.errors import UnreadableFile
from dealtracker.evidence.files.extract import LARGEST, Extracted, extract

__all__ = ["LARGEST", "Extracted", "UnreadableFile", "extract"]
