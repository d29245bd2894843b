"""Where a quote stands in a text: the W3C text quote and text position selectors, found again after small changes.

Web Annotation Data Model, W3C Recommendation of 23 February 2017, 4.2.4 (TextQuoteSelector) and 4.2.5
(TextPositionSelector). Offsets count Unicode code points, `end` is exclusive.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

CONTEXT = 32  # characters of prefix and suffix
CLOSE = 0.86  # how alike a changed quote must be
CHUNK, CHUNK_EAST = 10, 4  # characters of a piece that must stand unchanged; Han, kana and hangul say more in fewer
_ALIKE = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
# Soft hyphens, joiners, marks without width, and marks that turn the direction of what follows.
_UNSEEN = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
_INVISIBLE = frozenset("\u00ad\u061c\ufeff") | {chr(code) for code in _UNSEEN}
_SLIPS = (
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1251", "utf-8"),
    ("cp437", "utf-8"),
    ("cp932", "utf-8"),
    ("gb18030", "utf-8"),
    ("cp949", "utf-8"),
    ("koi8-r", "utf-8"),
    ("cp1251", "koi8-r"),
    ("latin-1", "cp932"),
    ("latin-1", "gb18030"),
    ("latin-1", "cp949"),
)


@dataclass(frozen=True)
class Anchor:
    """A quote with its neighbourhood; text[start:end] == exact when it was made."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def to_json(self) -> list[dict[str, Any]]:
        """The two selectors in the shape of the W3C model."""
        quote = {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix}
        return [quote, {"type": "TextPositionSelector", "start": self.start, "end": self.end}]


@dataclass(frozen=True)
class Found:
    """`how`: position, quote, normalised, encoding, similar; the later the less sure."""

    start: int
    end: int
    how: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end]. Raises ValueError when the offsets do not name a piece of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"offsets {start} to {end} do not name a piece of a text of {len(text)} characters")
    return Anchor(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end)


def find(text: str, wanted: Anchor) -> Found | None:
    """Where the quote stands now, by the strictest way that succeeds; None when it is gone.

    At its position; as it is, elsewhere (the best neighbourhood, then the nearest, wins); without regard to white
    space, case, width and quote marks; after a text was read in a wrong encoding; nearly the same.
    """
    if not wanted.exact.strip():
        return None
    if text[wanted.start : wanted.end] == wanted.exact and _agrees(text, wanted):
        return Found(wanted.start, wanted.end, "position")
    if found := _best(text, wanted, list(_occurrences(text, wanted.exact)), "quote"):
        return found
    plain, places = _flattened(text)
    for exact, how in ((wanted.exact, "normalised"), *((slip, "encoding") for slip in _slipped(wanted.exact))):
        if found := _among(text, wanted, plain, places, _flattened(exact)[0], how):
            return found
    return _similar(plain, places, wanted)


def _agrees(text: str, wanted: Anchor) -> bool:
    return text.endswith(wanted.prefix, 0, wanted.start) and text.startswith(wanted.suffix, wanted.end)


def _occurrences(text: str, exact: str, most: int = 1000) -> Iterator[tuple[int, int]]:
    at = text.find(exact)
    while at >= 0 and most:
        yield at, at + len(exact)
        at, most = text.find(exact, at + 1), most - 1


def _best(text: str, wanted: Anchor, spans: list[tuple[int, int]], how: str) -> Found | None:
    if not spans:
        return None
    start, end = max(spans, key=lambda span: (_shared(text, wanted, span), -abs(span[0] - wanted.start)))
    return Found(start, end, how)


def _shared(text: str, wanted: Anchor, span: tuple[int, int]) -> int:
    """Characters of prefix and suffix that agree around a candidate, without regard to white space."""
    before = _flattened(text[max(0, span[0] - 2 * CONTEXT) : span[0]])[0]
    after = _flattened(text[span[1] : span[1] + 2 * CONTEXT])[0]
    return _common(before[::-1], _flattened(wanted.prefix)[0][::-1]) + _common(after, _flattened(wanted.suffix)[0])


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _flattened(text: str) -> tuple[str, list[int]]:
    """Without white space, compatibility forms, case and quote styles; each character with the offset it came from."""
    plain: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        if cluster.isspace() or cluster in _INVISIBLE:
            continue
        flat = unicodedata.normalize("NFKC", cluster).translate(_ALIKE).casefold()
        plain.append(flat)
        places.extend([start] * len(flat))
    return "".join(plain), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Base characters with the combining marks behind them, so that NFC and NFD come out the same."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (_combines(text[at])):
            yield start, text[start:at]
            start = at


def _combines(char: str) -> bool:
    return char > "\u02ff" and (
        unicodedata.combining(char) > 0 or "\u1160" <= char <= "\u11ff" or char in "\uff9e\uff9f"
    )


def _among(text: str, wanted: Anchor, plain: str, places: list[int], exact: str, how: str) -> Found | None:
    if not exact:
        return None
    spans = [(places[a], _after(text, places[b - 1])) for a, b in _occurrences(plain, exact)]
    return _best(text, wanted, spans, how)


def _after(text: str, last: int) -> int:
    end = last + 1
    while end < len(text) and _combines(text[end]):
        end += 1
    return end


def _slipped(exact: str) -> Iterator[str]:
    """The quote as it reads when one side was decoded wrongly, either way round."""
    for wrong, right in _SLIPS:
        for source, target in ((wrong, right), (right, wrong)):
            try:
                yield exact.encode(source).decode(target)
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue


def _similar(plain: str, places: list[int], wanted: Anchor) -> Found | None:
    """The window most like the quote, looked for only where one of its pieces stands."""
    exact = _flattened(wanted.exact)[0][:2000]
    east = sum(char > "\u2e7f" for char in exact) * 2 > len(exact)
    chunk = CHUNK_EAST if east else CHUNK
    if len(exact) < 2 * chunk:
        return None
    starts = {
        at - i
        for i in range(0, len(exact) - chunk + 1, chunk)
        for at, _ in _occurrences(plain, exact[i : i + chunk], 5)
    }
    near = sorted(starts, key=lambda s: abs(places[min(max(s, 0), len(places) - 1)] - wanted.start))[:60]
    scored = [(_ratio(exact, plain[max(0, s) : s + len(exact)]), -i, s) for i, s in enumerate(near)]
    score, _, start = max(scored, default=(0.0, 0, 0))
    start = max(0, start)
    if score < CLOSE or start >= len(places):
        return None
    return Found(places[start], places[min(start + len(exact), len(places)) - 1] + 1, "similar")


def _ratio(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= CLOSE else 0.0
