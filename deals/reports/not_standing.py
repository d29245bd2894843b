"""What a change stated and does not stand: the value that stands instead, and the line of the table that decided."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from deals.reports.value_path import named_value, names_of, targets_at
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.standing import Fields, weigh
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.winner import why_behind
from dealtracker.periods import OPEN_END

_DRIFT = "its source retells others, and none of these states it"
_ASIDE = "a later word of its source, or of one that it retells, corrects or retracts it"


def not_standing(*, viewer: Viewer, deal: UUID, ats: Collection[str]) -> list[dict[str, Any]]:
    """[{"at", "stands", "because"}] of those paths whose claim recorded last is not what stands; `stands` is null where
    nothing does."""
    targets = targets_at(viewer, deal, ats)
    wanted = {(target, field): at for at, (_, target, field) in targets.items()}
    evidence = evidence_of({deal}).get(deal) if wanted else None
    if evidence is None:
        return []
    last: dict[tuple[UUID, str], UUID] = {}
    rows = Claim.rows.filter(subject=deal, target__in={target for target, _ in wanted}, state=Claim.State.ACCEPTED)
    for target, field, key in rows.order_by("recorded_at").values_list("target", "field", "pk"):
        last[target, field] = key
    fields = weigh(evidence)
    found = {wanted[key]: said for key in wanted if key in last and (said := _against(fields, key, last[key]))}
    names = names_of(stands for stands, _ in found.values())
    return [
        {"at": at, "stands": named_value(stands, names), "because": because}
        for at, (stands, because) in sorted(found.items())
    ]


def _against(fields: Fields, key: tuple[UUID, str], claim: UUID) -> tuple[Any, str] | None:
    """(what stands instead, why); None where the claim stands, or says the same."""
    mine = next((said for said in fields.weighed.voices.get(key, ()) if said.claim.id == claim), None)
    if mine is None or mine.claim.value is None:
        return None
    view = fields.view(key, OPEN_END)
    if view is None:
        return None, _DRIFT
    stands = view.winner
    return None if mine is stands or mine.key == stands.key else (stands.value, _why(stands, mine))


def _why(stands: Voiced, mine: Voiced) -> str:
    if not mine.carries:
        return _DRIFT
    return why_behind(stands, mine) if min(mine.aside_from, mine.withdrawn_from) == OPEN_END else _ASIDE
