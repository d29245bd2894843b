"""Candidates of the parties and entries that changed since they were last compared, and of nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import set_walls
from dealtracker.bulk import uncollected
from parties.ownership.models import PartyDue
from parties.register.models import Party
from parties.screening.matching import PartyIndex
from parties.screening.models import Candidate, ListedEntry, Screened, Watchlist
from parties.screening.queries import active_lists, inputs_of, searched_names, sides_of
from parties.screening.rules import Match, Side, compare, digest_of
from parties.signals import parties_changed

_FIELDS = ("score", "reasons", "party_name", "listed_name", "inputs")


@dataclass
class Run:
    """What one run did: `pairs` that could have been, `candidates` that stand now, `changed` those parties that differ."""

    lists: int = 0
    parties: int = 0
    pairs: int = 0
    new: int = 0
    gone: int = 0
    left: int = 0
    changed: set[UUID] = field(default_factory=set)


def screen(
    *, at: datetime, most: int | None = None, progress: Callable[[str], None] = lambda words: None
) -> Run:
    """Compare what changed: parties with other names, entries of newer versions. Idempotent; one transaction.

    With `most` a list is left for another time when it would take more comparisons than that; `left` counts those.
    """
    run = Run()
    with transaction.atomic():
        set_walls(system_viewer("screening"))
        due = PartyDue.rows.select_for_update(skip_locked=True).filter(room=PartyDue.Room.SCREENING)
        taken = list(due.values_list("id", flat=True))
        lists = active_lists()
        sides = sides_of() if lists else {}
        walls = dict(Party.rows.values_list("pk", "compartment_id"))
        _forget(set(walls), set(sides), run)
        for watchlist in lists:
            _screen_list(watchlist, sides, walls, at, most, run, progress)
        if not run.left:
            PartyDue.rows.filter(pk__in=taken).delete()
        if run.changed:
            parties_changed.send(Party, parties=run.changed, cause="screening")
    return run


def due_parties() -> bool:
    """Whether anything asks to be compared again: a party that changed, or a version that nobody was held against."""
    if PartyDue.rows.filter(room=PartyDue.Room.SCREENING).exists():
        return True
    return any(not Screened.rows.filter(watchlist=one.pk, version=one.active).exists() for one in active_lists())


def _forget(known: set[UUID], compared: set[UUID], run: Run) -> None:
    """Rows of parties that are gone or have nothing to compare any more."""
    held = set(Screened.rows.values_list("party", flat=True).distinct())
    gone = held - (known & compared)
    if gone:
        run.changed |= set(Candidate.rows.filter(party__in=gone).values_list("party", flat=True))
        run.gone += Candidate.rows.filter(party__in=gone).delete()[0]
        Screened.rows.filter(party__in=gone).delete()


def _screen_list(
    watchlist: Watchlist, sides: Mapping[UUID, Side], walls: Mapping[UUID, UUID], at: datetime, most: int | None, run: Run,
    progress: Callable[[str], None],
) -> None:  # fmt: skip
    run.lists += 1
    _drop_gone_entries(watchlist, run)
    groups = _groups(watchlist, sides, walls)
    for since, parties in sorted(groups.items()):
        entries = ListedEntry.rows.filter(watchlist=watchlist, gone=None, since__gt=since).count()
        if most is not None and entries * len(parties) > most:
            run.left += 1
            continue
        progress(f"{watchlist.name}: {len(parties):,} parties against {entries:,} entries")
        found = _compare(watchlist, since, {party: sides[party] for party in parties}, run)
        _store(watchlist, since, parties, found, walls, run)
        _note(watchlist, {party: inputs_of(sides[party], walls[party]) for party in parties}, walls, at)
        run.parties += len(parties)


def _groups(watchlist: Watchlist, sides: Mapping[UUID, Side], walls: Mapping[UUID, UUID]) -> dict[int, list[UUID]]:
    """Version up to which they were compared → parties; 0 for those never compared, or changed since."""
    stored = {
        party: (version, inputs)
        for party, version, inputs in Screened.rows.filter(watchlist=watchlist.pk).values_list("party", "version", "inputs")
    }
    groups: dict[int, list[UUID]] = defaultdict(list)
    for party, side in sides.items():
        version, inputs = stored.get(party, (0, ""))
        if inputs != inputs_of(side, walls[party]):
            groups[0].append(party)
        elif version < watchlist.active:
            groups[version].append(party)
    return groups


def _drop_gone_entries(watchlist: Watchlist, run: Run) -> None:
    gone = Candidate.rows.filter(watchlist=watchlist.pk).exclude(
        entry__in=ListedEntry.rows.filter(watchlist=watchlist, gone=None).values("pk")
    )
    run.changed |= set(gone.values_list("party", flat=True))
    run.gone += gone.delete()[0]


def _compare(
    watchlist: Watchlist, since: int, sides: Mapping[UUID, Side], run: Run
) -> dict[tuple[UUID, int], tuple[Match, ListedEntry]]:
    found: dict[tuple[UUID, int], tuple[Match, ListedEntry]] = {}
    seen: set[tuple[Any, Any]] = set()
    with uncollected():
        for block in PartyIndex(sides).matches(searched_names(watchlist, since=since)):
            fresh = block - seen
            seen |= fresh
            run.pairs += len(fresh)
            entries = ListedEntry.rows.in_bulk({entry for _, entry in fresh})
            listed = {key: Side.from_json(entry.facts) for key, entry in entries.items()}
            for party, entry in fresh:
                match = compare(sides[party], listed[entry])
                if match and match.is_candidate:
                    found[party, entry] = match, entries[entry]
    return found


def _store(
    watchlist: Watchlist, since: int, parties: Collection[UUID], found: Mapping[tuple[UUID, int], tuple[Match, ListedEntry]],
    walls: Mapping[UUID, UUID], run: Run,
) -> None:  # fmt: skip
    """Make the stored candidates of these parties and of the entries compared equal to what was found."""
    held = Candidate.rows.filter(watchlist=watchlist.pk, party__in=parties)
    stored = {(row.party, row.entry): row for row in held.filter(entry__in=_entries(watchlist, since))}
    wanted = {pair: _row(watchlist, pair, *both, walls[pair[0]]) for pair, both in found.items()}
    same = {pair for pair, row in wanted.items() if pair in stored and _told(stored[pair]) == _told(row)}
    gone = [stored[pair].pk for pair in stored.keys() - same]
    Candidate.rows.filter(pk__in=gone).delete()
    Candidate.rows.bulk_create((row for pair, row in sorted(wanted.items(), key=str) if pair not in same), batch_size=1000)
    run.new += len(wanted.keys() - stored.keys())
    run.gone += len(stored.keys() - wanted.keys())
    run.changed |= {party for party, _ in (stored.keys() | wanted.keys()) - same}


def _entries(watchlist: Watchlist, since: int) -> Any:
    return ListedEntry.rows.filter(watchlist=watchlist, since__gt=since).values("pk")


def _row(watchlist: Watchlist, pair: tuple[UUID, int], match: Match, entry: ListedEntry, wall: UUID) -> Candidate:
    reasons = [vars(reason) for reason in match.reasons]
    inputs = digest_of([match.party_name, str(match.score), reasons, entry.digest])
    return Candidate(
        compartment=wall, party=pair[0], entry=entry.pk, watchlist=watchlist.pk, ref=entry.ref, score=match.score,
        reasons=reasons, party_name=match.party_name[:300], listed_name=match.listed_name[:1000], inputs=inputs,
    )  # fmt: skip


def _told(row: Candidate) -> tuple[Any, ...]:
    return (row.compartment, *(getattr(row, name) for name in _FIELDS))


def _note(watchlist: Watchlist, inputs: Mapping[UUID, str], walls: Mapping[UUID, UUID], at: datetime) -> None:
    held = {"watchlist": watchlist.pk, "version": watchlist.active, "screened_at": at}
    rows = (Screened(compartment=walls[party], party=party, inputs=digest, **held) for party, digest in inputs.items())
    Screened.rows.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["party", "watchlist"],
        update_fields=["compartment", "version", "inputs", "screened_at"],
    )  # fmt: skip
