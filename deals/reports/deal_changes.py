"""What reads differently of a deal between two days of publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from deals import facts
from deals.agreements.models import Deal
from deals.reports.source_parts import counted_roots
from deals.reports.value_path import named_value, names_of, source_brief
from deals.sites.models import DealSite
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim, Reply, Source, SourceLink, Standing
from dealtracker.evidence.rules.graph import FOLLOWED
from dealtracker.evidence.rules.history import Difference, compare
from dealtracker.evidence.rules.values import SECOND_HAND, StandingRow

_FIELDS = tuple(StandingRow.__dataclass_fields__)


def deal_changes(*, viewer: Viewer, deal: UUID, earlier: date, later: date) -> list[dict[str, Any]]:
    """[{"kind", "what", "at", "list", "key", "field", "before", "after"}]: added, changed, contested or withdrawn.

    `before` and `after` are {"value", "certainty", "contested", "sources", "origins"} or None; counts of sources alone
    are no difference. `at` is the path of the value, "" where its row is not among the deal's own any more. By list, row
    and field, whatever ids they were given.
    """
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return []
    sites = dict(DealSite.rows.filter(deal=deal).values_list("site_id", "key"))
    stored = Standing.rows.filter(subject__in=[deal, *sites]).values_list(*_FIELDS)
    found = compare([StandingRow(*cells) for cells in stored], earlier=earlier, later=later)
    keys = {**_keys(deal, found), **sites}
    names = names_of(row.value for one in found for row in (one.before, one.after) if row)
    rows = (_difference(one, keys, names) for one in found)
    return sorted(rows, key=lambda row: (row["list"], row["key"], row["field"]))


def sources_between(*, viewer: Viewer, deal: UUID, earlier: date, later: date) -> list[dict[str, Any]]:
    """Sources of the deal that became known after the one day and by the other, and those that corrected or retracted one
    of it, each with "root": it cites no other and is no retelling, and "counted": it counts as a root of the deal."""
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return []
    said = Claim.rows.filter(subject=deal, state=Claim.State.ACCEPTED).values("source")
    told = Reply.rows.filter(deal=deal, source__isnull=False).values("source")
    of_deal = Q(pk__in=said) | Q(pk__in=told)
    against = SourceLink.rows.filter(kind__in=("corrects", "retracts"), to__in=Source.rows.filter(of_deal)).values("source")
    cited = SourceLink.rows.filter(source=OuterRef("pk"), kind__in=FOLLOWED, basis=SourceLink.Basis.CITED)
    rows = (
        Source.objects.visible_to(viewer)
        .filter(of_deal | Q(pk__in=against), published_to__gt=earlier, published_to__lte=later)
        .annotate(follows=Exists(cited))
        .order_by("published_to", "publisher", "pk")
    )
    counted = counted_roots(deal, known_on=later)
    return [
        {**source_brief(row), "root": not row.follows and row.kind not in SECOND_HAND, "counted": row.pk in counted}
        for row in rows
    ]


def _keys(deal: UUID, found: Iterable[Difference]) -> dict[UUID, str]:
    """Row → its key in the deal, one statement a list."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for one in found:
        wanted[_list(one.target_kind)].add(one.target)
    keys: dict[UUID, str] = {}
    for name, rows in wanted.items():
        entity = facts.BY_LIST.get(name)
        if name == "replies":
            keys |= dict(Reply.rows.filter(deal=deal, pk__in=rows).values_list("pk", "key"))
        elif entity and entity not in facts.SHARED:
            keys |= dict(entity.model.rows.filter(deal=deal, pk__in=rows).values_list("pk", "key"))  # type: ignore[attr-defined]
    return keys


def _list(kind: str) -> str:
    entity = facts.BY_NAME.get(kind) or facts.BY_LIST.get(kind)
    return entity.list if entity else {"reply": "replies"}.get(kind, kind)


def _difference(found: Difference, keys: dict[UUID, str], names: dict[str, str]) -> dict[str, Any]:
    name, key = _list(found.target_kind), keys.get(found.target, "")
    at = f"/{name}/{key}" + (f"/{found.field}" if found.field else "") if key else ""
    return {
        "kind": found.kind, "what": found.what, "at": at, "list": name, "key": key, "field": found.field,
        "before": _state(found.before, names), "after": _state(found.after, names),
    }  # fmt: skip


def _state(row: StandingRow | None, names: dict[str, str]) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "value": named_value(row.value, names), "certainty": row.certainty, "contested": row.contested,
        "sources": row.sources, "origins": row.origins,
    }  # fmt: skip
