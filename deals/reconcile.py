"""The nightly check: works derived rows of deals out again from their facts, tells each difference, and mends it.

Exposure is compared with plain Python as well (`reports.book_check`); here every derived room is compared with what the
same rebuilding makes of the facts today: what was damaged, lost, left over, or made by an earlier version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F

from deals.controls.models import Finding
from deals.exposure.models import ExposurePeriod
from deals.jobs.models import BookCheck
from deals.refresh import rebuild
from deals.sheets.models import Facet, RefreshState, Sheet
from deals.timeline.models import StagePeriod
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import set_walls

_SYSTEM = system_viewer("nightly check")
_KEPT = ["checked_at", "compartment", "differed_at", "differences"]
_MOST = 50  # differences kept of one deal; the first tell what is wrong
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


@dataclass(frozen=True)
class Difference:
    """One figure of one derived row, as it was stored and as it follows from the facts; None where there is no such row."""

    room: str
    row: str
    figure: str
    stored: str | None
    found: str | None


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
            yield Difference(room, row, "the row", stored and "there", found and "there")
            continue
        for figure in sorted(stored.keys() | found.keys()):
            if stored.get(figure) != found.get(figure):
                yield Difference(room, row, figure, stored.get(figure), found.get(figure))


def keep_differences(*, deal: UUID, differences: Sequence[Mapping[str, str | None]], at: datetime) -> None:
    """What another check found of a deal, for people to see."""
    with transaction.atomic():
        set_walls(_SYSTEM)
        _keep({deal: [Difference(**one) for one in differences]}, at)


def _keep(found: Mapping[UUID, list[Difference]], at: datetime) -> None:
    """When each deal was looked at; what differed stays until something else does."""
    walls = dict(RefreshState.rows.filter(pk__in=list(found)).values_list("pk", "compartment"))
    rows = [
        BookCheck(deal=deal, compartment=walls[deal], checked_at=at, differed_at=at if wrong else None,
                  differences=[asdict(one) for one in wrong[:_MOST]])
        for deal, wrong in found.items()
    ]  # fmt: skip
    same = [row for row in rows if row.differed_at is None]
    BookCheck.rows.bulk_create(
        same, update_conflicts=True, unique_fields=["deal"], update_fields=["checked_at", "compartment"]
    )
    wrong = [row for row in rows if row.differed_at is not None]
    BookCheck.rows.bulk_create(
        wrong,
        update_conflicts=True,
        unique_fields=["deal"],
        update_fields=_KEPT,
    )


def forget_gone() -> None:
    """Checks of deals that are no longer there."""
    with transaction.atomic(), connection.cursor() as cursor:
        set_walls(_SYSTEM)
        cursor.execute(
            "DELETE FROM deals_bookcheck c WHERE NOT EXISTS (SELECT FROM deals_refreshstate s WHERE s.deal = c.deal)"
        )
