"""The reader: a text in, proposals out. Plain rules and word lists; nothing is learned, sent anywhere or saved."""
from __future__ import annotations

from .document import Document
from .figures import figures
from .gazetteer import Gazetteer, base_gazetteer
from .hardware import hardware
from .materials import materials
from .origins import is_satire, origins
from .parties import parties
from .proposals import Proposal, distinct
from .replies import replies
from .roles import roles
from .sites import sites
from .spotting import document
from .talks import talks
from .terms import terms

# Roles come first: they tell whose loan an amount is.
RULES = (roles, materials, terms, figures, replies, hardware, sites, talks, origins, parties)
LONGEST_TEXT = 2_000_000  # characters; a longer text is refused, not cut


class TextTooLong(ValueError):
    """A text with more characters than the reader takes."""


def read(text: str, *, gazetteer: Gazetteer | None = None, language: str = "") -> list[Proposal]:
    """Proposals of `text` in its order, each with text[start:end] == quote.

    `gazetteer` extends or replaces the base one; `language` is one of the ten codes, empty to detect it. A text
    that calls itself satire yields only that. Raises TextTooLong.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(f"the text has {len(text):,} characters; the reader takes {LONGEST_TEXT:,}: split it")
    read_text = document(text, gazetteer=gazetteer or base_gazetteer(), language=language)
    if joke := is_satire(read_text):
        return [read_text.propose(joke, "source.kind", "satire", "origin: calls itself satire")]
    return distinct(_all(read_text))


def _all(read_text: Document) -> list[Proposal]:
    return [proposal for rule in RULES for proposal in rule(read_text)]
