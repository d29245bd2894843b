"""The small notation in which the vocabularies are written, and its translation to bounded regular expressions.

A cue is a line of words; " / " or a new line parts alternatives. `*` ends a stem ("prestit*"), `~` stands for up
to four words, `~~` for up to ten (in CJK: 12 and 40 characters), brackets and `?` mean what they mean in
regular expressions. No alternative can repeat without a bound, so matching stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dealtracker.evidence.reading.folding import ends_word, starts_word

_PARTS = re.compile(r"\s/\s|\n")
_QUOTE = "[\"'«]?"  # a word may stand in quotation marks
_SPACED_GAPS = {"~~": r"(?:[^\s;!?]{1,30}\s{1,3}){0,10}?" + _QUOTE, "~": r"(?:[^\s;!?]{1,30}\s{1,3}){0,4}?" + _QUOTE}
_CJK_GAPS = {"~~": r"[^。;!?]{0,40}?", "~": r"[^。;!?、,]{0,12}?"}
_EDGE = r"(?:(?<!\w)|(?![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]))"  # so that "borrow" gives way to "borrowed"
_TOKEN = re.compile(r"\[[^\]]{1,40}\]|~~\?? ?|~\?? ?|(?:\\w)?\*| +\??|(?<!\\)\((?!\?)")


@dataclass(frozen=True)
class Span:
    """Where something stands: text[start:end]."""

    start: int
    end: int


@dataclass(frozen=True)
class Cue:
    """Alternatives in the notation above; `cjk` for scripts without spaces between words."""

    lines: str
    cjk: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        parts = [self._translate(part.strip()) for part in _PARTS.split(self.lines) if part.strip()]
        parts.sort(key=len, reverse=True)  # of "up to" and "up to about" the longer is tried first
        return re.compile(f"(?:{'|'.join(parts)}){'' if self.cjk else _EDGE}" if parts else r"(?!)")

    def _translate(self, part: str) -> str:
        gaps = _CJK_GAPS if self.cjk else _SPACED_GAPS

        def token(match: re.Match[str]) -> str:
            if match[0][0] == "[":
                return match[0]
            if match[0].startswith(" ") and match[0].endswith("?"):
                return r"\s{0,3}"
            word = match[0].replace("?", "").strip() if match[0][0] == "~" else match[0].strip()
            if word in gaps:
                return gaps[word]
            return {
                "*": r"\w{0,14}",
                r"\w*": r"\w{0,14}",
                "(": "(?:",
                "": r"\s{0,3}" if self.cjk else r"\s{1,3}" + _QUOTE,
            }[word]

        return _TOKEN.sub(token, part)

    def spans(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Matches that begin and end at word boundaries, left to right, not overlapping."""
        end = len(folded) if end is None else end
        while start < end and (match := self.pattern.search(folded, start, end)):
            whole = starts_word(folded, match.start()) and ends_word(folded, match.end())
            if whole and match.end() > match.start():
                yield Span(match.start(), match.end())
            start = match.end() if whole and match.end() > match.start() else match.start() + 1

    def first(self, folded: str, start: int = 0, end: int | None = None) -> Span | None:
        return next(self.spans(folded, start, end), None)
