"""PDF as text, page by page."""

from __future__ import annotations

import io
import logging
import time

import pypdf
from pypdf.errors import PyPdfError

from dealtracker.evidence.files.errors import UnreadableFile

MOST_PAGES = 600
SECONDS = 40
# A damaged file makes the parser stumble in any of these ways.
_BROKEN = (
    *(PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError),
    *(OSError, AssertionError, MemoryError, ArithmeticError),
)
_DAMAGED = "The PDF is damaged: print it to a new PDF or save its text."
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_pages(data: bytes) -> list[str]:
    """Raises UnreadableFile for an encrypted, scanned, damaged or endless file."""
    reader = _opened(data)
    deadline = time.monotonic() + SECONDS
    texts: list[str] = []
    for number in range(_count(reader)):
        if time.monotonic() > deadline:
            raise UnreadableFile(f"The PDF takes too long to read (page {number + 1}): split it or save its text.")
        texts.append(_text(reader, number))
    if sum(len(text.strip()) for text in texts) < 20:
        raise UnreadableFile("The PDF has no text layer (a scan): run text recognition on it first.")
    return texts


def _opened(data: bytes) -> pypdf.PdfReader:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    except _BROKEN as error:
        if "decrypt" in str(error).lower() or "cryptography" in str(error).lower():
            raise UnreadableFile("The PDF is encrypted: save it without a password.") from error
        raise UnreadableFile(_DAMAGED) from error
    if locked:
        raise UnreadableFile("The PDF is encrypted: save it without a password.")
    return reader


def _count(reader: pypdf.PdfReader) -> int:
    try:
        count = len(reader.pages)
    except _BROKEN as error:
        raise UnreadableFile(_DAMAGED) from error
    if count > MOST_PAGES:
        raise UnreadableFile(f"The PDF has {count} pages and the limit is {MOST_PAGES}: split it.")
    return count


def _text(reader: pypdf.PdfReader, number: int) -> str:
    try:
        return reader.pages[number].extract_text() or ""
    except _BROKEN as error:
        if "decrypt" in str(error).lower() or "cryptography" in str(error).lower():
            raise UnreadableFile("The PDF is encrypted: save it without a password.") from error
        raise UnreadableFile(_DAMAGED) from error
