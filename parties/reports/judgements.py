"""What people judged about a party and other records, from the latest, those withdrawn included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from dealtracker.access.rules import Viewer, may_change
from dealtracker.audit.models import Change
from dealtracker.ids import public_id
from parties.register.judged import judges
from parties.register.models import MergeJudgement, Party
from parties.register.queries import records_of, viewer_walls

_TABLE = MergeJudgement._meta.db_table


@dataclass(frozen=True)
class Judged:
    """`party` was judged "same" as `other` (and is read as it), "different" from it, or "unsure".

    `by` is empty for the program itself, and for readers without an account; `undone` is (when, by whom, why) or None.
    """

    id: UUID
    verdict: str
    party: tuple[UUID, str]
    other: tuple[UUID, str]
    reason: str
    by: str
    at: datetime
    undone: tuple[datetime, str, str] | None
    may_undo: bool

    @property
    def public_id(self) -> str:
        return public_id("judgement", self.id)


def judgements_of(*, viewer: Viewer, party: UUID) -> list[Judged]:
    """About any record that is one with the party; empty where the party is not visible. Five statements."""
    if not Party.objects.visible_to(viewer).filter(pk=party).exists():
        return []
    records = records_of([party], walls=viewer_walls(viewer))
    asked = Q(a__in=records) | Q(b__in=records)
    rows = list(
        MergeJudgement.objects.visible_to(viewer)
        .filter(asked)
        .select_related("a", "b")
        .order_by("-judged_at", "pk")[:200]
    )
    return [_judged(row, viewer, judges(rows), _withdrawn(rows)) for row in rows]


def judgement(*, viewer: Viewer, judgement: UUID) -> Judged | None:
    """One of them; None where it is hidden or absent."""
    rows = list(MergeJudgement.objects.visible_to(viewer).select_related("a", "b").filter(pk=judgement))
    return _judged(rows[0], viewer, judges(rows), _withdrawn(rows)) if rows else None


def _judged(
    row: MergeJudgement, viewer: Viewer, by: dict[UUID | None, str], withdrawn: dict[UUID, tuple[str, str]]
) -> Judged:
    named = not viewer.is_anonymous
    who, why = withdrawn.get(row.pk, ("", ""))
    undone = (row.undone_at, who if named else "", why) if row.undone_at else None
    return Judged(
        row.pk, row.verdict, (row.a_id, row.a.name), (row.b_id, row.b.name), row.reason,
        by.get(row.judged_by, "") if named else "", row.judged_at, undone,
        row.undone_at is None and may_change(viewer, row.compartment_id),
    )  # fmt: skip


def _withdrawn(rows: Iterable[MergeJudgement]) -> dict[UUID, tuple[str, str]]:
    """Who withdrew a judgement and why, as the log has it."""
    keys = [str(row.pk) for row in rows if row.undone_at]
    changes = Change.rows.filter(table=_TABLE, row__in=keys, after__undone_at__isnull=False) if keys else ()
    return {UUID(change.row): (change.actor, change.reason) for change in changes}


def merged_records(*, viewer: Viewer, party: UUID) -> list[Party]:
    """The other records that a party stands for now, with their names and identifiers, by name."""
    records = records_of([party], walls=viewer_walls(viewer)) - {party}
    rows = Party.objects.visible_to(viewer).filter(pk__in=records).order_by("name", "pk")
    return list(rows.prefetch_related("names", "identifiers"))
