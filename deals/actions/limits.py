"""Set a limit, change it, end it; reasons go to the audit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from deals.actions._limit_terms import MEASURES, Terms, named, wrong_owner, wrong_reason, wrong_terms, wrong_words
from deals.limits.models import Limit
from dealtracker.access.rules import Viewer, may_change
from dealtracker.access.walls import set_reason
from dealtracker.strictjson import Fault
from dealtracker.webhooks.models import OutboxEvent

__all__ = ["MEASURES", "LimitRefused", "Terms", "change_limit", "make_limit", "tell"]


class LimitRefused(ValueError):
    """A limit that cannot be kept; `faults` name each field, the reason and what is taken."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer[1:]}: {fault.detail}" for fault in faults))
        self.faults = faults


@transaction.atomic
def make_limit(*, terms: Terms, compartment: UUID, owner: UUID, reason: str, viewer: Viewer, at: datetime) -> Limit:
    """A limit on what the compartment sees, owned by one who reads it. Raises LimitRefused; then nothing was saved."""
    if not may_change(viewer, compartment):
        raise LimitRefused(
            Fault("/compartment", "not_allowed", "must be a team, or the public deals, that you may change")
        )
    name, wrong = named(terms, compartment)
    faults = [*wrong_words(terms), *wrong, *wrong_terms(terms.amount, terms.currency, terms.start, terms.end)]
    faults += wrong_owner(owner, compartment, at) + wrong_reason(reason)
    if faults:
        raise LimitRefused(*faults)
    set_reason(reason.strip())
    made = Limit(
        compartment_id=compartment, name=name, owner_id=owner, reason=reason.strip(), made_at=at, **vars(terms)
    )
    made.save()
    tell(made, "limit.made", viewer=viewer)
    return made


@transaction.atomic
def change_limit(
    *, limit: UUID, revision: int, amount: Decimal, end: date, owner: UUID, reason: str, viewer: Viewer, at: datetime
) -> Limit:  # fmt: skip
    """Another amount, end or owner, with the reason; what it looks at stays. An end that has come ends it. Raises LimitRefused."""
    found: Limit | None = Limit.objects.editable_by(viewer).select_for_update().filter(pk=limit).first()
    if found is None:
        raise LimitRefused(Fault("/limit", "unknown_limit", "is not a limit that you may change"))
    faults = (
        wrong_terms(amount, found.currency, found.start, end)
        + wrong_owner(owner, found.compartment_id, at)
        + wrong_reason(reason)
    )
    if found.revision != revision:
        faults.append(
            Fault(
                "/revision", "outdated", f"has changed since; it now stands at revision {found.revision}, read it again"
            )
        )
    if faults:
        raise LimitRefused(*faults)
    set_reason(reason.strip())
    Limit.rows.filter(pk=limit).update(
        amount=amount, end=end, owner=owner, reason=reason.strip(), revision=F("revision") + 1
    )
    found.refresh_from_db()
    tell(found, "limit.changed", viewer=viewer)
    return found


def tell(limit: Limit, kind: str, *, viewer: Viewer, **more: Any) -> None:
    payload = {"limit": str(limit.pk), "by": viewer.name, **more}
    OutboxEvent.rows.create(compartment_id=limit.compartment_id, kind=kind, deal=None, payload=payload)
