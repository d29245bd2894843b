"""What the lists' own records of ownership add to the stakes: who on a list owns the entity that a party may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID, uuid5

from dealtracker.money import Amount
from dealtracker.periods import When
from parties.ownership.calc import StakeValue

# Names made of a list, an entry and a party stand for owners that are no party here.
_SPACE = UUID("7c1d5b1e-7a4f-4a53-9a1c-3f0f5f0a9b11")


class _Found(Protocol):
    @property
    def party(self) -> UUID: ...
    @property
    def watchlist(self) -> int: ...
    @property
    def ref(self) -> str: ...
    @property
    def links(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def verdict(self) -> str: ...


@dataclass
class ListedHoldings:
    """`stakes` lead from owners on lists to parties; `sure` and `perhaps` are the listed owners by regime, the latter where
    the match of the party with the entity is still open; `names` those of all these owners."""

    stakes: list[StakeValue] = field(default_factory=list)
    sure: dict[str, set[UUID]] = field(default_factory=dict)
    perhaps: dict[str, set[UUID]] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)


def listed_holdings(
    candidates: Iterable[_Found], stands: Mapping[UUID, UUID], *, owners: Iterable[_Found] = ()
) -> ListedHoldings:  # fmt: skip
    """Of every candidate that nobody judged to be another: the ownership that its list records above the entity.

    `owners` are candidates for the entries that the lists name as owners: whom a person judged to be one is that party.
    Who directs an entity does not own it, so directorships add nothing here.
    """
    known, found = ListedHoldings(), [one for one in candidates if one.verdict != "different"]
    judged = (one for one in (*owners, *found) if one.verdict == "same")
    same = {(one.watchlist, one.ref): stands.get(one.party, one.party) for one in judged}
    # Two lists may tell one holding; the low bound counts the first of them alone.
    first: dict[UUID, int] = {}
    for one in sorted(found, key=lambda one: one.watchlist):
        party = stands.get(one.party, one.party)
        for link in one.links:
            if link["kind"] == "ownership":
                is_first = first.setdefault(party, one.watchlist) == one.watchlist
                _add(known, one, link, same, party, is_sure=is_first and one.verdict == "same")
    return known


def _add(
    known: ListedHoldings, one: _Found, link: Mapping[str, Any], same: Mapping[tuple[int, str], UUID], party: UUID, *, is_sure: bool
) -> None:  # fmt: skip
    """An owner whom a person judged to be a party of ours is that party, so that its holding is not counted twice."""
    mine = same.get((one.watchlist, link["owner"])) if is_sure else None
    owner = mine if mine and mine != party else _node(one, link["owner"])
    owned = party if link["owned"] == one.ref else _node(one, link["owned"])
    if owner != mine:
        known.names[owner] = link["owner_name"]
    known.stakes.append(
        StakeValue(
            uuid5(_SPACE, f"{owner}>{owned}:{link['words']}:{link['start']}"), owner, owned,
            Amount.from_json(link["share"]) if link["share"] else None, "equity", True, _when(link["start"]), _when(link["end"]),
            "reported",
        )
    )  # fmt: skip
    counted = known.sure if is_sure else known.perhaps
    for regime in link["regimes"]:
        counted.setdefault(regime, set()).add(owner)


def _node(one: _Found, ref: str) -> UUID:
    """An owner as this candidate sees it: what is open for one party says nothing of another."""
    return uuid5(_SPACE, f"{one.watchlist}:{ref}:{one.party}")


def _when(text: str) -> When | None:
    return When.parse(text) if text else None
