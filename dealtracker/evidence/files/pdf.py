"""PDF as text, page by page."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter

import pypdf
from pypdf.errors import PyPdfError

from dealtracker.evidence.files.compatibility import plain_letters
from dealtracker.evidence.files.errors import UnreadableFile

MOST_PAGES = 600
SECONDS = 40
# A damaged file makes the parser stumble in any of these ways.
_BROKEN = (
    *(PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError),
    *(OSError, AssertionError, MemoryError, ArithmeticError),
)
_DAMAGED = "The PDF is damaged: print it to a new PDF or save its text."
_CUT = re.compile(r"\b([^\W\d_]{2,20})[-\u00ad]\n([a-zß-ÿа-я][^\W\d_]{1,20})\b(-?)")
_NUMBER = re.compile(
    r"\s{0,40}(?:(?:page|seite|pagina|página|стр\.)\s)?[-–—]?\s{0,3}\d{1,4}\s{0,3}[-–—]?(?:\s?(?:/|of|von|di|de)\s?\d{1,4})?\s{0,40}",
    re.IGNORECASE,
)
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
    return _tidied(texts)


def _tidied(pages: list[str]) -> list[str]:
    """Pages without running heads and page numbers, with words joined that a line end cut."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edges(page)} if key)
    running = {key for key, count in edges.items() if len(pages) >= 3 and count >= max(3, len(pages) // 2)}
    whole = set(re.findall(r"[^\W\d_]+-[^\W\d_]+", " ".join(pages)))
    return [_CUT.sub(lambda m: _joined(m, whole), _without(page, running)) for page in pages]


def _edges(page: str) -> list[str]:
    lines = [line for line in page.splitlines() if line.strip()]
    return [*lines[:2], *lines[-2:]]


def _key(line: str) -> str:
    """A line as it comes again on other pages: without its number."""
    return re.sub(r"\d+", "#", " ".join(line.split()))[:120]


def _without(page: str, running: set[str]) -> str:
    edges = set(_edges(page))
    kept = [
        line for line in page.splitlines() if not (line in edges and (_key(line) in running or _NUMBER.fullmatch(line)))
    ]
    return "\n".join(kept)


def _joined(cut: re.Match[str], whole: set[str]) -> str:
    """ "financ-\\ning" in one word, unless the text has the two with a hyphen elsewhere or goes on with one: "loan-\\nto-value"."""
    hyphen = "-" if cut[3] or f"{cut[1]}-{cut[2]}" in whole else ""
    return f"{cut[1]}{hyphen}{cut[2]}{cut[3]}"


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
        return plain_letters(reader.pages[number].extract_text() or "")
    except _BROKEN as error:
        if "decrypt" in str(error).lower() or "cryptography" in str(error).lower():
            raise UnreadableFile("The PDF is encrypted: save it without a password.") from error
        raise UnreadableFile(_DAMAGED) from error
