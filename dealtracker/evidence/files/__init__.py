"""Files as text: TXT, HTML, EML, PDF and DOCX, opened as if they came from an enemy."""
from __future__ import annotations

from .errors import UnreadableFile
from .extract import LARGEST, Extracted, extract

__all__ = ["LARGEST", "Extracted", "UnreadableFile", "extract"]
