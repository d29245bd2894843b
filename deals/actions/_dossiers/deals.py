"""Which compartment and deal each dossier is for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from deals.actions._dossiers.value import Dossier, Problems
from deals.actions._dossiers.work import Work
from deals.agreements.models import Deal
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer, may_change, may_see

PLAIN = ("title", "currency", "labels")


def find_deals(dossiers: Sequence[Dossier], *, viewer: Viewer, problems: Problems, demo: str) -> list[Work]:
    """The deal of each dossier, locked if it exists, public ones first. Three statements."""
    walls = _compartments(dossiers, viewer, problems)
    refs, ids = {d.ref for d in dossiers}, {d.deal.id for d in dossiers if d.deal.id}
    viewed = {d.deal.values["private_view_of"] for d in dossiers if "private_view_of" in d.deal.values}
    rows = (
        Deal.rows.select_for_update(of=("self",))
        .filter(Q(external_ref__in=refs | viewed) | Q(pk__in=ids))
        .order_by("pk")
    )
    found = [deal for deal in rows if may_see(viewer, deal.compartment_id)]
    by_ref = {(deal.compartment_id, deal.external_ref): deal for deal in found}
    by_id = {deal.pk: deal for deal in found}
    works = []
    for dossier, wall in sorted(zip(dossiers, walls, strict=True), key=lambda pair: pair[1] != PUBLIC):
        if wall is None:
            continue
        deal = by_id.get(dossier.deal.id) if dossier.deal.id else None
        deal = deal or by_ref.get((wall, dossier.ref))
        if deal is not None and not _fits(deal, dossier, wall, problems):
            continue
        works.append(_work(dossier, wall, deal, demo))
        by_ref[wall, dossier.ref] = works[-1].deal
        _link_view(works[-1], by_ref, problems)
    return works


def _compartments(dossiers: Sequence[Dossier], viewer: Viewer, problems: Problems) -> list[UUID | None]:
    names = {d.deal.values.get("compartment", "Public") for d in dossiers}
    known = dict(Compartment.objects.filter(name__in=names).values_list("name", "pk")) | {
        "Public": PUBLIC,
        "public": PUBLIC,
    }
    found: list[UUID | None] = []
    for dossier in dossiers:
        name = dossier.deal.values.get("compartment", "Public")
        wall = known.get(name)
        if wall is None or not may_change(viewer, wall):
            place = f"{dossier.deal.pointer}/compartment"
            problems.add(
                dossier.file,
                place,
                "compartment",
                f'there is no compartment "{name}" that you may change; ask who leads it',
            )
            wall = None
        found.append(wall)
    return found


def _fits(deal: Deal, dossier: Dossier, wall: UUID, problems: Problems) -> bool:
    if deal.compartment_id != wall:
        place = f"{dossier.deal.pointer}/compartment"
        problems.add(
            dossier.file,
            place,
            "compartment",
            "the deal of this id stands in another compartment; moving it is a verb of its own",
        )
        return False
    if dossier.deal.id and deal.pk != dossier.deal.id:
        message = f'"{dossier.ref}" is the key of another deal ({deal.pk}); use its id, or another key'
        problems.add(dossier.file, f"{dossier.deal.pointer}/key", "exists", message)
        return False
    return True


def _work(dossier: Dossier, wall: UUID, deal: Deal | None, demo: str) -> Work:
    if deal is not None:
        return Work(dossier, wall, deal, exists=True)
    values = dossier.deal.values
    new = Deal(
        id=dossier.deal.id or uuid.uuid4(), compartment_id=wall, external_ref=dossier.ref, demo=demo, title=values.get("title", ""),
        currency=values.get("currency", ""), labels=values.get("labels", []),
    )  # fmt: skip
    return Work(dossier, wall, new, exists=False)


def _link_view(work: Work, by_ref: dict[tuple[UUID, str], Deal], problems: Problems) -> None:
    """A private view stands in the place of a public deal; only a team's own deal can."""
    ref = work.dossier.deal.values.get("private_view_of")
    place = f"{work.dossier.deal.pointer}/private_view_of"
    if ref is None:
        return
    public = by_ref.get((PUBLIC, ref))
    if work.compartment == PUBLIC:
        problems.add(work.dossier.file, place, "compartment", "only a deal in a team's compartment is a private view")
    elif public is None:
        problems.add(
            work.dossier.file,
            place,
            "reference",
            f'there is no public deal with the key "{ref}"; import that one first',
        )
    elif work.exists and work.deal.private_view_of_id not in (None, public.pk):
        work.differs(place, f"is a private view of another deal ({work.deal.private_view_of_id})")
    elif not work.exists:
        work.deal.private_view_of = public
