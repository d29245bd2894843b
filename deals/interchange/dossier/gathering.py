"""Everything that one deal's dossier says, out of the database in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from deals import facts as f
from deals.actions._dossiers.rows import LINKS
from deals.agreements.models import Deal
from deals.interchange.dossier.closure import own_sources, shared_rows
from deals.sites.models import DealSite, Site, SiteCapacity
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.models import Anchor, Claim, Reply, Source, SourceLink
from parties.models import Identifier, Party, PartyName, Stake

_NAMED = {"parties": "party", "sites": "site", "sources": "source"}
_SHARED_KINDS = {"party": "party", "site": "site", "stake": "stake", "capacity": "capacity"}


@dataclass
class Gathered:
    """A deal with its rows by list, and the shared rows that belong to its dossier."""

    deal: Deal
    walls: tuple[UUID, ...]
    rows: dict[str, list[Any]] = field(default_factory=dict)
    links: dict[str, dict[UUID, list[UUID]]] = field(default_factory=dict)
    deal_sites: list[DealSite] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    anchors: dict[UUID, list[Anchor]] = field(default_factory=dict)
    names: dict[UUID, list[PartyName]] = field(default_factory=dict)
    identifiers: dict[UUID, list[Identifier]] = field(default_factory=dict)
    members: dict[UUID, list[UUID]] = field(default_factory=dict)
    source_links: dict[UUID, list[SourceLink]] = field(default_factory=dict)


def gather(deal: Deal, *, viewer: Viewer) -> Gathered:
    """Rows of the deal and its walls only; claims that await review only for the program itself."""
    found = Gathered(deal, tuple({PUBLIC, deal.compartment_id}))
    for entity in f.ENTITIES:
        model: Any = entity.model
        joined = {"relations": ("to",), "hardware": ("model",)}.get(entity.list, ())
        found.rows[entity.list] = list(model.rows.filter(deal=deal.pk).select_related(*joined).order_by("key"))
    found.deal_sites = list(DealSite.rows.filter(deal=deal.pk).order_by("key"))
    found.rows["replies"] = list(Reply.rows.filter(deal=deal.pk).order_by("key"))
    states = {} if viewer.system else {"state__in": (Claim.State.ACCEPTED, Claim.State.REPLACED)}
    found.claims = list(Claim.rows.filter(subject=deal.pk, subject_kind="deal", **states))
    _gather_links(found)
    start = set(_start(found))
    own = own_sources((pk for kind, pk in start if kind == "source"), walls=found.walls)
    start |= {("source", pk) for pk in own}
    _gather_shared(found, shared_rows(start, own=own, walls=found.walls, all_states=viewer.system))
    return found


def _gather_links(found: Gathered) -> None:
    for name, fields in LINKS.items():
        owners = [row.pk for row in found.rows[name]]
        for through, own, other in fields.values():
            for pk, target in through.objects.filter(**{f"{own}__in": owners}).values_list(own, other):
                found.links.setdefault(name, {}).setdefault(pk, []).append(target)


def _start(found: Gathered) -> Iterator[tuple[str, UUID]]:
    """The shared rows that the deal's own rows name."""
    for entity in f.ENTITIES:
        columns = [(_NAMED[x.to], x.column) for x in entity.fields if x.type == f.REF and x.to in _NAMED]
        for row in found.rows[entity.list] if columns else ():
            yield from ((kind, pk) for kind, column in columns if (pk := getattr(row, column)))
    yield from (("site", link.site_id) for link in found.deal_sites)
    for reply in found.rows["replies"]:
        yield "party", reply.party_id
        if reply.source_id:
            yield "source", reply.source_id
        for entry in reply.listed:
            if kind := _SHARED_KINDS.get(entry.get("target_kind", "")):
                yield kind, UUID(entry["target"])
    for claim in found.claims:
        yield "source", claim.source_id
        if claim.speaker_id:
            yield "party", claim.speaker_id
        yield from _named_by(claim)


def _named_by(claim: Claim) -> Iterator[tuple[str, UUID]]:
    entity = f.BY_NAME.get(claim.target_kind)
    field = entity.field(claim.field) if entity else None
    if field and field.to in _NAMED and isinstance(claim.value, dict) and "ref" in claim.value:
        yield _NAMED[field.to], UUID(claim.value["ref"])


def _gather_shared(found: Gathered, ids: dict[str, set[UUID]]) -> None:
    inside = Q(compartment__in=found.walls)
    found.rows["parties"] = list(Party.rows.filter(inside, pk__in=ids["party"]).order_by("pk"))
    found.rows["stakes"] = list(Stake.rows.filter(inside, pk__in=ids["stake"]).order_by("pk"))
    found.rows["sites"] = list(Site.rows.filter(inside, pk__in=ids["site"]).order_by("pk"))
    found.rows["capacities"] = list(SiteCapacity.rows.filter(inside, pk__in=ids["capacity"]).order_by("pk"))
    found.rows["sources"] = list(Source.rows.filter(inside, pk__in=ids["source"]).order_by("pk"))
    found.claims += Claim.rows.filter(inside, pk__in=ids["claim"])
    for name in PartyName.rows.filter(inside, party__in=ids["party"]).order_by("-primary", "text", "kind"):
        found.names.setdefault(name.party_id, []).append(name)
    for identifier in Identifier.rows.filter(inside, party__in=ids["party"]).order_by("scheme", "value"):
        found.identifiers.setdefault(identifier.party_id, []).append(identifier)
    for group, member in Party.members.through.objects.filter(from_party_id__in=ids["party"]).values_list(
        "from_party_id", "to_party_id"
    ):
        found.members.setdefault(group, []).append(member)
    for link in SourceLink.rows.filter(inside, source__in=ids["source"]):
        found.source_links.setdefault(link.source_id, []).append(link)
    for anchor in Anchor.rows.filter(inside, claim__in=[claim.pk for claim in found.claims]).order_by(
        "exact", "page", "pk"
    ):
        found.anchors.setdefault(anchor.claim_id, []).append(anchor)
