"""Take a party or a site behind a wall, or out of one, with all that belongs to it; or say what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from deals.agreements.models import Deal
from deals.sites.models import Site, SiteCapacity
from dealtracker.access.models import Compartment, Walled
from dealtracker.access.rules import PUBLIC, Viewer, may_change
from dealtracker.access.walls import move_compartment, set_reason
from parties.register.models import Party
from parties.signals import parties_changed

_MOVED = {"party": Party, "site": Site}


@dataclass(frozen=True)
class InTheWay:
    """Rows of one table that name what is to be moved and would stay on the other side; `deals` are (id, title)."""

    table: str
    rows: int
    deals: tuple[tuple[UUID, str], ...]

    def __str__(self) -> str:
        titles = ", ".join(f"“{title}”" for _, title in self.deals[:5])
        more = f" and {len(self.deals) - 5} more" if len(self.deals) > 5 else ""
        return f"{self.rows} {self.table}{f' of {titles}{more}' if titles else ''}"


class MoveRefused(ValueError):
    """A move that cannot be made; `rows` are what stands in the way, as far as this viewer sees it."""

    def __init__(self, message: str, *, rows: tuple[InTheWay, ...] = ()) -> None:
        super().__init__(message)
        self.rows = rows


@transaction.atomic
def move_record(*, kind: str, key: UUID, compartment: UUID, viewer: Viewer, reason: str) -> None:
    """Move a "party" or "site" with names, numbers, stakes, claims and what they rest on. Raises MoveRefused.

    Whoever moves edits both sides. What is public is taken behind a wall by whoever runs the site alone: whether it may
    go depends on rows of every team, and a refusal would tell of them.
    """
    model: Any = _MOVED[kind]
    found = model.objects.visible_to(viewer).select_for_update().filter(pk=key).first()
    if found is None:
        raise MoveRefused(f"there is no such {kind}")
    _may(found, compartment, viewer, reason)
    if blocked := tuple(_in_the_way(found, compartment, viewer)):
        told = "; ".join(map(str, blocked))
        raise MoveRefused(f'"{found}" is named by rows that would stay on the other side: {told}', rows=blocked)
    set_reason(reason)
    try:
        with transaction.atomic():
            move_compartment(table=model._meta.db_table, row=key, compartment=compartment)
    except IntegrityError as error:
        raise MoveRefused(f'"{found}" rests on, or belongs to, something behind the wall: {_told(error)}') from error
    if kind == "party":
        parties_changed.send(Party, parties={key}, cause="moved behind another wall")


def _may(found: Any, compartment: UUID, viewer: Viewer, reason: str) -> None:
    if not Compartment.objects.filter(pk=compartment).exists() or not may_change(viewer, compartment):
        raise MoveRefused("there is no such compartment that you may change")
    if not may_change(viewer, found.compartment_id):
        raise MoveRefused("you may read this, not move it")
    if found.compartment_id == compartment:
        raise MoveRefused("it stands there already")
    if found.compartment_id == PUBLIC and not viewer.system:
        raise MoveRefused("what is public is taken behind a wall by whoever runs this site (manage.py move_record)")
    if not reason.strip():
        raise MoveRefused("say why; the reason is kept with the move")


def _in_the_way(found: Any, compartment: UUID, viewer: Viewer) -> Iterator[InTheWay]:
    """Rows elsewhere that name it, asked by the foreign keys of every table; those of the record itself go along."""
    if compartment == PUBLIC:
        return
    for relation in type(found)._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and relation.one_to_many and issubclass(model, Walled)):
            continue
        if model._meta.app_label == "parties" or model is SiteCapacity:
            continue
        named = model.objects.visible_to(viewer).filter(**{relation.field.name: found}).exclude(compartment=compartment)
        if count := named.count():
            yield InTheWay(str(model._meta.verbose_name_plural), count, _deals(model, named, viewer))


def _deals(model: Any, named: Any, viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    column = {field.name: field.attname for field in model._meta.concrete_fields}.get("deal")
    keys = set(named.values_list(column, flat=True)) if column else set()
    if model._meta.model_name == "claim":
        keys = set(named.filter(subject_kind="deal").values_list("subject", flat=True))
    rows = Deal.objects.visible_to(viewer).filter(pk__in=keys).order_by("title", "pk")
    return tuple(rows.values_list("pk", "title"))


def _told(error: IntegrityError) -> str:
    """What the database said of the row, without its names of tables where they say nothing more."""
    said = str(getattr(getattr(error.__cause__, "diag", None), "message_primary", "") or error)
    return said.splitlines()[0]
