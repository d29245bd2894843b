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
_SILENT = frozenset(
    "script style template noscript svg math iframe object embed head select button nav footer aside dialog".split()
)
# What pages put around an article, by the words of its class, id or role.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|comments?|disqus|related|recommended|newsletter|sidebar|share|sharing|social|promo|"
    r"adverts?|advertisement|ads?|"
    r"breadcrumbs?|menu|navbar|navigation|subscribe|paywall|footer|banner|popup|modal|most-read|trending|teaser)(?:[\s_-]|$)"
)
_AROUND_ROLES = frozenset("navigation banner contentinfo complementary dialog search alertdialog".split())
_PUBLISHED = re.compile(r'"datePublished"\s{0,5}:\s{0,5}"(\d{4}-\d\d-\d\d)')
_META = frozenset(
    (
        "article:published_time og:published_time datepublished date pubdate publishdate dc.date dc.date.issued "
        "dcterms.issued parsely-pub-date"
    ).split()
)
_LEAST = 200  # letters of an article that stands by itself; a character of Chinese, Japanese or Korean counts for three
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
    head = _title(root) + (f"Published: {day}\n\n" if (day := _published(root)) else "")
    article = max((_visible(part) for part in _articles(root)), key=len, default="")
    body = article if _stands(article) else _visible(root)
    if not _stands(body):
        body = _visible(root, around=True)  # a short page, or one whose every part is called "comments"
    return f"{head}{body}".strip() if body or root.findtext(".//title") else ""


def _visible(root: etree._Element, *, around: bool = False) -> str:
    """The text a reader sees; with `around` also what stands around the article."""
    pieces: list[str] = []
    _walk(root, pieces, around=around)
    return _tidy(_BLANKS.sub(" ", "".join(pieces)))


def _stands(text: str) -> bool:
    return sum(3 if char >= "\u3000" else 1 for char in text[:_LEAST]) >= _LEAST


def _articles(root: etree._Element) -> list[etree._Element]:
    """The one article of a page, or its main part; a page with several is read whole."""
    for tag in ("article", "main"):
        found = [element for element in root.iter(tag) if not any(e.tag == tag for e in element.iterancestors())]
        if found:
            return found if len(found) == 1 else []
    return []


def _published(root: etree._Element) -> str:
    """The day of publication as the page states it for machines: JSON-LD, meta tags, else ""."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and (match := _PUBLISHED.search((script.text or "")[:200_000])):
            return match[1]
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _META and (match := re.match(r"\d{4}-\d\d-\d\d", (meta.get("content") or "").strip())):
            return match[0]
    return ""


def _title(root: etree._Element) -> str:
    title = root.findtext(".//title")
    return f"{' '.join(title.split())}\n\n" if title and title.strip() else ""


def _walk(root: etree._Element, pieces: list[str], *, around: bool) -> None:
    silent = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            depth += 1
            if depth > _DEEPEST:
                raise UnreadableFile("The HTML is nested too deep to be a page: save the page's text instead.")
            silent += _is_silent(tag, element, around)
            pieces.append(_opening(tag) if not silent else "")
            pieces.append(_flat(element.text) if not silent else "")
        else:
            depth -= 1
            silent -= _is_silent(tag, element, around)
            pieces.append(_closing(tag) + _flat(element.tail) if not silent else "")


def _is_silent(tag: str, element: etree._Element, around: bool) -> bool:
    return tag in _SILENT or _hidden(element) or (not around and _is_around(tag, element))


def _is_around(tag: str, element: etree._Element) -> bool:
    """Whether an element is no part of the article: cookie banner, comments, related links."""
    if tag in ("html", "body", "article", "main", "p", "td", "tr", "table", "h1", "h2"):
        return False
    if (element.get("role") or "").lower() in _AROUND_ROLES:
        return True
    called = bool(_AROUND.search(f"{element.get('class') or ''} {element.get('id') or ''}".lower()))
    return called and next(element.iter("article", "main", "h1"), None) is None


def _hidden(element: etree._Element) -> bool:
    if (element.get("aria-hidden") or "").lower() == "true":
        return True
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
