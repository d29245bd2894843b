"""Parties and entries as the comparison sees them, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from parties.register.models import Identifier, Party, PartyName
from parties.screening.models import ListedName, ListVersion, Watchlist
from parties.screening.rules import VERSION, Name, Side, digest_of

# What a party's kind counts as beside a list's: a person is nobody else, the others are organisations.
_KINDS = {Party.Kind.PERSON: "person", Party.Kind.UNKNOWN: "unknown"}


def sides_of(parties: Collection[UUID] | None = None) -> dict[UUID, Side]:
    """Party → what is compared of it, for those named or all; groups that nobody names have nothing to compare."""
    rows = Party.rows.exclude(kind=Party.Kind.UNNAMED_GROUP)
    inside: dict[str, Any] = {} if parties is None else {"party__in": parties}
    names: dict[UUID, list[Name]] = defaultdict(list)
    found = PartyName.rows.filter(**inside).order_by("-primary", "text", "kind")
    for party, text in found.values_list("party_id", "text"):
        if (name := Name(text)) not in names[party]:
            names[party].append(name)
    numbers: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for party, scheme, value in Identifier.rows.filter(**inside).values_list("party_id", "scheme", "value"):
        numbers[party].add((scheme, "".join(value.split()).upper()))
    chosen = rows if parties is None else rows.filter(pk__in=parties)
    return {
        key: Side(_KINDS.get(kind, "company"), tuple(names[key]), frozenset({hq, land} - {""}), frozenset(numbers[key]))
        for key, kind, hq, land in chosen.order_by("pk").values_list("pk", "kind", "hq_country", "jurisdiction")
    }


def side_of(party: UUID) -> Side:
    return sides_of([party])[party]


def inputs_of(side: Side, wall: UUID) -> str:
    """A hash of all that is compared of a party, of the rules that compare it, and of the wall its candidates stand behind."""
    return digest_of([VERSION, str(wall), side.to_json()])


def active_lists() -> list[Watchlist]:
    return list(Watchlist.rows.exclude(active=0).order_by("name"))


def versions_of(lists: Iterable[Watchlist]) -> dict[int, ListVersion]:
    """Watchlist → its active version."""
    active = {watchlist.pk: watchlist.active for watchlist in lists}
    found = ListVersion.rows.filter(watchlist__in=active)
    return {version.watchlist_id: version for version in found if version.number == active[version.watchlist_id]}


def searched_names(watchlist: Watchlist, *, since: int = 0) -> Iterator[tuple[int, str]]:
    """(entry, what it is looked up by) of the active version's entries that came after `since`, read in pieces."""
    live = ListedName.rows.filter(entry__watchlist=watchlist, entry__gone=None, entry__since__gt=since)
    return live.order_by().values_list("entry_id", "key").iterator(chunk_size=8192)
