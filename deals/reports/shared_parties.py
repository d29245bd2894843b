"""Parties that take part in two or more of the deals of a list: party × deals × roles, on any filters and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.deals_at import deals_at
from deals.reports.filters import DEFAULT_ORDERING, Filters, read, visible
from deals.reports.party_deals import PARTS
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key
from parties.register.models import Party
from parties.register.queries import resolve_for, viewer_walls

# Deals of other days are computed, so that fewer of them are looked at; `cut` says when there were more.
MOST_COMPUTED = 200
_MOST_PARTIES = 500
_OTHERS = " ".join(
    f"UNION ALL SELECT t.{column}::text, '{part}', found.deal, found.title FROM {table} t JOIN found ON found.deal = t.deal_id"
    f" WHERE t.{column} IS NOT NULL"
    for part, _, table, column in PARTS
)
_SQL = f"""
WITH found AS (SELECT s.deal, s.title FROM deals_sheet s WHERE {{where}})
SELECT f.value, replace(substr(f.dimension, 6), '_', ' '), f.deal, found.title FROM deals_facet f JOIN found USING (deal)
WHERE f.dimension LIKE 'role.%%' {_OTHERS}
"""
# The same parts as a sheet has them: list, field, what the party is there.
_IN_SHEET = {
    "contracts": ("supplier", "customer"), "supports": ("provider", "obligor", "beneficiary"), "holds": ("party",),
    "pledges": ("pledgor",), "hardware": ("vendor",),
}  # fmt: skip
_CALLED = {column.removesuffix("_id"): part for part, _, _, column in PARTS if column != "party_id"} | {
    "party": "holder"
}
Part = tuple[str, str, UUID, str]


@dataclass(frozen=True)
class DealPart:
    """One deal of a party with the parts it takes in it: roles, and what contracts, holds and lines name it as."""

    deal: UUID
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class SharedParty:
    party: UUID
    name: str
    kind: str
    hq_country: str
    deals: tuple[DealPart, ...]


@dataclass(frozen=True)
class SharedParties:
    """`rows` by number of deals; `deals` says how many deals were looked at, `cut` that there are more than that."""

    rows: tuple[SharedParty, ...]
    deals: int
    cut: bool


def shared_parties(*, viewer: Viewer, today: date, as_of: date, known_on: date, filters: Filters) -> SharedParties:
    """Parties in two or more of the deals that this list shows on these days; raises FilterError. A fixed number of
    statements; what the reader may not see counts for nothing."""
    if as_of == known_on == today:
        parts, deals, cut = *_stored(viewer, today, filters), False
    else:
        parts, deals, cut = _computed(viewer, today, as_of, known_on, filters)
    return SharedParties(tuple(_rows(parts, viewer)), deals, cut)


def _stored(viewer: Viewer, day: date, filters: Filters) -> tuple[list[Part], int]:
    where, values = joined([visible(viewer, day), *read(filters)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM deals_sheet s WHERE {where}", values)
        [deals] = cursor.fetchone()
        cursor.execute(_SQL.format(where=where), values)
        return cursor.fetchall(), int(deals)


def _computed(
    viewer: Viewer, today: date, as_of: date, known_on: date, filters: Filters
) -> tuple[list[Part], int, bool]:
    page = deals_at(
        viewer=viewer, today=today, as_of=as_of, known_on=known_on, filters=filters, ordering=DEFAULT_ORDERING, cursor=None,
        limit=MOST_COMPUTED,
    )  # fmt: skip
    found = [part for row in page.rows for part in _in_sheet(row.deal, orjson.loads(row.body))]
    return found, len(page.rows), page.next is not None


def _in_sheet(deal: UUID, document: Mapping[str, Any]) -> Iterator[Part]:
    for row in document["roles"]:
        yield row["party"]["id"], row["role"], deal, document["title"]
    for name, fields in _IN_SHEET.items():
        for row in document.get(name, ()):
            for field in fields:
                if key := (row.get(field) or {}).get("id"):
                    yield key, _CALLED[field], deal, document["title"]


def _rows(parts: Iterable[Part], viewer: Viewer) -> Iterator[SharedParty]:
    told = [(key, role, deal, title) for value, role, deal, title in parts if (key := _key(value))]
    stands = resolve_for({key for key, *_ in told}, walls=viewer_walls(viewer)) if told else {}
    roles: dict[UUID, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    titles: dict[UUID, str] = {}
    for key, role, deal, title in told:
        titles[deal] = title
        roles[stands[key]][deal].add(role)
    several = {party: deals for party, deals in roles.items() if len(deals) > 1}
    known = Party.objects.visible_to(viewer).in_bulk(several)
    for party in sorted(known.values(), key=lambda p: (-len(several[p.pk]), p.name.casefold(), p.pk))[:_MOST_PARTIES]:
        deals = sorted(several[party.pk].items(), key=lambda pair: (titles[pair[0]].casefold(), pair[0]))
        shown = tuple(DealPart(deal, titles[deal], tuple(sorted(found))) for deal, found in deals)
        yield SharedParty(party.pk, party.name, party.kind, party.hq_country, shown)


def _key(text: str) -> UUID | None:
    """A party's key from a facet or a sheet; None for "none"."""
    try:
        return private_key("party", text) or UUID(text)
    except ValueError:
        return None
