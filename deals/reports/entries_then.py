"""Ledger entries as known on a day: those whose source was published by then, named as the deals were known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from deals.ledger.models import LedgerEntry
from deals.reports.deal_sheet import deal_documents
from deals.reports.entry_list import entry_json, reversals_of
from deals.reports.named_then import Then
from dealtracker.evidence.models import Standing

Row = dict[str, Any]


def known_by(day: date) -> Q:
    """Entries that their own source, or a claim, had told of by the day."""
    said = Standing.rows.filter(target=OuterRef("pk"), known_from__lte=day, known_to__gt=day)
    return Q(source__published_to__lte=day) | Exists(said)


def entries_then(*, then: Then, found: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Of these entries, those known then, of deals that stood in the viewer's list then."""
    deals = then.deals
    listed = RawSQL(f"SELECT s.deal FROM deals_sheet s WHERE {deals.sql}", deals.values)
    return found.filter(known_by(then.known_on), deal__in=listed)


def entries_json_then(rows: Sequence[LedgerEntry], *, then: Then) -> list[Row]:
    """In the shape of `entry_json`: titles, facilities and holders as they were known, no reversal of a later day."""
    deals = sorted({entry.deal_id for entry in rows})
    known = deal_documents(viewer=then.viewer, deals=deals, as_of=then.known_on, known_on=then.known_on)
    reversals = reversals_of(list(rows))
    told = set(LedgerEntry.rows.filter(known_by(then.known_on), pk__in=reversals.values()).values_list("pk", flat=True))
    kept = {entry: by for entry, by in reversals.items() if by in told}
    return [_as_known(entry_json(entry, kept, today=then.today), known[entry.deal_id]) for entry in rows]


def _as_known(entry: Row, document: Mapping[str, Any]) -> Row:
    named = {"deal": {"id": document["id"], "title": document["title"]}}
    facilities = {row["id"]: row for row in document["facilities"]}
    facility = facilities.get(entry["facility"]["id"], {})
    named["facility"] = {**entry["facility"], "name": facility.get("name") or facility.get("kind") or "not named"}
    holds = {row["id"]: row for row in document["holds"]}
    for end in ("hold", "counter"):
        if end in entry:
            party = holds.get(entry[end]["id"], {}).get("party")
            named[end] = {name: entry[end][name] for name in ("id", "key")} | ({"party": party} if party else {})
    return {**entry, **named}
