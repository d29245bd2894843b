"""The sheets of all deals on another date, for lists of what deals hold: findings, parties, sites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from deals.reports.deal_sheet import deal_documents
from deals.reports.deals_at import MOST_ORDERED, deals_known, documents_with
from deals.reports.filters import FilterError
from dealtracker.access.rules import Viewer
from parties.register.queries import resolve_for, viewer_walls

Row = dict[str, Any]
_PARTY = re.compile(rb"party_([0-9a-f]{32})")


def documents_then(
    *, viewer: Viewer, today: date, as_of: date, known_on: date, words: str = ""
) -> dict[UUID, Row]:  # fmt: skip
    """Deal → its sheet of the dates, of those known then in which all of the words stand.

    Each is worked out anew: where more than MOST_ORDERED were known, words must narrow them. Raises FilterError.
    """
    deals = deals_known(viewer=viewer, today=today, known_on=known_on, words=words)
    if deals is None:
        too_many = f"more than {MOST_ORDERED} deals were known by then, each worked out anew; narrow the list with words"
        raise FilterError("known_on", too_many)
    dates: dict[str, Any] = {"viewer": viewer, "deals": deals, "as_of": as_of, "known_on": known_on}
    return documents_with(words=words, **dates) if words.strip() else deal_documents(**dates)


def parties_then(documents: Iterable[Mapping[str, Any]], *, viewer: Viewer) -> dict[UUID, int]:
    """Party → in how many of these sheets it is named; a merged record counts for the party that it is read as."""
    named = [{UUID(key.decode()) for key in _PARTY.findall(orjson.dumps(one))} for one in documents]
    stands = resolve_for({key for keys in named for key in keys}, walls=viewer_walls(viewer)) if any(named) else {}
    return Counter(party for keys in named for party in {stands.get(key, key) for key in keys})


@dataclass(frozen=True)
class SiteThen:
    """A site as the first of these sheets has it, and the deals that name it."""

    row: Row
    deals: list[Row]


def sites_then(documents: Iterable[Mapping[str, Any]]) -> list[SiteThen]:
    """By name, each once."""
    found: dict[str, SiteThen] = {}
    for document in documents:
        for row in document["sites"]:
            deal = {name: document[name] for name in ("id", "title")}
            found.setdefault(row["id"], SiteThen(row, [])).deals.append(deal)
    return sorted(found.values(), key=lambda one: (str(one.row["name"]), str(one.row["id"])))
