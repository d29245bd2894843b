"""What is compared: an entry of a list, and one side of a pair. Plain Python."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from parties.register.calc import initials, split_forms
from parties.screening.rules.keys import forms
from parties.screening.rules.tables import REGIMES

KINDS = ("company", "person", "vessel", "aircraft", "unknown")
# Where a name in characters is read as Chinese, and where the same characters are read otherwise.
_CHINESE, _READ_OTHERWISE = frozenset({"CN", "TW", "HK", "MO"}), frozenset({"JP", "KR", "KP"})


@dataclass(frozen=True)
class Name:
    """One name of a side; `weak` where the list itself calls the alias weak."""

    text: str
    weak: bool = False


@dataclass(frozen=True)
class Side:
    """A party or an entry as the comparison sees it. Countries are ISO codes, identifiers (scheme, value) pairs."""

    kind: str
    names: tuple[Name, ...]
    countries: frozenset[str] = frozenset()
    identifiers: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def forms(self) -> tuple[tuple[Name, str, str], ...]:
        """(name, key, how) for every form of every name."""
        person, chinese = self.kind == "person", self.countries & _CHINESE and not self.countries & _READ_OTHERWISE
        language = "zh" if chinese else ""
        return tuple((n, key, how) for n in self.names for key, how in forms(n.text, person=person, language=language))

    @cached_property
    def acronyms(self) -> dict[str, Name]:
        return {word: name for name in self.names for word in sorted(initials(name.text))}

    @cached_property
    def legal_forms(self) -> dict[str, frozenset[str]]:
        return {name.text: split_forms(name.text)[1] for name in self.names}

    def to_json(self) -> dict[str, Any]:
        """The shape that is stored and hashed."""
        return {
            "kind": self.kind, "names": [[n.text, n.weak] for n in self.names], "countries": sorted(self.countries),
            "identifiers": sorted(map(list, self.identifiers)),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Side:
        identifiers = frozenset((scheme, value) for scheme, value in data["identifiers"])
        return cls(data["kind"], tuple(Name(*n) for n in data["names"]), frozenset(data["countries"]), identifiers)


@dataclass(frozen=True)
class Link:
    """What a list itself says of two of its entities: the one owns or directs the other.

    `share` is an amount as JSON (a fraction) or None, `words` the share as the list writes it. `regimes` are those of the
    owner where it is listed; `start` and `end` are days, months or years, or "".
    """

    kind: str
    owner: str
    owned: str
    owner_name: str
    is_listed: bool
    regimes: tuple[str, ...] = ()
    share: dict[str, Any] | None = None
    words: str = ""
    role: str = ""
    start: str = ""
    end: str = ""

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "regimes": list(self.regimes)}


@dataclass(frozen=True)
class Listed:
    """One entry as its reader gives it: what is compared, and what is shown beside it. `ref` is unique in its list.

    `is_listed` is False for an entity that the list names only because a listed one owns or directs it; `links` then say
    how, all the way down from the listed ones.
    """

    ref: str
    side: Side
    programme: str = ""
    source_list: str = ""
    url: str = ""
    is_listed: bool = True
    links: tuple[Link, ...] = ()

    @property
    def name(self) -> str:
        return self.side.names[0].text

    @property
    def regimes(self) -> tuple[str, ...]:
        """Under which rules about ownership it counts itself; what is only linked counts under none."""
        return regimes_of(self.source_list, self.programme) if self.is_listed else ()

    @property
    def facts(self) -> dict[str, Any]:
        """The shape that is stored: what is compared, and the links where there are any."""
        more = {} if self.is_listed else {"is_listed": False}
        return {**self.side.to_json(), **more, **({"links": [link.to_json() for link in self.links]} if self.links else {})}

    @property
    def digest(self) -> str:
        """Of everything that is stored of the entry: another one is another entry."""
        return digest_of([self.ref, self.facts, self.programme, self.source_list, self.url])

    def searched(self) -> Iterable[str]:
        """What candidates are looked up by: "=" key, "~" initials, "#" identifier."""
        found = dict.fromkeys(f"={key}" for _, key, _ in self.side.forms)
        found |= dict.fromkeys(f"~{word}" for word in self.side.acronyms)
        found |= dict.fromkeys(f"#{scheme}:{value}"[:300] for scheme, value in sorted(self.side.identifiers))
        return found


def regimes_of(*words: str) -> tuple[str, ...]:
    """Under which rules about ownership an entry counts, by the words of its own list (tables.REGIMES)."""
    said = " ".join(words).casefold()
    return tuple(name for name, marks in REGIMES.items() if any(mark in said for mark in marks))


def digest_of(data: Any) -> str:
    """SHA-256 of a value as JSON with sorted keys."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
