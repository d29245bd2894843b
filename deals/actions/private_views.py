"""A private view: a team's own deal that begins as a copy of a public one, its claims citing the public sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from deals.actions._changed import NotFound
from deals.actions.dossiers import Dossier, import_dossiers
from deals.agreements.models import Deal
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer, may_change

# Shared records stay the ones they are; rows of the copy are rows of their own.
_SHARED = ("parties", "sites", "sources", "stakes", "capacities")


class ViewRefused(ValueError):
    """The view cannot be made; `status` and `code` for programs, the text for people."""

    def __init__(self, message: str, *, status: int, code: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def view_document(document: Mapping[str, Any], *, compartment: str) -> dict[str, Any]:
    """A public deal's dossier as that of its private view: the same facts, ids of its own, another wall."""
    deal = {name: value for name, value in document["deal"].items() if name != "id"}
    copied = {
        name: _without_ids(value) for name, value in document.items() if isinstance(value, list) and name not in _SHARED
    }
    return {**document, **copied, "deal": {**deal, "compartment": compartment, "private_view_of": deal["key"]}}


def _without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


@transaction.atomic
def make_private_view(*, public: UUID, dossier: Dossier, viewer: Viewer) -> UUID:
    """Save the copy and return its id; raises NotFound, ViewRefused or DossierRefused, saving nothing."""
    found = Deal.objects.visible_to(viewer).select_for_update().filter(pk=public).first()
    if found is None:
        raise NotFound("there is no such deal")
    if found.compartment_id != PUBLIC:
        raise ViewRefused("Only a public deal can have a private view.", status=409, code="not_public")
    name = str(dossier.deal.values.get("compartment", ""))
    wall = Compartment.objects.filter(name=name).values_list("pk", flat=True).first()
    if wall is None or wall == PUBLIC or not may_change(viewer, wall):
        raise ViewRefused(
            f'There is no team "{name[:60]}" whose deals you may change.', status=403, code="permission_denied"
        )
    if Deal.rows.filter(compartment=wall, private_view_of=public).exists():
        raise ViewRefused("Your team has its own view of this deal already.", status=409, code="exists")
    reason = f"private view of {found.external_ref}"
    result = import_dossiers(dossiers=[dossier], viewer=viewer, source_name=reason, reason=reason)
    return result.outcomes[0].deal
