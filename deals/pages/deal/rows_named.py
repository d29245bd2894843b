"""Names for a list to choose from: those that would read alike get what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language_info

from deals import facts
from deals.pages.deal.claims import title
from deals.pages.deal.seen import Seen, published
from dealtracker.uikit.formats import date_words


def row_names(seen: Seen, entity: facts.Entity) -> dict[str, str]:
    """Key of a row → "facility term loan"; two of one name carry their keys."""
    keys = [row["key"] for row in seen.doc.get(entity.list, ())]
    named = {key: f"{entity.name} {title(seen, f'/{entity.list}/{key}')}" for key in keys}
    often = Counter(named.values())
    return {key: f"{name} ({key})" if often[name] > 1 else name for key, name in named.items()}


def source_names(sources: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(id, "Northern Wire, 1 December 2025") in the order given; then language, host, title, address where needed."""
    found = list(sources)
    names = [f"{source['publisher']}, {date_words(published(source))}" for source in found]
    for part in _PARTS:
        told = [part(source) for source in found]
        apart = _different(names, told)
        names = [f"{name}, {more}" if more and name in apart else name for name, more in zip(names, told, strict=True)]
    return [(source["id"], name) for source, name in zip(found, names, strict=True)]


def _different(names: list[str], told: list[str]) -> set[str]:
    """The names that stand more than once and of which this would tell one from another."""
    pairs = Counter(name for name, _ in set(zip(names, told, strict=True)))
    return {name for name, number in pairs.items() if number > 1}


def _language(source: Mapping[str, Any]) -> str:
    tag: str = source.get("language", "")
    try:
        return str(get_language_info(tag.lower())["name"]) if tag else ""
    except KeyError:
        return tag


def _host(source: Mapping[str, Any]) -> str:
    try:
        return (urlsplit(source.get("url", "")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


_PARTS: tuple[Callable[[Mapping[str, Any]], str], ...] = (
    _language, _host, lambda source: source.get("title", "")[:80], lambda source: source.get("url", ""),
)  # fmt: skip
