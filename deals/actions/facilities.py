"""A facility's slots and what is reported about its balances; each rests on a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from deals import facts
from deals.actions._changed import changed, lock_deal
from deals.actions.claims import make_claim
from deals.actions.ledger import citable, refused
from deals.agreements.models import Deal, Facility, Role
from deals.ledger.models import BalanceReport, Hold
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.actions import state_claim
from dealtracker.evidence.models import Claim, Source
from dealtracker.money import Amount
from dealtracker.periods import When
from parties.register.models import Party

MEASURES = ("outstanding", "undrawn", "available")


@dataclass(frozen=True)
class Statement:
    """Who states something about a facility: the source it rests on, and for whom it is recorded."""

    deal: UUID
    facility: UUID
    source: UUID
    viewer: Viewer
    attribution: str = ""
    revision: int | None = None


@transaction.atomic
def open_hold(*, statement: Statement, party: UUID | None = None, amount: Amount | None = None, words: str = "") -> UUID:
    """A lender's slot in a facility, with the party and the amount as far as the source states them; its key.

    Raises NotFound, NotAllowed, Outdated or InvalidChange, and then nothing was saved.
    """
    deal, facility, source = _locked(statement)
    _check_lender(deal, facility, party, statement.viewer)
    hold = Hold(compartment_id=deal.compartment_id, deal=deal, facility=facility, key=f"o-{uuid4().hex[:16]}", words=words[:300])
    _state(hold, statement, deal, source, party=party and {"ref": str(party)}, amount=amount and amount.to_json())
    return hold.pk


@transaction.atomic
def record_balance(
    *, statement: Statement, measure: str, amount: Amount, as_of: When, party: UUID | None = None
) -> UUID:  # fmt: skip
    """An outstanding, undrawn or available amount that the source reports for a day: an observation, never an entry.

    Raises as `open_hold` does.
    """
    if measure not in MEASURES:
        raise refused("/measure", "invalid_value", f"must be one of: {', '.join(MEASURES)}")
    deal, facility, source = _locked(statement)
    if party is not None:
        _visible_party(deal, party, statement.viewer)
    report = BalanceReport(
        compartment_id=deal.compartment_id, deal=deal, facility=facility, key=f"b-{uuid4().hex[:16]}", measure=measure
    )
    stated = {"party": party and {"ref": str(party)}, "amount": amount.to_json(), "as_of": as_of.to_json()}
    _state(report, statement, deal, source, measure=measure, **stated)
    return report.pk


def _locked(statement: Statement) -> tuple[Deal, Facility, Source]:
    deal = lock_deal(statement.deal, viewer=statement.viewer, revision=statement.revision)
    facility = Facility.rows.filter(deal=deal, pk=statement.facility).first()
    if facility is None:
        raise refused("/facility", "unknown_facility", "is not a facility of this deal")
    return deal, facility, citable(statement.source, deal, statement.viewer)


def _check_lender(deal: Deal, facility: Facility, party: UUID | None, viewer: Viewer) -> None:
    if party is None:
        return
    _visible_party(deal, party, viewer)
    if Hold.rows.filter(facility=facility, party=party).exists():
        raise refused("/party", "exists", "has a hold in this facility already; book its entries there")
    if Role.rows.filter(deal=deal, party=party, role__in=("borrower", "issuer", "co-borrower")).exists():
        raise refused("/party", "self_lending", "is the borrower of this deal; nobody lends to themselves")


def _visible_party(deal: Deal, party: UUID, viewer: Viewer) -> None:
    """A row refers only to rows of its own compartment or public ones; hidden and absent read alike."""
    if not Party.objects.visible_to(viewer).filter(pk=party, compartment__in={deal.compartment_id, PUBLIC}).exists():
        raise refused("/party", "unknown_party", "names nothing that can be referred to here")


def _state(row: Any, statement: Statement, deal: Deal, source: Source, **stated: Any) -> None:
    """Saves the row, claims it as a whole and each stated field, and closes the change."""
    row.save()
    entity = next(entity for entity in facts.ENTITIES if entity.model is type(row))
    claim = Claim(
        compartment_id=deal.compartment_id, source=source, subject_kind="deal", subject=deal.pk, target_kind=entity.name,
        target=row.pk, attribution=statement.attribution,
    )  # fmt: skip
    state_claim(claim, cause=f"{entity.name} recorded")
    for name, value in stated.items():
        field = entity.field(name)
        if value is not None and field is not None:
            make_claim(
                deal=deal, entity=entity, row=row, field=field, value=value, source=source, attribution=statement.attribution
            )
    changed([deal.pk], viewer=statement.viewer, kind="deal.changed", cause=f"{entity.name} recorded")
