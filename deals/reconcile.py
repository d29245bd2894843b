"""The nightly check: works derived rows of deals out again from their facts, tells each difference, and mends it.

Exposure is compared with plain Python as well (`reports.book_check`); here every derived room is compared with what the
same rebuilding makes of the facts today: what was damaged, lost, left over, or made by an earlier version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import F

from deals.agreements.models import Role
from deals.controls.models import Finding
from deals.exposure.models import ExposurePeriod
from deals.jobs.recompute import Difference, forget_gone, keep_checks
from deals.refresh import rebuild
from deals.sheets.models import Facet, RefreshState, SearchEntry, Sheet
from deals.timeline.models import StagePeriod
from dealtracker.access.rules import PUBLIC, system_viewer
from dealtracker.access.walls import set_walls
from dealtracker.evidence.models import Standing
from parties.ownership.models import Lineage, PartyDue
from parties.ownership.recompute import rebuild_lineages

_SYSTEM = system_viewer("nightly check")
_DOCUMENTS = ("body", "brief")


@dataclass(frozen=True)
class _Room:
    """A table of derived rows: what names a row of it, and the column that says whose it is; the others are its figures."""

    model: Any
    names: tuple[str, ...]
    owner: str = "deal"


_ROOMS: dict[str, _Room] = {
    "exposure": _Room(ExposurePeriod, ("facility", "hold", "party", "rests_on", "weight", "basis", "start")),
    "timeline": _Room(StagePeriod, ("facility", "start")),
    "sheets": _Room(Sheet, ("valid_from",)),
    "facets": _Room(Facet, ("dimension", "value")),
    "findings": _Room(Finding, ("line", "basis", "start")),
    "standings": _Room(Standing, ("target_kind", "target", "field", "known_from"), "subject"),
    "search": _Room(SearchEntry, (), "target"),
}
_LINEAGES = _Room(Lineage, ("ultimate", "start"), "party")
Rows = dict[tuple[str, str], dict[str, Any]]


def reconcile(deals: Sequence[UUID], *, today: date, at: datetime) -> dict[UUID, list[Difference]]:
    """Deal → what differed, for those of these deals that nobody is rebuilding or waits to be. One transaction."""
    with transaction.atomic():
        set_walls(_SYSTEM)
        ids = _settled(deals)
        of = _settled_parties(ids)
        before = _stored(ids, of)
        if ids:
            rebuild_lineages(of, known_on=today)
            rebuild(ids, today=today)
        after = _stored(ids, of)
        found = {deal: list(_differences(before[deal], after[deal])) for deal in ids}
        _keep(found, at)
    return {deal: rows for deal, rows in found.items() if rows}


def _settled(deals: Sequence[UUID]) -> list[UUID]:
    """Those that stand as they should, locked against another's rebuilding until this one has been compared."""
    states = RefreshState.rows.select_for_update(skip_locked=True).filter(pk__in=deals, wanted__lte=F("done"), error="")
    return [state.pk for state in states.order_by("pk")]


def _settled_parties(ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Party → deals in which it has a role; none whose lineage waits to be worked out."""
    found: dict[UUID, list[UUID]] = {}
    waiting = PartyDue.rows.filter(room=PartyDue.Room.OWNERSHIP).values("party")
    pairs = Role.rows.filter(deal__in=ids).exclude(party__in=waiting).values_list("party_id", "deal_id").distinct()
    for party, deal in pairs:
        found.setdefault(party, []).append(deal)
    return found


def _stored(ids: Sequence[UUID], of: Mapping[UUID, Collection[UUID]]) -> dict[UUID, Rows]:
    """Deal → its derived rows; the lineage of a party stands with each of its deals, as the public sees it: what a team
    alone knows of a party is not told to the readers of a deal."""
    found: dict[UUID, Rows] = {deal: {} for deal in ids}
    for room, table in _ROOMS.items():
        for deal, key, figures in _rows(table, ids):
            found[deal][room, key] = figures
    for party, key, figures in _rows(_LINEAGES, list(of), compartment=PUBLIC):
        for deal in of[party]:
            found[deal]["lineages", f"party {party}, {key}"] = figures
    return found


def _rows(table: _Room, owners: Sequence[UUID], **only: UUID) -> Iterator[tuple[UUID, str, dict[str, str | None]]]:
    """(whose it is, what names it, figure → value)."""
    apart = {"id", table.owner, *table.names, *(_DOCUMENTS if table.model is Sheet else ())}
    for row in table.model.rows.filter(**{f"{table.owner}__in": owners}, **only).values():
        key = ", ".join(f"{name} {row[name]}" for name in table.names if row[name] not in (None, ""))
        figures = {name: _text(value) for name, value in row.items() if name not in apart}
        yield row[table.owner], key, {**figures, **(_documents(row) if table.model is Sheet else {})}


def _documents(row: Mapping[str, Any]) -> dict[str, str | None]:
    """The JSON of a sheet and of its line in lists, value by value: its path and what stands there."""
    flat: dict[str, str | None] = {}
    for name in _DOCUMENTS:
        try:
            _flatten(orjson.loads(bytes(row[name])), "" if name == "body" else f"/{name}", flat)
        except orjson.JSONDecodeError as error:
            flat[f"/{name}"] = f"bytes that are no JSON: {error}"
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
