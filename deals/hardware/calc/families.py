"""Chips by the name that several share: "Nvidia H100" is no one chip of the catalogue, yet more than nothing.

A family's slug is what the keys of its chips begin with ("nvidia-h100"); its name is what their names begin with.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from deals.hardware.calc.chip import Catalogue
from deals.hardware.calc.naming import LISTED, resolve, squeezed


def stated_chips(text: str, catalogue: Catalogue) -> frozenset[str]:
    """Slugs of what a line's words state: the chip, or every variant the words may mean and their families.

    Words that name only a maker or an architecture, or nothing of the catalogue, give none. A list of several chips
    gives those of each.
    """
    whole = _stated(text, catalogue)
    return whole or frozenset().union(*(_stated(part, catalogue) for part in LISTED.split(text)))


def _stated(text: str, catalogue: Catalogue) -> frozenset[str]:
    match = resolve(text, catalogue)
    chips = match.chips if match.kind in ("chip", "variants") else ()
    return frozenset().union(*(with_families(chip.key, catalogue) for chip in chips))


def with_families(slug: str, catalogue: Catalogue) -> frozenset[str]:
    """A chip's slug and those of its families: who asks for "nvidia-h100" means each variant of it too."""
    return frozenset({slug, *(family for family, chips in families(catalogue).items() if slug in chips)})


def families(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Slug of a family → slugs of its chips, two at least."""
    return _families(tuple((chip.key, chip.vendor, chip.aliases) for chip in catalogue.chips))


def chip_name(slug: str, catalogue: Catalogue) -> str:
    """ "NVIDIA H100 PCIe 80GB", "NVIDIA H100, any variant"; a slug that the catalogue does not have stays as it is."""
    if chip := catalogue.by_key.get(slug):
        return f"{chip.vendor} {chip.name}"
    if members := families(catalogue).get(slug):
        chips = [catalogue.by_key[key] for key in members]
        return f"{chips[0].vendor} {_shared([chip.name for chip in chips], ' ')}, any variant"
    return slug


def near_slugs(text: str, catalogue: Catalogue, count: int = 4) -> tuple[str, ...]:
    """Slugs that a wrong one may have meant, families first; only shown, never taken in its place."""
    known = (*families(catalogue), *catalogue.by_key)
    meant = stated_chips(text, catalogue)
    alike = get_close_matches(text.casefold(), known, count)
    return tuple(dict.fromkeys([*(slug for slug in known if slug in meant), *alike]))[:count]


@lru_cache(maxsize=8)
def _families(chips: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for vendor, alias in dict.fromkeys((maker, alias) for _, maker, aliases in chips for alias in aliases):
        keys = tuple(key for key, maker, aliases in chips if maker == vendor and alias in aliases)
        slug = _shared(list(keys), "-")
        if len(keys) > 1:
            # Keys that share no more than the maker are told by the name that people write.
            found[slug if "-" in slug and slug not in keys else f"{squeezed(vendor)}-{alias}"] = keys
    return MappingProxyType(found)


def _shared(texts: list[str], between: str) -> str:
    """The words with which all texts begin."""
    begun = []
    for words in zip(*(text.split(between) for text in texts), strict=False):
        if len(set(words)) > 1:
            break
        begun.append(words[0])
    return between.join(begun)
