"""One party as its page shows it: names, identifiers, group, stakes both ways, and how each fact is known."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from parties.ownership.models import Stake
from parties.register.models import Party
from parties.reports.judgements import merged_records
from parties.reports.party_list import party_json, party_list
from parties.reports.party_standings import standings_of


def party_sheet(*, viewer: Viewer, party: UUID, known_on: date) -> dict[str, Any] | None:
    """{…as party_json, "merged_from", "standings", "members", "member_of", "owns", "owned_by"}.

    None where hidden or absent, and for a record that another one stands for. Lists hold those of all its records.
    """
    found = party_list(viewer=viewer).filter(pk=party).first()
    if found is None:
        return None
    merged = merged_records(viewer=viewer, party=party)
    records = [party, *(record.pk for record in merged)]
    stakes = (
        Stake.objects.visible_to(viewer).select_related("owner", "owned").order_by("owner__name", "owned__name", "pk")
    )
    return {
        **party_json(found),
        "merged_from": [party_json(record) for record in merged],
        "standings": standings_of([party], known_on=known_on).get(party, {}),
        "members": _parties(Party.objects.visible_to(viewer).filter(member_of__in=records).distinct()),
        "member_of": _parties(Party.objects.visible_to(viewer).filter(members__in=records).distinct()),
        "owns": [_stake(stake, stake.owned) for stake in stakes.filter(owner__in=records)],
        "owned_by": [_stake(stake, stake.owner) for stake in stakes.filter(owned__in=records)],
    }


def _parties(rows: Any) -> list[dict[str, Any]]:
    return [
        {"id": public_id("party", row.pk), "name": row.name, "kind": row.kind} for row in rows.order_by("name", "pk")
    ]


def _stake(stake: Stake, other: Party) -> dict[str, Any]:
    days = {name: when.to_json() for name in ("start", "end") if (when := getattr(stake, name))}
    return {
        "party": {"id": public_id("party", other.pk), "name": other.name}, "kind": stake.kind, "direct": stake.direct,
        "share": stake.share.to_json() if stake.share else None, **days,
    }  # fmt: skip
