"""Names of languages for people."""

from __future__ import annotations

from django.utils.translation import get_language_info

_OURS = {"zh": "Chinese"}


def language_name(tag: str) -> str:
    """ "pt-BR" → "Brazilian Portuguese"; a tag that has no name here as it is."""
    try:
        return _OURS.get(tag.lower()) or str(get_language_info(tag.lower())["name"])
    except KeyError:
        return tag
