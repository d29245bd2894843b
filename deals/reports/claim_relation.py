"""How one accepted claim of a deal stands to the value that stands, and what its figures suggest."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.models import Deal
from deals.agreements.rules.relations import relation_of
from deals.reports.value_path import named_value, names_of, source_brief
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim, Reply, Standing
from dealtracker.evidence.rules.sameness import magnitude_slip
from dealtracker.ids import public_id


def claim_relation(*, viewer: Viewer, deal: UUID, claim: UUID, known_on: date) -> dict[str, Any] | None:
    """{"id", "at", "source", "stance", "value", "words", "relation", "rank", "reason", "stands", "proposed", "slip"}.

    `stands` is the value of the day from another claim, None where this one stands; `proposed` the relation that the
    two values suggest, "" for none; `slip` the power of ten between them. None where the claim is not there.
    """
    rows = Claim.objects.visible_to(viewer).select_related("source")
    found = rows.filter(pk=claim, subject=deal, state=Claim.State.ACCEPTED).first()
    if found is None or not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return None
    standing = Standing.rows.filter(
        target=found.target, field=found.field, known_from__lte=known_on, known_to__gt=known_on
    ).first()
    stands = standing.value if standing and standing.claim != found.pk else None
    compared = found.value is not None and stands is not None
    names = names_of([found.value, stands])
    return {
        "id": public_id("claim", found.pk), "at": _path(deal, found), "source": source_brief(found.source),
        "stance": found.stance, "value": named_value(found.value, names), "words": found.words, "relation": found.relation,
        "rank": found.rank, "reason": found.reason, "stands": named_value(stands, names),
        "proposed": relation_of(found.value, stands) if compared else "",
        "slip": magnitude_slip(found.value, stands) if compared else 0,
    }  # fmt: skip


def _path(deal: UUID, claim: Claim) -> str:
    """ "/facilities/f1/amount"; "" for a row that is not the deal's own."""
    entity = facts.BY_NAME.get(claim.target_kind)
    if entity in facts.SHARED:
        return ""
    model: Any = entity.model if entity else Reply if claim.target_kind == "reply" else None
    key = model.rows.filter(pk=claim.target, deal=deal).values_list("key", flat=True).first() if model else None
    name = entity.list if entity else "replies"
    return f"/{name}/{key}" + (f"/{claim.field}" if claim.field else "") if key else ""
