"""Verbs for the shipped deals as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from deals import facts as f
from deals.actions._demo_rows import only_of_these
from deals.actions._dossiers.rows import LINKS, words_with_ref
from deals.actions.curves import CurveTerms, add_curve
from deals.agreements.models import Deal, DealRelation
from deals.controls.models import Finding
from deals.exposure.models import ExposurePeriod
from deals.hardware.models import PriceCurve
from deals.sheets.models import Facet, RefreshState, SearchEntry, Sheet
from deals.sites.models import DealSite
from deals.timeline.models import StagePeriod
from dealtracker.access.rules import Viewer
from dealtracker.access.walls import set_reason
from dealtracker.audit.models import Change
from dealtracker.desk.models import DecisionProposal, Obligation, Task, TaskComment
from dealtracker.evidence.models import Anchor, Claim, Reply, Standing
from dealtracker.webhooks.models import OutboxEvent


class DemoInUse(RuntimeError):
    """A team's private view stands on a shipped deal, so nothing was removed."""


def demo_is_loaded(*, reason: str) -> bool:
    """Whether shipped deals were loaded under this very reason, which holds the digest of their files."""
    deals = [str(pk) for pk in Deal.rows.exclude(demo="").values_list("pk", flat=True)]
    return Change.rows.filter(row__in=deals, reason=reason).exists()


def keep_demo_curves(*, curves: Iterable[Mapping[str, Any]], viewer: Viewer) -> int:
    """The shipped price curves, each for its own shipped deal and by a source of it; how many there are."""
    kept = 0
    for given in curves:
        deal = Deal.rows.exclude(demo="").filter(external_ref=given["deal"]).values_list("pk", flat=True).first()
        claims = Claim.rows.filter(subject=deal, source__key=given["source"]) if deal else Claim.rows.none()
        source = claims.values_list("source", flat=True).first()
        if source is not None:
            terms = CurveTerms(given["model"], given["name"], given["kind"], given["terms"], source, deal)
            add_curve(curve=terms, viewer=viewer)
            kept += 1
    return kept


def remove_demo(*, viewer: Viewer, reason: str) -> tuple[int, dict[str, int]]:
    """Takes all shipped deals out, with the parties, sites and sources that came with them and nothing else uses.

    Gives the number of deals, and of rows by kind. Raises DemoInUse. The caller's transaction has the walls set.
    """
    with transaction.atomic():
        set_reason(reason)
        deals = list(Deal.rows.select_for_update().exclude(demo="").order_by("pk"))
        ids = [deal.pk for deal in deals]
        views = Deal.rows.filter(private_view_of__in=ids).exclude(pk__in=ids).count()
        if views:
            raise DemoInUse(f"{views} private views stand on shipped deals; remove these first")
        came = _came_with(ids)
        _release(deals)
        _remove_rows(ids)
        counts = only_of_these(came)
        OutboxEvent.rows.bulk_create(
            OutboxEvent(
                compartment_id=deal.compartment_id, kind="deal.removed", deal=deal.pk, payload={"by": viewer.name}
            )
            for deal in deals
        )
        _delete(Deal, Q(pk__in=ids))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return len(ids), counts


def _came_with(deals: Sequence[UUID]) -> dict[str, set[UUID]]:
    """Table → ids of the rows that the transactions which loaded the shipped deals inserted, as the audit has it."""
    found: dict[str, set[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, row_id FROM audit_change WHERE operation = 'insert' AND xid IN"
            " (SELECT xid FROM audit_change WHERE row_id = ANY(%s) AND reason LIKE 'demo %%')",
            [[str(pk) for pk in deals]],
        )
        for table, row in cursor.fetchall():
            found.setdefault(table, set()).add(UUID(row))
    return found


def _release(deals: Sequence[Deal]) -> None:
    """Relations of other deals keep the key of the removed one in their words."""
    refs = {deal.pk: deal.external_ref for deal in deals}
    relations = list(DealRelation.rows.filter(to__in=refs).exclude(deal__in=refs))
    for relation in relations:
        assert relation.to_id is not None
        relation.words, relation.to = words_with_ref(relation.words, refs[relation.to_id]), None
    DealRelation.rows.bulk_update(relations, ["to", "words"])


def _remove_rows(ids: list[UUID]) -> None:
    with connection.cursor() as cursor:
        for pk in ids:
            cursor.execute("SELECT remove_demo_deal(%s)", [pk])
    for name, fields in LINKS.items():
        model: Any = f.BY_LIST[name].model
        owners = model.rows.filter(deal__in=ids).values("pk")
        for through, own, _ in fields.values():
            _delete(through, Q(**{f"{own}__in": owners}))
    for entity in f.ENTITIES:
        if entity.name != "entry":
            _delete(entity.model, Q(deal__in=ids))
    _delete(DealSite, Q(deal__in=ids))
    _delete(Reply, Q(deal__in=ids))
    _delete(Anchor, Q(claim__in=Claim.rows.filter(subject__in=ids).values("pk")))
    _delete(Claim, Q(subject__in=ids))
    _delete(TaskComment, Q(task__in=Task.rows.filter(deal__in=ids).values("pk")))
    _delete(PriceCurve, Q(deal__in=ids))
    for model in (DecisionProposal, Task, Obligation, Sheet, Facet, ExposurePeriod, StagePeriod, Finding, RefreshState):
        _delete(model, Q(deal__in=ids))
    _delete(SearchEntry, Q(target__in=ids))
    _delete(Standing, Q(subject__in=ids))


def _delete(model: Any, which: Q) -> None:
    model._default_manager.filter(which)._raw_delete("default")
