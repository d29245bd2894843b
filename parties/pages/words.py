"""Words and links that the pages about parties share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.text import slugify

from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from parties.reports.party_list import party_name

_VERDICTS = {"same": "judged to be the same", "different": "judged not to be the same", "unsure": "it cannot be told"}
_RESERVED = ("merge", "ownership", "screening", "edit")


def judged_words(verdict: str) -> str:
    return _VERDICTS[verdict]


def party_link(*, viewer: Viewer, party: UUID) -> dict[str, Any]:
    """The id, name and address of a visible party."""
    name, key = party_name(viewer=viewer, party=party), public_id("party", party)
    slug = slugify(name)[:60]
    return {"id": key, "name": name, "url": f"/parties/{key}/{slug if slug and slug not in _RESERVED else 'party'}/"}
