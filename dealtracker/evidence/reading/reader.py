"""The reader: a text in, proposals out. Plain rules and word lists; nothing is learned, sent anywhere or saved."""

from __future__ import annotations

from datetime import date

from dealtracker.evidence.reading.about import about_financing
from dealtracker.evidence.reading.announced import announced
from dealtracker.evidence.reading.attributions import attributions
from dealtracker.evidence.reading.document import Document
from dealtracker.evidence.reading.figures import figures
from dealtracker.evidence.reading.gazetteer import Gazetteer, base_gazetteer
from dealtracker.evidence.reading.hardware import hardware
from dealtracker.evidence.reading.kinds import kinds
from dealtracker.evidence.reading.materials import materials
from dealtracker.evidence.reading.origins import is_satire, origins
from dealtracker.evidence.reading.origins import published as published_by_text
from dealtracker.evidence.reading.parties import parties
from dealtracker.evidence.reading.proposals import Proposal, distinct
from dealtracker.evidence.reading.replies import replies
from dealtracker.evidence.reading.roles import roles
from dealtracker.evidence.reading.sites import sites
from dealtracker.evidence.reading.spotting import document
from dealtracker.evidence.reading.talks import talks
from dealtracker.evidence.reading.terms import terms

# Roles come first: they tell whose loan an amount is, and which lone words with a capital are parties.
RULES = (materials, kinds, terms, figures, announced, replies, hardware, sites, talks, origins, attributions, parties)
LONGEST_TEXT = 2_000_000  # characters; a longer text is refused, not cut


class TextTooLong(ValueError):
    """A text with more characters than the reader takes."""


def read(
    text: str, *, gazetteer: Gazetteer | None = None, language: str = "", published: date | None = None
) -> list[Proposal]:
    """Proposals of `text` in its order, each with text[start:end] == quote.

    `gazetteer` extends or replaces the base one; `language` is one of the ten codes, empty to detect it;
    `published` is the day of publication when the caller knows it, else that of the text's own head is taken. A text
    that calls itself satire yields only that. Raises TextTooLong.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(f"the text has {len(text):,} characters; the reader takes {LONGEST_TEXT:,}: split it")
    read_text = document(text, gazetteer=gazetteer or base_gazetteer(), language=language)
    if joke := is_satire(read_text):
        return [read_text.propose(joke, "source.kind", "satire", "origin: calls itself satire")]
    read_text.published = published or _own_day(read_text)
    return distinct(_all(read_text), owner=read_text.owners)


def _own_day(read_text: Document) -> date | None:
    """The day the text gives itself, when it gives a whole one that exists."""
    said = next((str(p.value) for p in published_by_text(read_text) if p.field == "source.published"), "")
    try:
        return date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        return None


def _all(read_text: Document) -> list[Proposal]:
    held = list(roles(read_text))
    read_text.promote({proposal.party for proposal in held})
    return about_financing(read_text, [*held, *(proposal for rule in RULES for proposal in rule(read_text))])
