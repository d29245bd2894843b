"""Bring a list in, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection, transaction

from dealtracker.access.rules import Viewer
from dealtracker.access.walls import set_reason
from parties.screening.models import ListedEntry, ListedName, ListVersion, Watchlist
from parties.screening.readers import FileSeen, Listed, ListRefused, look_at, read_list

_BATCH = 5000
# A version with less than this share of the active one's entries is more likely cut off than right.
_LEAST_KEPT = 0.5


class ScreeningRefused(ValueError):
    """What cannot be done; the message says why and what to do.

    `code` is "invalid", "not_allowed", "gone" or "changed": the last two mean that what was seen is no longer so.
    `field` names the part of the form.
    """

    def __init__(self, message: str, *, code: str = "invalid", field: str = "") -> None:
        super().__init__(message)
        self.code, self.field = code, field


@dataclass(frozen=True)
class Loaded:
    """What a load did, or with `dry_run` would do. `number` is the version that is active now."""

    watchlist: str
    number: int
    digest: str
    files: tuple[FileSeen, ...]
    file_date: date
    entries: int
    names: int
    added: int
    changed: int
    removed: int
    notices: tuple[str, ...]
    dry_run: bool

    @property
    def is_new(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class _TriedOnly(Exception):
    """Ends the transaction of a dry run."""


def load_list(
    *, kind: str, name: str, files: Sequence[Path], viewer: Viewer, at: datetime, file_date: date | None = None,
    retrieved_on: date | None = None, dry_run: bool = False, fewer_is_right: bool = False,
    progress: Callable[[int], None] = lambda entries: None,
) -> Loaded:  # fmt: skip
    """Read the files of one list and make them its active version; raises ListRefused, and then the old one stays.

    Entries that did not change stay untouched, so that only what changed is compared again. Without `file_date` the
    latest day on which one of the files was written stands for the list's date.
    """
    seen = [look_at(path) for path in files]
    day = file_date or max(datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date() for path in files)
    notices: list[str] = []
    loaded: Loaded | None = None
    try:
        with transaction.atomic():
            set_reason(f"load_list {kind} {', '.join(file.name for file in seen)}")
            watchlist = _watchlist(kind, name)
            entries = read_list(kind, files, notices)
            days = _Days(day, retrieved_on, at)
            loaded = _store(watchlist, seen, days, entries, viewer, dry_run, fewer_is_right, notices, progress)
            if dry_run:
                raise _TriedOnly
    except _TriedOnly:
        assert loaded is not None
    return loaded


def _watchlist(kind: str, name: str) -> Watchlist:
    found, _ = Watchlist.rows.select_for_update().get_or_create(name=name, defaults={"format": kind})
    if found.format != kind:
        raise ListRefused(name, 0, f"is a list of the format {found.format}; give another --name for {kind}")
    return found


@dataclass(frozen=True)
class _Days:
    """The date of the file, the day on which somebody fetched it, and the moment at which it is loaded."""

    file: date
    retrieved: date | None
    at: datetime


def _store(
    watchlist: Watchlist, seen: Sequence[FileSeen], days: _Days, entries: Iterable[Listed], viewer: Viewer, dry_run: bool,
    fewer_is_right: bool, notices: list[str], progress: Callable[[int], None],
) -> Loaded:  # fmt: skip
    number = watchlist.active + 1
    counts = _bring_in(watchlist, number, entries, progress)
    before = ListVersion.rows.filter(watchlist=watchlist, number=watchlist.active).first()
    if before and counts["entries"] < before.entries * _LEAST_KEPT and not fewer_is_right:
        raise ListRefused(
            seen[0].name, 0,
            f"has {counts['entries']:,} entries where version {before.number} had {before.entries:,}; if that is right,"
            " say --fewer-is-right",
        )  # fmt: skip
    digest = (
        hashlib.sha256("".join(file.sha256 for file in seen).encode()).hexdigest() if len(seen) > 1 else seen[0].sha256
    )
    same = before is not None and not (counts["added"] or counts["changed"] or counts["removed"])
    if same:
        number = watchlist.active
        notices.append(f"the same entries as version {number}; it stays active")
    else:
        _make_active(watchlist, number, digest, seen, days, viewer, counts, notices)
    return Loaded(
        watchlist=watchlist.name, number=number, digest=digest, files=tuple(seen), file_date=days.file, notices=tuple(notices),
        dry_run=dry_run, **counts,
    )  # fmt: skip


def _make_active(
    watchlist: Watchlist, number: int, digest: str, seen: Sequence[FileSeen], days: _Days, viewer: Viewer,
    counts: dict[str, int], notices: list[str],
) -> None:  # fmt: skip
    ListVersion.rows.create(
        watchlist=watchlist, number=number, digest=digest, files=[vars(file) for file in seen], file_date=days.file,
        retrieved_on=days.retrieved, loaded_at=days.at, loaded_by=viewer.name, notices=notices, **counts,
    )  # fmt: skip
    watchlist.active = number
    watchlist.save(update_fields=["active"])


def _bring_in(
    watchlist: Watchlist, number: int, entries: Iterable[Listed], progress: Callable[[int], None]
) -> dict[str, int]:
    """Entries against those that stand, by reference and digest; what is new or changed begins with this version."""
    counts = dict.fromkeys(("entries", "names", "added", "changed", "removed"), 0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE seen_refs (ref text) ON COMMIT DROP")
    batch: list[Listed] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == _BATCH:
            _bring_batch(watchlist, number, batch, counts)
            progress(counts["entries"])
            batch = []
    _bring_batch(watchlist, number, batch, counts)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON seen_refs (ref); ANALYZE seen_refs")
        cursor.execute(
            "UPDATE parties_listedentry e SET gone = %s WHERE watchlist_id = %s AND gone IS NULL AND since < %s"
            " AND NOT EXISTS (SELECT 1 FROM seen_refs s WHERE s.ref = e.ref)",
            [number, watchlist.pk, number],
        )
        counts["removed"] = cursor.rowcount
        cursor.execute("DROP TABLE seen_refs")
    return counts


def _bring_batch(watchlist: Watchlist, number: int, batch: Sequence[Listed], counts: dict[str, int]) -> None:
    refs = [entry.ref for entry in batch]
    held = ListedEntry.rows.filter(watchlist=watchlist, gone=None, ref__in=refs).values_list("ref", "digest")
    stored: dict[str, str] = dict(held)
    new = [entry for entry in batch if stored.get(entry.ref) != entry.digest]
    again = [entry.ref for entry in new if entry.ref in stored]
    ListedEntry.rows.filter(watchlist=watchlist, gone=None, ref__in=again).update(gone=number)
    rows = ListedEntry.rows.bulk_create([_row(watchlist, number, entry) for entry in new])
    keys = [ListedName(entry=row, key=key) for row, entry in zip(rows, new, strict=True) for key in entry.searched()]
    ListedName.rows.bulk_create(keys, batch_size=_BATCH)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO seen_refs SELECT unnest(%s::text[])", [refs])
    counts["entries"] += len(batch)
    counts["names"] += sum(len(entry.side.names) for entry in batch)
    counts["added"] += len(new) - len(again)
    counts["changed"] += len(again)


def _row(watchlist: Watchlist, number: int, entry: Listed) -> ListedEntry:
    return ListedEntry(
        watchlist=watchlist, ref=entry.ref, digest=entry.digest, kind=entry.side.kind, name=entry.name[:1000],
        facts=entry.facts, programme=entry.programme[:1000], source_list=entry.source_list[:1000],
        regimes=list(entry.regimes), url=entry.url[:2000], since=number,
    )  # fmt: skip
