"""Bytes in, text out: what a file is, is told by its content first and by its name second."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from dealtracker.evidence.files.docx import docx_text
from dealtracker.evidence.files.eml import eml_text
from dealtracker.evidence.files.encodings import decode
from dealtracker.evidence.files.errors import UnreadableFile
from dealtracker.evidence.files.markup import html_text
from dealtracker.evidence.files.pdf import pdf_pages

LARGEST = 20 * 1024 * 1024
LONGEST_TEXT = 2_000_000
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|article|p|div|meta)[\s>/]")
_HEADER = re.compile(rb"(?im)\A(?:[!-9;-~]{1,60}:[^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,40}){2,80}\r?\n")
_BINARIES = (
    (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"), (b"MZ", "a program"), (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"{\\rtf", "an RTF document"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Extracted:
    """`text` with "\\n" line ends; `pages` are the offsets at which the pages of a PDF begin; `digest` is SHA-256 of the bytes."""

    text: str
    kind: str  # txt, html, eml, pdf, docx
    digest: str
    encoding: str = ""
    pages: tuple[int, ...] = field(default=())

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, on which `offset` stands; None when the file has no pages."""
        return sum(1 for start in self.pages if start <= offset) or None


def extract(data: bytes, *, name: str = "") -> Extracted:
    """The text of a file. Raises UnreadableFile for what is empty, too large, binary, encrypted, scanned or broken."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("The file is empty: choose one that holds text.")
    if len(data) > LARGEST:
        size = f"{len(data) / 1048576:.0f} MB and the limit is {LARGEST // 1048576} MB"
        raise UnreadableFile(f"The file has {size}: split it or save its text.")
    kind = _kind(data, name.lower())
    text, encoding, pages = _READERS[kind](data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not any(map(str.isalnum, text)):
        raise UnreadableFile("The file holds no text: nothing could be read from it.")
    if len(text) > LONGEST_TEXT:
        raise UnreadableFile(
            f"The file holds {len(text):,} characters of text and the limit is {LONGEST_TEXT:,}: split it."
        )
    return Extracted(text, kind, hashlib.sha256(data).hexdigest(), encoding, pages)


def _kind(data: bytes, name: str) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return "docx"
    if data.startswith(_OLE):
        raise UnreadableFile(
            "The file is an encrypted or old-format Office document: save it without a password as DOCX or PDF."
        )
    for magic, what in _BINARIES:
        if data.startswith(magic):
            raise UnreadableFile(f"The file is {what}, not a text: give TXT, HTML, EML, PDF or DOCX.")
    if name.endswith((".pdf", ".docx")):
        claimed = name.rsplit(".", 1)[1].upper()
        raise UnreadableFile(f"The file is called {claimed} but its content is not: it may be damaged.")
    if (
        name.endswith(".eml")
        or _HEADER.match(data[:20_000])
        and re.search(rb"(?im)^(?:from|subject|mime-version|received):", data[:20_000])
    ):
        return "eml"
    return "html" if name.endswith((".html", ".htm", ".xhtml")) or _HTML.search(data[:2_000]) else "txt"


def _txt(data: bytes) -> tuple[str, str, tuple[int, ...]]:
    text, encoding = decode(data)
    return text, encoding, ()


def _html(data: bytes) -> tuple[str, str, tuple[int, ...]]:
    text, encoding = decode(data, markup=True)
    return html_text(text), encoding, ()


def _eml(data: bytes) -> tuple[str, str, tuple[int, ...]]:
    return eml_text(data), "", ()


def _docx(data: bytes) -> tuple[str, str, tuple[int, ...]]:
    return docx_text(data), "", ()


def _pdf(data: bytes) -> tuple[str, str, tuple[int, ...]]:
    starts, parts, at = [], [], 0
    for page in pdf_pages(data):
        starts.append(at)
        parts.append(page.replace("\r\n", "\n").replace("\r", "\n"))
        at += len(parts[-1]) + 1
    return "\f".join(parts), "", tuple(starts)


_READERS = {"txt": _txt, "html": _html, "eml": _eml, "docx": _docx, "pdf": _pdf}
