"""DOCX as text: paragraphs, table rows as tabbed lines, foot- and endnotes. The archive is measured before it is opened."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree  # type: ignore[import-untyped]

from dealtracker.evidence.files.errors import UnreadableFile

MOST_FILES, LARGEST_PART, WORST_RATIO = 3000, 40 * 1024 * 1024, 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, etree.XMLSyntaxError)


def docx_text(data: bytes) -> str:
    """Raises UnreadableFile for another archive, a zip bomb, a password or broken XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = _parsed(_part(archive, _DOCUMENT))
            notes = [_parsed(_part(archive, name)) for name in _NOTES if name in archive.namelist()]
    except RuntimeError as error:  # zipfile's word for a password
        raise UnreadableFile("The document is encrypted: save it without a password.") from error
    except UnreadableFile:
        raise
    except _BROKEN as error:
        raise UnreadableFile("The document is damaged: save it again as DOCX or PDF.") from error
    body = root.find(f"{_W}body")
    blocks = [*(body if body is not None else ()), *(note for root in notes for note in root)]
    return "\n".join(line for block in blocks for line in _lines(block))


_DOCUMENT, _NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    entries = archive.infolist()
    entry = next((e for e in entries if e.filename == name), None)
    if entry is None:
        raise UnreadableFile("The file is an archive, not a DOCX document: unpack it and give its files.")
    swollen = entry.file_size > 1_000_000 and entry.file_size > WORST_RATIO * max(entry.compress_size, 1)
    if len(entries) > MOST_FILES or entry.file_size > LARGEST_PART or swollen:
        raise UnreadableFile("The document unpacks to far more than its size: it is refused as a zip bomb.")
    with archive.open(entry) as part:  # the declared size may lie: read no more than the limit
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise UnreadableFile("The document unpacks to far more than its size: it is refused as a zip bomb.")
    return content


def _parsed(content: bytes) -> etree._Element:
    if b"<!DOCTYPE" in content[:4000] or b"<!ENTITY" in content:
        raise UnreadableFile("The document declares XML entities, which no DOCX needs: it is refused.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:  # written in UTF-16, say, where the bytes above look different
        raise UnreadableFile("The document declares XML entities, which no DOCX needs: it is refused.")
    for element in root.iter(etree.Element):
        if element.tag.startswith(_STRICT):
            element.tag = _W + element.tag.removeprefix(_STRICT)
    etree.strip_elements(root, _FALLBACK, with_tail=False)  # a text box stands twice: for new readers and for old ones
    return root


def _lines(block: etree._Element) -> list[str]:
    if block.tag == f"{_W}p":
        return [_words(block)]
    if block.tag == f"{_W}tbl":
        return ["\t".join(_cell(cell) for cell in row.iter(f"{_W}tc")) for row in block.iter(f"{_W}tr")]
    return [_words(paragraph) for paragraph in block.iter(f"{_W}p")]


def _cell(cell: etree._Element) -> str:
    return " ".join(" ".join(_words(p) for p in cell.iter(f"{_W}p")).split())


def _words(paragraph: etree._Element) -> str:
    """Runs of text; what was deleted under tracked changes has its own element and is not read."""
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    return "".join(
        e.text or "" if e.tag == f"{_W}t" else marks.get(e.tag, "") for e in paragraph.iter() if isinstance(e.tag, str)
    )
