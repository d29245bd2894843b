"""Make a claim, and let the winner among a field's claims stand in its column."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.models import Deal, DealRelation
from deals.hardware.models import HardwareModel
from dealtracker.evidence.actions import state_claim
from dealtracker.evidence.models import Claim, Source
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.standing import weigh
from dealtracker.money import Amount
from dealtracker.periods import OPEN_END, When, parse_day

_LISTS = (facts.LIST, facts.KEYS, facts.ITEMS)


def make_claim(
    *, deal: Deal, entity: facts.Entity, row: Any, field: facts.Field, value: Any, source: Source, attribution: str = "",
    relation: str = "same",
) -> Claim:  # fmt: skip
    """Record that `source` states `value` for one field, then settle the field. The caller closes the change."""
    claim = Claim(
        compartment_id=deal.compartment_id, source=source, subject_kind="deal", subject=deal.pk, target_kind=entity.name,
        target=row.pk, field=field.name, value=value, attribution=attribution, relation=relation,
    )  # fmt: skip
    state_claim(claim, cause=f"{entity.name} recorded")
    settle(deal.pk, row, field)
    return claim


def settle(subject: UUID, row: Any, field: facts.Field) -> None:
    """Store the value of the winning claim in the row's column; a field without one keeps what it has."""
    fields = weigh(evidence_of({subject})[subject])
    view = fields.view((row.pk, field.name), OPEN_END)
    if view is None or view.winner.value is None:
        return
    if field.type == facts.REFS:
        getattr(row, field.name).set([UUID(key) for key in view.winner.value["refs"]])
        return
    stored = columns_of(field, view.winner.value, row)
    for column, value in stored.items():
        setattr(row, column, value)
    if stored:
        row.save(update_fields=list(stored))


def columns_of(field: facts.Field, value: Any, row: Any) -> dict[str, Any]:
    """Column → value; none for the deal that a relation leads to, whose claims repeat what stands.

    A chip is stored by the catalogue's row, or as words where the catalogue has none of the name.
    """
    if isinstance(row, DealRelation) and field.name == "to":
        return {}
    if field.name != "model" or not isinstance(value, str):
        return {field.column: column_value(field, value)}
    known = HardwareModel.rows.filter(slug=value).values_list("pk", flat=True).first()
    return {"model_id": known, "model_words": "" if known else value[:200]}


def column_value(field: facts.Field, value: Any) -> Any:
    """A claim's JSON as its column takes it; words that do not fit the field's type leave it empty."""
    if isinstance(value, dict) and "words" in value and len(value) == 1:
        return [] if field.type in _LISTS else None
    if field.type == facts.REF:
        return UUID(value["ref"])
    if field.type in (facts.MONEY, facts.QUANTITY):
        return Amount.from_json(value, money=field.type == facts.MONEY)
    if field.type == facts.WHEN:
        return When.from_json(value)
    return parse_day(value) if field.type == facts.DAY else value
