"""Lineages of the parties that changes reach, replaced as a whole; only rows that differ are touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from dealtracker.access.rules import PUBLIC, system_viewer
from dealtracker.access.walls import set_walls
from dealtracker.periods import EARLIEST, OPEN_END
from parties.ownership.calc import LineagePeriod, lineages_over_time
from parties.ownership.models import Lineage, PartyDue, Stake
from parties.ownership.queries import load_book, owned_below, owners_above
from parties.register.models import MergeJudgement, Party
from parties.signals import parties_changed

SET_SIZE = 1000
_FIELDS = ("compartment", "party", "ultimate", "basis", "path", "stakes", "low", "high", "start", "end")
Cells = tuple[Any, ...]


def refresh_lineages(*, at: datetime, limit: int = SET_SIZE) -> int:
    """Take what is due, rebuild it in one transaction, and tell who rests on it; returns how many requests were met.

    Safe to run twice, late, or beside another: each takes what nobody else holds.
    """
    with transaction.atomic():
        set_walls(system_viewer("ownership"))
        due = PartyDue.rows.select_for_update(skip_locked=True).filter(room=PartyDue.Room.OWNERSHIP).order_by("id")[:limit]
        taken = list(due)
        changed = rebuild_lineages({row.party for row in taken}, known_on=at.astimezone(UTC).date())
        PartyDue.rows.filter(pk__in=[row.pk for row in taken]).delete()
        if changed:
            parties_changed.send(Party, parties=changed, cause="ownership")
    return len(taken)


def rebuild_lineages(parties: Collection[UUID], *, known_on: date) -> set[UUID]:
    """Recompute the lineages of these parties and all below them, for every compartment; the parties that changed."""
    if not parties:
        return set()
    walls = {PUBLIC, *Stake.rows.values_list("compartment_id", flat=True).distinct()}
    walls |= set(MergeJudgement.rows.filter(undone_at=None).values_list("compartment_id", flat=True).distinct())
    reached = owned_below(parties, walls=walls)
    around = owners_above(reached, walls=walls)
    public = _wanted(reached, around, PUBLIC, known_on, {})
    wanted = set(public)
    for wall in sorted(walls - {PUBLIC}):
        wanted |= _wanted(reached, around, wall, known_on, _by_party(public))
    return _replace(wanted, reached)


def _wanted(
    reached: set[UUID], around: set[UUID], wall: UUID, known_on: date, public: dict[UUID, set[Cells]]
) -> set[Cells]:
    """The rows of one compartment; for a team's, of those parties alone that it sees otherwise than the public does."""
    book = load_book(around, walls={PUBLIC, wall}, known_on=known_on)
    standing = {party for party in reached if book.standing(party) == party}
    found: set[Cells] = set()
    for party, periods in lineages_over_time(book.stakes, sorted(standing)).items():
        rows = {cells for period in periods for cells in _rows(wall, party, period)}
        if wall == PUBLIC:
            found |= rows
        elif {cells[1:] for cells in rows} != {cells[1:] for cells in public.get(party, set())}:
            found |= rows or {(wall, party, None, "none known", (), (), Decimal(0), Decimal(0), EARLIEST, OPEN_END)}
    return found


def _rows(wall: UUID, party: UUID, period: LineagePeriod) -> Iterator[Cells]:
    for ultimate in period.lineage.ultimate:
        yield (
            wall, party, ultimate.party, ultimate.basis, ultimate.path, ultimate.stakes, ultimate.owns.low,
            ultimate.owns.high, period.start, period.end,
        )  # fmt: skip
    for ring in period.lineage.rings:
        yield (wall, party, None, "ring", ring, (), Decimal(0), Decimal(1), period.start, period.end)


def _by_party(rows: Iterable[Cells]) -> dict[UUID, set[Cells]]:
    found: dict[UUID, set[Cells]] = {}
    for cells in rows:
        found.setdefault(cells[1], set()).add(cells)
    return found


def _replace(wanted: set[Cells], parties: set[UUID]) -> set[UUID]:
    stored = {_plain(cells): key for key, *cells in Lineage.rows.filter(party__in=parties).values_list("id", *_FIELDS)}
    gone, new = {c: key for c, key in stored.items() if c not in wanted}, wanted - set(stored)
    Lineage.rows.filter(pk__in=gone.values()).delete()
    rows = (Lineage(**dict(zip(_FIELDS, cells, strict=True))) for cells in sorted(new, key=_order))
    Lineage.rows.bulk_create(rows, batch_size=1000)
    return {cells[1] for cells in (*gone, *new)}


def _order(cells: Cells) -> tuple[Any, ...]:
    wall, party, ultimate, *_, start, _ = cells
    return wall, party, start, str(ultimate)


def _plain(cells: Iterable[Any]) -> Cells:
    return tuple(tuple(cell) if isinstance(cell, list) else cell for cell in cells)


@transaction.atomic
def ask_for_all(*, at: datetime) -> None:
    """Ask for every party in which anybody holds a stake, or held one in a lineage that is stored."""
    set_walls(system_viewer("ownership"))
    known = set(Stake.rows.values_list("owned_id", flat=True)) | set(Lineage.rows.values_list("party", flat=True))
    room = PartyDue.Room.OWNERSHIP
    PartyDue.rows.bulk_create(PartyDue(compartment=PUBLIC, room=room, party=key, wanted_at=at) for key in sorted(known))
