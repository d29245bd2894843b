"""HTML as text: blocks become lines, table cells tabs; scripts, styles and hidden parts are left out."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]

from dealtracker.evidence.files.errors import UnreadableFile

_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article header "
    "footer aside blockquote pre dd dt dl figure figcaption main form hr title option".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 li tr title blockquote".split())
_SILENT = frozenset("script style template noscript svg math iframe object embed head select button".split())
_DEEPEST = 250
_BLANKS = re.compile(r"[ \t\u00a0]{2,}")
_DECLARATION = re.compile(r"\A\s{0,20}<\?xml[^>]{0,200}\?>")


def html_text(markup: str) -> str:
    """The visible text. Raises UnreadableFile when the markup is nested too deep or cannot be parsed at all."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_DECLARATION.sub("", markup), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("The HTML could not be parsed: save the page's text instead.") from error
    if root is None:
        raise UnreadableFile("The HTML holds no text: nothing could be read from it.")
    pieces: list[str] = [_title(root)]
    _walk(root, pieces)
    text = _BLANKS.sub(" ", "".join(pieces))
    return _tidy(text)


def _title(root: etree._Element) -> str:
    title = root.findtext(".//title")
    return f"{' '.join(title.split())}\n\n" if title and title.strip() else ""


def _walk(root: etree._Element, pieces: list[str]) -> None:
    silent = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            depth += 1
            if depth > _DEEPEST:
                raise UnreadableFile("The HTML is nested too deep to be a page: save the page's text instead.")
            silent += tag in _SILENT or _hidden(element)
            pieces.append(_opening(tag) if not silent else "")
            pieces.append(_flat(element.text) if not silent else "")
        else:
            depth -= 1
            silent -= tag in _SILENT or _hidden(element)
            pieces.append(_closing(tag) + _flat(element.tail) if not silent else "")


def _hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _opening(tag: str) -> str:
    return "\n" if tag in _BLOCKS else ""


def _closing(tag: str) -> str:
    if tag in ("td", "th"):
        return "\t"
    if tag in _PARAGRAPHS:
        return "\n\n"
    return "\n" if tag in _BLOCKS else ""


def _flat(text: str | None) -> str:
    return re.sub(r"[\s\u00a0]+", " ", text) if text else ""


def _tidy(text: str) -> str:
    lines = [line.strip(" ") for line in text.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()
