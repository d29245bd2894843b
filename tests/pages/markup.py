"""What is looked for in every page: well-formed, whole without scripts, nothing loaded from elsewhere, words that hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tests.house import FORBIDDEN_WORDS

_VOID = {
    "area",
    "base",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "use",
    "path",
    "rect",
    "circle",
    "stop",
}
_OPTIONAL = {"option", "li", "p", "dt", "dd", "tr", "td", "th", "tbody", "thead"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if "style" in given or any(name.startswith("on") for name in given):
            self.wrong.append(f"<{tag}> has a style or a script of its own: {given}")
        address = given.get("src") or (given.get("href") if tag in ("link", "use") else None)
        if address and not address.startswith(("/", "#")):
            self.outside.append(address)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in _OPTIONAL:
            self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing that is open")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(body: bytes) -> _Reader:
    reader = _Reader()
    reader.feed(body.decode())
    return reader


def text(body: bytes) -> str:
    """The words of the page, spaces single."""
    return re.sub(r"\s+", " ", " ".join(read(body).text)).strip()


def check(body: bytes, *, quoted: tuple[str, ...] = ()) -> None:
    """Fails on a page that is not well made; `quoted` are words of sources that stand on it."""
    found = read(body)
    assert not found.wrong, found.wrong[:5]
    assert found.open == [], found.open
    assert not found.outside, found.outside
    twice = {one for one in found.ids if found.ids.count(one) > 1}
    assert not twice, f"ids that stand twice: {sorted(twice)[:5]}"
    said = re.sub(r"https?://\S+", "", text(body))
    for words in quoted:
        said = said.replace(words, "")
    assert not FORBIDDEN_WORDS.findall(said), FORBIDDEN_WORDS.findall(said)
    assert "None" not in re.findall(r"\b\w+\b", said), "a value that is not there is told in words"
    assert "{'" not in said and "UUID(" not in said, "a value of the program stands on the page"
    assert re.findall(r".{0,60}[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-.{0,20}", said) == [], (
        "a bare key stands on the page"
    )
