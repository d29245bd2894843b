"""Relations that named a deal before it was here."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from deals.actions._dossiers.rows import ref_in_words
from deals.agreements.models import Deal, DealRelation
from dealtracker.access.rules import PUBLIC


def link_waiting(created: Sequence[Deal]) -> set[UUID]:
    """Links relations whose words hold the key of one of these new deals; gives the deals they belong to."""
    refs = {(deal.compartment_id, deal.external_ref): deal for deal in created}
    waiting = DealRelation.rows.filter(to=None, words__contains="[to: ") if refs else DealRelation.rows.none()
    linked = []
    for relation in waiting:
        words, ref = ref_in_words(relation.words)
        other = refs.get((relation.compartment_id, ref)) or refs.get((PUBLIC, ref))
        if other is not None and other.pk != relation.deal_id:
            relation.to, relation.words = other, words
            linked.append(relation)
    DealRelation.rows.bulk_update(linked, ["to", "words"], batch_size=500)
    return {relation.deal_id for relation in linked}
