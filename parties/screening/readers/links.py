"""Who owns or directs whom, as a FollowTheMoney file itself says: read first, so that entries can carry it."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from dealtracker.money import plain
from dealtracker.periods import DateError, When
from parties.screening.readers.strict import ListRefused, text_of, texts_of
from parties.screening.rules import Link

# Schema → (kind of link, who holds, what is held)
SCHEMAS = {"Ownership": ("ownership", "owner", "asset"), "Directorship": ("directorship", "director", "organization")}
# The same nested inside an entity: property → (schema, whether the entity holds or is held)
_NESTED = {
    "ownershipOwner": ("Ownership", True), "ownershipAsset": ("Ownership", False),
    "directorshipDirector": ("Directorship", True), "directorshipOrganization": ("Directorship", False),
}  # fmt: skip
_MOST = 50
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%?"
_EXACT = re.compile(_NUMBER)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}")
_BOUND = re.compile(rf"(>=|≥|>|<=|≤|<)\s*{_NUMBER}")


@dataclass
class LinkBook:
    """Links by what they lead to and by who holds, who is listed with which regimes, and names as they are met."""

    into: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))
    out_of: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def add(self, link: Link) -> None:
        if link.owner != link.owned and link not in self.into[link.owned]:
            self.into[link.owned].append(link)
            self.out_of[link.owner].append(link)

    def settle(self) -> None:
        """Marks whom listed entities own, through others too, or direct."""
        waiting = deque(ref for ref in self.listed if ref in self.out_of)
        seen = set(waiting)
        while waiting:
            owner = waiting.popleft()
            for link in self.out_of.get(owner, ()):
                # Who directs is not followed further: the directed one's own holdings are not the director's.
                if link.kind == "directorship" and owner not in self.listed:
                    continue
                self.reached.add(link.owned)
                if link.kind == "ownership" and link.owned not in seen:
                    seen.add(link.owned)
                    waiting.append(link.owned)

    def concerns(self, ref: str) -> bool:
        """Whether a listed entity owns or directs it, or it stands on the way."""
        return ref in self.reached

    def links_of(self, ref: str) -> tuple[Link, ...]:
        """All links on ways down from listed entities to this one, nearest first, at most fifty; with names and regimes."""
        found: list[Link] = []
        seen, waiting = {ref}, deque([ref])
        while waiting and len(found) < _MOST:
            owned = waiting.popleft()
            for link in self.into.get(owned, ()):
                if (link.owner not in self.listed and link.owner not in self.reached) or (
                    link.kind == "directorship" and owned != ref
                ):
                    continue
                found.append(self._named(link))
                if link.kind == "ownership" and link.owner not in seen:
                    seen.add(link.owner)
                    waiting.append(link.owner)
        return tuple(found[:_MOST])

    def _named(self, link: Link) -> Link:
        regimes = self.listed.get(link.owner, ())
        return replace(
            link,
            owner_name=self.names.get(link.owner, link.owner),
            is_listed=link.owner in self.listed,
            regimes=regimes,
        )


def links_in(file: str, row: int, ref: str, schema: str, properties: Mapping[str, Any]) -> Iterator[Link]:
    """The links that one line tells: a link of its own, or those nested in an entity; raises ListRefused."""
    if schema in SCHEMAS:
        yield from _told(file, row, schema, properties)
    for name, (nested, holds) in _NESTED.items():
        for one in items(file, row, properties, name):
            if isinstance(one, dict) and isinstance(inside := one.get("properties"), dict):
                _, holder, held = SCHEMAS[nested]
                yield from _told(file, row, nested, {**inside, (holder if holds else held): [ref]})


def _told(file: str, row: int, schema: str, properties: Mapping[str, Any]) -> Iterator[Link]:
    kind, holder, held = SCHEMAS[schema]
    yield from _links(
        file, row, kind, refs(file, row, properties, holder), refs(file, row, properties, held), properties
    )


def refs(file: str, row: int, properties: Mapping[str, Any], name: str) -> list[str]:
    """Ids, given as texts or as whole entities."""
    found = (one.get("id") if isinstance(one, dict) else one for one in items(file, row, properties, name))
    return [one for one in found if isinstance(one, str) and one]


def items(file: str, row: int, properties: Mapping[str, Any], name: str) -> list[Any]:
    """The values of a property; a single text counts as one of them. Raises ListRefused for another type."""
    given = properties.get(name) or []
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list):
        raise ListRefused(file, row, f'has {type(given).__name__} where "{name}" is a list')
    return given


def _links(
    file: str, row: int, kind: str, holders: Sequence[str], held: Iterable[str], properties: Mapping[str, Any]
) -> Iterator[Link]:
    said = dict(properties)
    words = next(iter(texts_of(file, row, said, "percentage")), "")
    days = {name: _day(texts_of(file, row, said, f"{name}Date")) for name in ("start", "end")}
    role = "; ".join(texts_of(file, row, said, "role"))[:200]
    for owned in held:
        for owner in holders:
            yield Link(kind, owner, owned, "", False, (), share_of(words), words[:60], role, **days)


def share_of(words: str) -> dict[str, Any] | None:
    """An amount as JSON from "51", "51 %", "25-50", "> 25 %"; None for what says no share between 0 and 100 %."""
    text = words.strip()
    if match := _EXACT.fullmatch(text):
        return _amount("exact", point=match[1])
    if match := _RANGE.fullmatch(text):
        return _amount("range", low=match[1], high=match[2])
    if match := _BOUND.fullmatch(text):
        return _amount("at least", low=match[2]) if match[1][0] in ">≥" else _amount("at most", high=match[2])
    return None


def _amount(kind: str, **parts: str) -> dict[str, Any] | None:
    read = {name: Decimal(text.replace(",", ".")) / 100 for name, text in parts.items()}
    if any(part > 1 for part in read.values()) or read.get("low", Decimal(0)) > read.get("high", Decimal(1)):
        return None
    return {"kind": kind, **{name: plain(part) for name, part in read.items()}}


def _day(texts: Sequence[str]) -> str:
    """The first date that can be read, as a day, month or year; "" where none can."""
    for text in texts:
        try:
            return When.parse(text[:10]).text
        except DateError:
            continue
    return ""


def name_of(file: str, row: int, data: dict[str, Any], properties: dict[str, Any]) -> str:
    """How an entity is called, for those who read of a link."""
    return (text_of(file, row, data, "caption") or next(iter(texts_of(file, row, properties, "name")), ""))[:300]
