"""What reads differently of a deal between two days of publication."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.models import Deal
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Standing
from dealtracker.evidence.rules.history import Difference, compare
from dealtracker.evidence.rules.values import StandingRow

_FIELDS = tuple(StandingRow.__dataclass_fields__)


def deal_changes(*, viewer: Viewer, deal: UUID, earlier: date, later: date) -> list[dict[str, Any]]:
    """[{"kind", "what", "list", "target", "field", "before", "after"}]: added, changed, contested or withdrawn.

    `before` and `after` are {"value", "certainty", "sources"} or None; counts of sources alone are no difference.
    """
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return []
    rows = [StandingRow(*cells) for cells in Standing.rows.filter(subject=deal).values_list(*_FIELDS)]
    return [_difference(found) for found in compare(rows, earlier=earlier, later=later)]


def _difference(found: Difference) -> dict[str, Any]:
    entity = facts.BY_NAME.get(found.target_kind) or facts.BY_LIST.get(found.target_kind)
    return {
        "kind": found.kind, "what": found.what, "list": entity.list if entity else found.target_kind, "target": str(found.target),
        "field": found.field, "before": _state(found.before), "after": _state(found.after),
    }  # fmt: skip


def _state(row: StandingRow | None) -> dict[str, Any] | None:
    return {"value": row.value, "certainty": row.certainty, "sources": row.sources} if row else None
