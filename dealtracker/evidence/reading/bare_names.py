"""German names of one word without legal form or article, which only what stands beside them tells from nouns."""

from __future__ import annotations

import re

from dealtracker.evidence.reading.document import Mention
from dealtracker.evidence.reading.folding import fold

_GIVEN = re.compile(r"(?<!\w)(?:stell|gewähr|leih|gib|gab|räum|bewillig|borg|reich|vergib)\w{0,3}\s(?:der |dem )?$")
_GIFT = re.compile(r"\s(?:eine?n?|bis|rund|etwa|knapp|über|insgesamt|\d)(?!\w)|\s\d")
_SPEAKS = re.compile(r"\s(?:teilt|sagt|erklär|bestätig|dementier|lehn|bezeichn|reagier|äußer|schwieg|antwort|wies|ließ|wollt|bestritt|widersprach)\w{0,4}(?!\w)")
_NO_NAME = frozenset("er sie es wer niemand keiner man jemand dieser jener beide alle banken investoren insider".split())


def speaks(folded: str, mention: Mention) -> bool:
    """Whether a word at the head of a German sentence, without article, speaks: "Siebengrid teilte mit"."""
    return fold(mention.written) not in _NO_NAME and bool(_SPEAKS.match(folded, mention.end))


def is_given(text: str, start: int, end: int) -> bool:
    """A German name without article that is lent something: "stellen Wellenwerk einen Kredit bereit"."""
    return bool(_GIVEN.search(fold(text[max(0, start - 24) : start])) and _GIFT.match(fold(text[end : end + 12])))
