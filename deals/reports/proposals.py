"""What a text proposed and what stands beside it: the deal it may belong to, its rows, who the names may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.models import Deal, Facility, Role
from deals.agreements.rules.proposed import Proposed
from deals.agreements.rules.readings import NotAFact, reading
from deals.agreements.rules.relations import relation_of
from deals.sites.models import DealSite
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.anchors import Anchor as Selector
from dealtracker.evidence.anchors import find
from dealtracker.evidence.models import Anchor, Claim, Source
from dealtracker.evidence.rules.sameness import figure, value_key
from parties.register.calc import normalise
from parties.register.models import Party, PartyName
from parties.register.queries import resolve_for, viewer_walls

# Less than a shared borrower, or an amount and another party, tells nothing: half of all deals name the same chip maker.
_TELLING = 3
# Whom a report calls the borrower may stand in the deal as the sponsor of the vehicle that borrows.
_TELLING_ROLES = ("borrower", "issuer", "end beneficiary", "sponsor")
AMOUNTS = ("facility.amount", "other_deal.amount")
_RESTED_ON = ("facility.amount", "site.place")
_OF_CHIPS = ("role.vendor", "hardware.vendor")


@dataclass(frozen=True)
class Row:
    """One proposal with the place of its quote in the stored text; `start` None where the quote is gone."""

    id: UUID
    proposed: Proposed
    state: str
    reason: str
    attribution: str
    quote: str
    page: int | None
    start: int | None
    end: int | None


def proposals(*, viewer: Viewer, source: UUID, text: str) -> list[Row]:
    """Proposals of a source in the order of its text, for those who may review it."""
    claims = list(Claim.objects.editable_by(viewer).filter(source=source, subject=source))
    anchors = {a.claim_id: a for a in Anchor.rows.filter(claim__in=[c.pk for c in claims])}
    rows = [_row(claim, anchors.get(claim.pk), text) for claim in claims]
    return sorted(rows, key=lambda row: (row.start if row.start is not None else len(text), *_in_sentence(row.proposed)))


def _in_sentence(proposed: Proposed) -> tuple[bool, str, str]:
    """First what others of the same sentence rest on when they are accepted one after the other."""
    return proposed.read not in _RESTED_ON, proposed.read, proposed.party


def _row(claim: Claim, anchor: Anchor | None, text: str) -> Row:
    proposed = Proposed.from_text(claim.words)
    plain = (claim.pk, proposed, claim.state, claim.reason, claim.attribution)
    if anchor is None:
        return Row(*plain, "", None, None, None)
    wanted = Selector(anchor.exact, anchor.prefix, anchor.suffix, anchor.start or 0, anchor.end or 0)
    found = find(text, wanted) if text else None
    return Row(*plain, anchor.exact, anchor.page, found.start if found else None, found.end if found else None)


def accepted_into(*, viewer: Viewer, rows: Iterable[Row]) -> UUID | None:
    """The deal that most of what was accepted went to, the latest of equals; None before anything was."""
    made = [key for row in rows if row.state == Claim.State.ACCEPTED for key in row.proposed.made]
    claims = Claim.objects.visible_to(viewer).filter(
        pk__in=made, subject__in=Deal.objects.editable_by(viewer).values("pk")
    )
    deals = Counter(claims.order_by("-recorded_at", "pk").values_list("subject", flat=True))
    return next((deal for deal, _ in deals.most_common(1)), None)


@dataclass(frozen=True)
class Candidate:
    """A deal that the text may be about, with what speaks for it."""

    deal: UUID
    title: str
    score: int
    reasons: tuple[str, ...]


def same_deal(*, viewer: Viewer, source: Source, rows: Iterable[Row], most: int = 5) -> list[Candidate]:
    """Deals that name the same parties or amounts, most shared first; only those that this source may support."""
    told = list(rows)
    parties = parties_called(
        {r.proposed.party for r in told if r.proposed.names_a_party}, viewer=viewer, wall=source.compartment_id
    )
    by_id = {key: name for name, found in parties.items() for key, _ in found}
    walls = None if source.compartment_id == PUBLIC else {source.compartment_id, PUBLIC}
    deals = Deal.objects.editable_by(viewer)
    deals = deals.filter(compartment__in=walls) if walls else deals
    scores: Counter[UUID] = Counter()
    reasons: dict[UUID, list[str]] = {}
    shared = (
        Role.objects.visible_to(viewer)
        .filter(party__in=by_id, deal__in=deals.values("pk"))
        .values_list("deal", "party", "role")
    )
    makers = {by_id[p] for _, p, role in shared if role == "vendor"} | {
        r.proposed.party for r in told if r.proposed.read in _OF_CHIPS
    }
    weights: dict[tuple[UUID, UUID], int] = {}
    for deal, party, role in shared:
        tells = role in _TELLING_ROLES and by_id[party] not in makers
        weights[deal, party] = max(weights.get((deal, party), 1), 3 if tells else 1)
    for (deal, party), weight in weights.items():
        scores[deal] += weight
        reasons.setdefault(deal, []).append(by_id[party])
    for deal, words in _same_amounts(deals, told, viewer):
        scores[deal] += 2
        reasons.setdefault(deal, []).append(words)
    best = scores.most_common(most)
    titles = dict(deals.filter(pk__in=[deal for deal, _ in best]).values_list("pk", "title"))
    return [
        Candidate(d, titles[d], n, tuple(dict.fromkeys(reasons[d]))) for d, n in best if d in titles and n >= _TELLING
    ]


def _same_amounts(deals: Any, rows: list[Row], viewer: Viewer) -> Iterable[tuple[UUID, str]]:
    told = {
        (str(point), str(row.proposed.value.get("currency", ""))): str(row.proposed.value.get("words") or point)
        for row in rows
        if row.proposed.read in AMOUNTS and (point := figure(row.proposed.value, "point")) is not None
    }
    for (point, currency), words in told.items():
        rows_of = Facility.objects.visible_to(viewer).filter(
            amount__point=point, amount__currency=currency, deal__in=deals.values("pk")
        )
        yield from ((deal, words) for deal in rows_of.values_list("deal", flat=True).distinct()[:50])


def parties_called(
    names: Collection[str], *, viewer: Viewer, wall: UUID
) -> dict[str, list[tuple[UUID, str]]]:  # fmt: skip
    """Each name → the parties that may be meant (id, primary name): of this compartment or public, merged ones as one."""
    wanted = {name: normalise(name) for name in names if name}
    rows = PartyName.objects.visible_to(viewer).filter(
        compartment__in={PUBLIC, wall}, normalised__in=set(wanted.values())
    )
    found: dict[str, set[UUID]] = {}
    for form, party in rows.values_list("normalised", "party_id"):
        found.setdefault(form, set()).add(party)
    stands = resolve_for({key for keys in found.values() for key in keys}, walls=viewer_walls(viewer)) if found else {}
    titles = dict(Party.objects.visible_to(viewer).filter(pk__in=set(stands.values())).values_list("pk", "name"))
    return {
        name: sorted(
            {(stands[key], titles[stands[key]]) for key in found.get(form, ()) if stands[key] in titles},
            key=lambda row: row[1],
        )
        for name, form in wanted.items()
    }


def who_is_meant(rows: Collection[Row], *, viewer: Viewer, wall: UUID) -> dict[str, list[tuple[UUID, str]]]:
    """Each name of a text → who it is: the party that a reviewer took it for in this text, else those of that name."""
    named = parties_called({row.proposed.party for row in rows if row.proposed.names_a_party}, viewer=viewer, wall=wall)
    taken: dict[str, set[UUID]] = {}
    for row in rows:
        if row.state == Claim.State.ACCEPTED and row.proposed.more.get("who"):
            taken.setdefault(row.proposed.party, set()).add(UUID(row.proposed.more["who"]))
    keys = {key for found in taken.values() for key in found}
    stands = resolve_for(keys, walls=viewer_walls(viewer)) if keys else {}
    titles = dict(Party.objects.visible_to(viewer).filter(pk__in=set(stands.values())).values_list("pk", "name"))
    decided = {name: sorted({(stands[key], titles[stands[key]]) for key in found if stands.get(key) in titles}, key=itemgetter(1))
               for name, found in taken.items()}  # fmt: skip
    return {**named, **{name: found for name, found in decided.items() if found}}


def parties_found(*, viewer: Viewer, wall: UUID, words: str, most: int = 20) -> list[tuple[UUID, str]]:
    """Parties by part of any of their names, in any script."""
    form = normalise(words)
    if len(form) < 2:
        return []
    rows = PartyName.objects.visible_to(viewer).filter(compartment__in={PUBLIC, wall}, normalised__contains=form)
    keys = set(rows.values_list("party_id", flat=True)[:200])
    stands = set(resolve_for(keys, walls=viewer_walls(viewer)).values()) if keys else set()
    return list(
        Party.objects.visible_to(viewer).filter(pk__in=stands).order_by("name").values_list("pk", "name")[:most]
    )


@dataclass(frozen=True)
class Beside:
    """What the deal holds where a proposal would go: its rows to choose from and the value that stands."""

    rows: tuple[tuple[str, str], ...]
    row: str
    at: str
    value: Any
    relation: str


def beside(*, viewer: Viewer, deal: UUID, rows: Iterable[Row]) -> dict[UUID, Beside]:
    """For each proposal about a field of the deal: the rows of its list and the standing value, with the relation proposed."""
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return {}
    lists: dict[str, list[Any]] = {}
    found = {}
    for row in rows:
        try:
            told = reading(row.proposed.read)
        except NotAFact:
            continue
        entity = facts.BY_NAME.get(told.entity)
        if told.entity in ("site", "capacity"):
            sites = DealSite.rows.filter(deal=deal).select_related("site").order_by("key")
            choice = tuple((link.key, str(link.site)) for link in sites)
            found[row.id] = Beside(choice, "", "", None, "")
        elif entity and entity not in facts.SHARED:
            if entity.list not in lists:
                lists[entity.list] = list(entity.model.rows.filter(deal=deal).order_by("key"))
            found[row.id] = _beside(row, told, entity, lists[entity.list])
    return found


def _beside(row: Row, told: Any, entity: facts.Entity, rows: list[Any]) -> Beside:
    choice = tuple((r.key, _label(r)) for r in rows)
    field = entity.field(told.field) if told.field else None
    only = rows[0] if len(rows) == 1 and field else None
    if only is None or field is None:
        return Beside(choice, "", "", None, "")
    stands = getattr(only, field.column)
    if field.type == facts.REF:
        value = str(getattr(only, field.name)) if stands else None
        return Beside(choice, only.key, f"/{entity.list}/{only.key}/{field.name}", value, "")
    value = stands.to_json() if hasattr(stands, "to_json") else stands
    stated = row.proposed.value
    said = relation_of(stated, value) if value not in (None, "", []) else ""
    said = "same" if said and value_key(stated) == value_key(value) else said
    said = told.relation if told.relation != "same" else said
    return Beside(
        choice,
        only.key,
        f"/{entity.list}/{only.key}/{field.name}",
        value,
        told.relation if told.relation != "same" else said,
    )


def _label(row: Any) -> str:
    parts = [
        row.key,
        *(str(getattr(row, name, "") or "") for name in ("name", "role", "kind", "measure", "model_words")),
    ]
    party = getattr(row, "party", None)
    return " · ".join(part for part in (*parts[:3], str(party) if party else "") if part)[:120]


def deals_found(
    *, viewer: Viewer, wall: UUID, words: str = "", deal: UUID | None = None, most: int = 10
) -> list[tuple[UUID, str]]:
    """Deals that a source behind this wall may support, by part of their title or by id; only those one may change."""
    found = Deal.objects.editable_by(viewer)
    found = found if wall in (PUBLIC, UUID(int=0)) else found.filter(compartment=wall)
    found = found.filter(pk=deal) if deal else found.filter(title__icontains=words.strip())
    return list(found.order_by("title", "pk").values_list("pk", "title")[:most])


def source_with_links(*, viewer: Viewer, source: UUID) -> Source | None:
    """A source that the viewer may review."""
    found: Source | None = Source.objects.editable_by(viewer).filter(pk=source).first()
    return found


def deal_wall(*, viewer: Viewer, deal: UUID) -> UUID:
    """The compartment that a deal's parties may come from, besides the public one."""
    found = Deal.objects.visible_to(viewer).filter(pk=deal).values_list("compartment_id", flat=True).first()
    return found or PUBLIC
