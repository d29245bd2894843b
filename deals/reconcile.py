"""The nightly check: works derived rows of deals out again from their facts, tells each difference, and mends it.

Exposure is compared with plain Python as well (`reports.book_check`); here every derived room is compared with what the
same rebuilding makes of the facts today: what was damaged, lost, left over, or made by an earlier version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import F

from deals.controls.models import Finding
from deals.exposure.models import ExposurePeriod
from deals.jobs.recompute import Difference, forget_gone, keep_checks
from deals.refresh import rebuild
from deals.sheets.models import Facet, RefreshState, Sheet
from deals.timeline.models import StagePeriod
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import set_walls

_SYSTEM = system_viewer("nightly check")
_OWN = {"id", "compartment", "deal", "digest", "body", "brief"}
# room → (table, what names a row of it); the other columns are its figures.
_ROOMS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "exposure": (ExposurePeriod, ("facility", "hold", "party", "rests_on", "weight", "basis", "start")),
    "timeline": (StagePeriod, ("facility", "start")),
    "sheets": (Sheet, ("valid_from",)),
    "facets": (Facet, ("dimension", "value")),
    "findings": (Finding, ("line", "basis", "start")),
}
Rows = dict[tuple[str, str], dict[str, Any]]


def reconcile(deals: Sequence[UUID], *, today: date, at: datetime) -> dict[UUID, list[Difference]]:
    """Deal → what differed, for those of these deals that nobody is rebuilding or waits to be. One transaction."""
    with transaction.atomic():
        set_walls(_SYSTEM)
        ids = _settled(deals)
        before = _stored(ids)
        if ids:
            rebuild(ids, today=today)
        after = _stored(ids)
        found = {deal: list(_differences(before[deal], after[deal])) for deal in ids}
        _keep(found, at)
    return {deal: rows for deal, rows in found.items() if rows}


def _settled(deals: Sequence[UUID]) -> list[UUID]:
    """Those that stand as they should, locked against another's rebuilding until this one has been compared."""
    states = RefreshState.rows.select_for_update(skip_locked=True).filter(pk__in=deals, wanted__lte=F("done"), error="")
    return [state.pk for state in states.order_by("pk")]


def _stored(ids: Sequence[UUID]) -> dict[UUID, Rows]:
    found: dict[UUID, Rows] = {deal: {} for deal in ids}
    for room, (model, names) in _ROOMS.items():
        for row in model.rows.filter(deal__in=ids).values():
            own = {name: value for name, value in row.items() if name not in _OWN}
            key = ", ".join(f"{name} {row[name]}" for name in names if row[name] not in (None, ""))
            figures = {name: _text(value) for name, value in own.items() if name not in names}
            found[row["deal"]][room, key] = {**figures, **(_document(row) if room == "sheets" else {})}
    return found


def _document(row: Mapping[str, Any]) -> dict[str, str | None]:
    """A sheet's JSON, value by value: its path and what stands there."""
    flat: dict[str, str | None] = {}
    _flatten(orjson.loads(bytes(row["body"])), "", flat)
    return flat


def _flatten(value: Any, path: str, into: dict[str, str | None]) -> None:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            _flatten(inner, f"{path}/{name}", into)
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value):
            _flatten(inner, f"{path}/{inner['key'] if isinstance(inner, dict) and 'key' in inner else place}", into)
    else:
        into[path] = _text(value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _differences(before: Rows, after: Rows) -> Iterator[Difference]:
    for room, row in sorted(before.keys() | after.keys()):
        stored, found = before.get((room, row)), after.get((room, row))
        if stored is None or found is None:
            yield Difference(
                room, row, "the row", None if stored is None else "there", None if found is None else "there"
            )
            continue
        for figure in sorted(stored.keys() | found.keys()):
            if stored.get(figure) != found.get(figure):
                yield Difference(room, row, figure, stored.get(figure), found.get(figure))


def keep_differences(*, deal: UUID, differences: Sequence[Mapping[str, str | None]], at: datetime) -> None:
    """What another check found of a deal, for people to see."""
    with transaction.atomic():
        set_walls(_SYSTEM)
        _keep({deal: [Difference(**one) for one in differences]}, at)  # type: ignore[arg-type]


def _keep(found: Mapping[UUID, list[Difference]], at: datetime) -> None:
    walls = dict(RefreshState.rows.filter(pk__in=list(found)).values_list("pk", "compartment"))
    keep_checks(found, walls=walls, at=at)


def forget_checks() -> None:
    with transaction.atomic():
        set_walls(_SYSTEM)
        forget_gone()
