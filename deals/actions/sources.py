"""Amend a deal by a source that is entered with the change: both are saved, or neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from deals.actions._changed import lock_deal
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.actions.source_records import SourceEntry, SourceRefused, add_source, known_source, link_sources
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Source, SourceLink
from dealtracker.ids import private_key, public_id
from dealtracker.strictjson import Fault

FOLLOWS = tuple(SourceLink.Kind.values)


@transaction.atomic
def amend_with_source(
    *, deal: UUID, change: DealChange, entry: SourceEntry, link: tuple[str, str] | None, viewer: Viewer, today: date,
    revision: int | None = None,
) -> int:  # fmt: skip
    """Enter the source in the deal's compartment, or take the one known at its address; then amend. The new revision.

    `link` says what the source does to which other one: ("re-reports", "source_…"). Raises NotFound, NotAllowed,
    Outdated or InvalidChange, whose faults point to /new_source/ for what is wrong with the source.
    """
    found = lock_deal(deal, viewer=viewer, revision=revision)
    try:
        source = _source(found.compartment_id, entry, link, viewer=viewer, today=today)
    except SourceRefused as error:
        raise InvalidChange(Fault(f"/new_source/{error.field}", "invalid", str(error))) from None
    return amend_deal(
        deal=deal, change=replace(change, source=public_id("source", source.pk)), viewer=viewer, revision=revision
    )


def _source(
    compartment: UUID, entry: SourceEntry, link: tuple[str, str] | None, *, viewer: Viewer, today: date
) -> Source:
    known = known_source(viewer=viewer, compartment=compartment, url=entry.url)
    if known is not None:
        return known
    made = add_source(entry=entry, compartment=compartment, viewer=viewer, today=today)
    if link is not None:
        kind, to = link
        other = private_key("source", to)
        if other is None:
            raise SourceRefused("there is no such source that this one may name", field="to")
        link_sources(source=made.pk, to=other, kind=kind, basis=SourceLink.Basis.CITED, viewer=viewer)
    return made
