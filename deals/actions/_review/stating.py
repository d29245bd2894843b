"""Claims of an accepted proposal: each with the quote it rests on, and the winner of its field settled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from deals import facts
from deals.actions._review.decision import Case
from deals.actions._review.refused import ReviewRefused
from deals.actions._values import BadValue, read_value
from deals.actions.claims import settle
from deals.agreements.rules.readings import NotAFact
from deals.agreements.rules.relations import relation_of
from dealtracker.evidence.actions import state_claim
from dealtracker.evidence.models import Anchor, Claim
from dealtracker.money import AmountError
from dealtracker.periods import DateError


def state(
    case: Case, *, kind: str, row: Any, field: facts.Field | None = None, value: Any = None, subject: tuple[str, UUID] | None = None
) -> Claim:  # fmt: skip
    """Record that the source states `value` of one field, or the row as a whole, and settle the field."""
    subject = subject or ("deal", case.deal.pk)
    claim = Claim(
        compartment_id=case.deal.compartment_id, source=case.source, subject_kind=subject[0], subject=subject[1],
        target_kind=kind, target=row.pk, field=field.name if field else "", value=value, attribution=case.attribution,
        relation=_relation(case, row, field, value),
    )  # fmt: skip
    state_claim(claim, cause="accepted in review")
    Anchor.rows.bulk_create(
        Anchor(
            compartment_id=case.deal.compartment_id, claim=claim, exact=a.exact, prefix=a.prefix, suffix=a.suffix,
            start=a.start, end=a.end, page=a.page,
        )
        for a in case.anchors
    )  # fmt: skip
    case.made.append(claim)
    if field:
        settle(subject[1], row, field)
    return claim


def _relation(case: Case, row: Any, field: facts.Field | None, value: Any) -> str:
    asked = case.decision.relation
    if asked and asked not in Claim.Relation.values:
        raise ReviewRefused(f"must be one of: {', '.join(Claim.Relation.values)}", field="relation")
    if field is None:
        return "same"
    stands = getattr(row, field.column)
    plain = stands.to_json() if hasattr(stands, "to_json") else stands
    found = relation_of(value, plain if isinstance(plain, dict | str | list) and plain else None) or "same"
    return asked or ("same" if found == "contradicts" and _said_before(case, row, field) else found)


def _said_before(case: Case, row: Any, field: facts.Field) -> bool:
    """Whether the source itself was entered with this field: its own later word replaces what was read before."""
    said = Claim.rows.filter(target=row.pk, field=field.name, source=case.source.pk, state=Claim.State.ACCEPTED)
    return bool(said.filter(stance=Claim.Stance.ASSERTS).exists())


def checked_value(case: Case, field: facts.Field, read: Any) -> tuple[Any, Any]:
    """(JSON of the claim, value of the column) of what was read or entered instead; raises ReviewRefused."""
    try:
        value = (
            case.decision.value if case.decision.value is not None else read(case.proposed, case.source.published_to)
        )
    except NotAFact as error:
        raise ReviewRefused(str(error), field="value") from error
    try:
        if field.type == facts.REF:
            return {"ref": str(value)}, value
        if field.type == facts.ITEMS:
            return value, value
        return read_value(field, _plain(field, value), deal=case.deal, viewer=case.viewer)
    except (BadValue, AmountError, DateError, ValidationError) as error:
        said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise ReviewRefused(f"{field.name.replace('_', ' ')}: {said}", field="value") from error


def _plain(field: facts.Field, value: Any) -> Any:
    """A reader's text cut to what the field holds; anything else as it is."""
    return " ".join(value.split()) if field.type == facts.TEXT and isinstance(value, str) else value
