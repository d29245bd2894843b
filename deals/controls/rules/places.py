"""Where a country stands on a day: groups of the dated sets, less others, plus countries from a day on."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from deals.controls.rules.pack import Pack
from deals.controls.rules.tri import Tri


def as_treated(code: str | None, pack: Pack) -> str | None:
    """The code that the rules see: Hong Kong is China, Guam is the United States (`treated_as` of the pack)."""
    return pack.treated_as[code][0] if code is not None and code in pack.treated_as else code


def contains(place: Mapping[str, Any], code: str | None, *, pack: Pack, day: date) -> Tri:
    """Whether a country lies in a place on that day; None for an unknown country."""
    if "place" in place:
        return contains(pack.places[place["place"]], code, pack=pack, day=day)
    seen = as_treated(code, pack)
    if seen is None:
        return None
    if place.get("any"):
        return seen not in place.get("except", ())
    return _is_listed(seen, place, groups_on(pack, day), day)


def _is_listed(code: str, place: Mapping[str, Any], groups: Mapping[str, frozenset[str]], day: date) -> bool:
    """Of a place given by countries and groups: what is taken out of these does not touch what is added from a day on."""

    def is_in(names: str) -> bool:
        return any(code in groups.get(name, ()) for name in place.get(names, ()))

    added = (p["countries"] for p in place.get("plus", ()) if p["first_day"] is None or p["first_day"] <= day)
    return any(code in some for some in added) or ((code in place.get("countries", ()) or is_in("groups")) and not is_in("less"))


def groups_on(pack: Pack, day: date) -> Mapping[str, frozenset[str]]:
    found = pack.country_set(day)
    return found.groups if found else {}


def groups_in_words(code: str | None, *, pack: Pack, day: date) -> str:
    """ "IL: D:4, A:6" as a reader checks it; "no group of the pack" for most of the world."""
    seen = as_treated(code, pack)
    names = [name for name, codes in groups_on(pack, day).items() if seen in codes]
    return f"{code}{f' (as {seen})' if seen != code else ''}: {', '.join(names) or 'no group of the pack'}"
