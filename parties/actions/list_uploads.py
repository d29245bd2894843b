"""Files that a person brings for a list: kept, tried, then loaded; each step is one row that says how far it has come."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from dealtracker.access.rules import PUBLIC, Viewer, may_change, system_viewer
from dealtracker.access.walls import as_viewer
from parties.actions.screening import Loaded, ScreeningRefused, load_list
from parties.screening.models import ListUpload, Watchlist
from parties.screening.readers import ListRefused
from parties.screening.readers.strict import LARGEST_FILE

_LONG_SILENT = timedelta(minutes=5)
_PIECE = 1 << 20


@dataclass(frozen=True)
class Brought:
    """One file as it arrived: its name and something to read it from."""

    name: str
    file: BinaryIO


def may_load(viewer: Viewer) -> bool:
    """Lists are the same for all teams: whoever edits public records brings them in, or an administrator."""
    return viewer.system or may_change(viewer, PUBLIC) or (viewer.admin and "write" in viewer.scopes)


@transaction.atomic
def bring_list(
    *, kind: str, name: str, files: Sequence[Brought], retrieved_on: date, viewer: Viewer, at: datetime,
    file_date: date | None = None, fewer_is_right: bool = False,
) -> ListUpload:  # fmt: skip
    """Keep the files and ask for a trial of them; raises ScreeningRefused. Nothing of the list stands yet."""
    _may(viewer)
    if kind not in Watchlist.Format.values:
        raise ScreeningRefused(f"a list has one of these formats: {', '.join(Watchlist.Format.values)}", field="kind")
    if not files:
        raise ScreeningRefused("give the file of the list", field="files")
    if retrieved_on > at.date():
        raise ScreeningRefused("lies in the future; say on which day the file was fetched", field="retrieved_on")
    names = [_plain_name(one.name) for one in files]
    if len({one.casefold() for one in names}) < len(names):
        raise ScreeningRefused("two of the files have one name; give each its publisher's own", field="files")
    upload = ListUpload(
        format=kind, name=name.strip() or str(Watchlist.Format(kind).label), retrieved_on=retrieved_on, file_date=file_date,
        fewer_is_right=fewer_is_right, files=[], brought_by=viewer.user_id, brought_by_name=viewer.name, brought_at=at, moved_at=at,
    )  # fmt: skip
    sizes = [_keep(folder_of(upload.pk) / named, one.file) for named, one in zip(names, files, strict=True)]
    upload.files = [{"name": named, "bytes": size} for named, size in zip(names, sizes, strict=True)]
    upload.save(force_insert=True)
    return upload


@transaction.atomic
def want_upload(*, upload: UUID, viewer: Viewer, at: datetime) -> ListUpload:
    """Say that what was tried shall be loaded; raises ScreeningRefused."""
    return _move(
        upload, viewer, at, {"tried"}, ListUpload.State.WANTED, "can be loaded once it was tried without a fault"
    )


@transaction.atomic
def drop_upload(*, upload: UUID, viewer: Viewer, at: datetime) -> ListUpload:
    """Take the files back before they are loaded; raises ScreeningRefused."""
    found = _move(upload, viewer, at, {"waiting", "tried"}, ListUpload.State.DROPPED, "cannot be taken back any more")
    _remove_files(found.pk)
    return found


def run_uploads(*, now: Callable[[], datetime]) -> int:
    """Try or load whatever waits, one after another; returns how many. Taken by one worker each; a worker that died
    leaves its upload to be taken again after five minutes without a move."""
    done = 0
    while upload := _take(now()):
        _run(upload, now)
        done += 1
    return done


def folder_of(upload: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "lists" / upload.hex


def _may(viewer: Viewer) -> None:
    if not may_load(viewer):
        raise ScreeningRefused("lists are brought in by those who edit public records", code="not_allowed")


def _move(upload: UUID, viewer: Viewer, at: datetime, before: set[str], after: str, otherwise: str) -> ListUpload:
    _may(viewer)
    found = ListUpload.rows.select_for_update().filter(pk=upload).first()
    if found is None:
        raise ScreeningRefused("there is no such upload", code="gone")
    if found.state not in before:
        raise ScreeningRefused(f"this upload is {found.get_state_display()}; it {otherwise}", code="changed")
    found.state, found.moved_at = after, at
    found.save(update_fields=["state", "moved_at"])
    return found


@transaction.atomic
def _take(at: datetime) -> ListUpload | None:
    silent = Q(state__in=("trying", "loading"), moved_at__lt=at - _LONG_SILENT)
    waiting = ListUpload.rows.select_for_update(skip_locked=True).filter(Q(state__in=("waiting", "wanted")) | silent)
    found = waiting.order_by("brought_at", "pk").first()
    if found:
        found.state = "trying" if found.state in ("waiting", "trying") else "loading"
        found.progress, found.moved_at = 0, at
        found.save(update_fields=["state", "progress", "moved_at"])
    return found


def _run(upload: ListUpload, now: Callable[[], datetime]) -> None:
    is_trial = upload.state == "trying"
    try:
        with _beside(upload.pk, now) as moved, as_viewer(_loader(upload)) as viewer:
            loaded = load_list(
                kind=upload.format, name=upload.name, files=_paths(upload), viewer=viewer, at=now(), file_date=upload.file_date,
                retrieved_on=upload.retrieved_on, dry_run=is_trial, fewer_is_right=upload.fewer_is_right, progress=moved,
            )  # fmt: skip
            _end(upload, "tried" if is_trial else "loaded", _told(loaded), now())
    except ListRefused as refused:
        told = {"file": refused.file, "row": refused.row, "reason": refused.reason}
        _end(upload, "refused", told, now())
    if upload.state != "tried":
        _remove_files(upload.pk)


def _loader(upload: ListUpload) -> Viewer:
    """The program's own work, by the name of whoever asked for it."""
    return system_viewer(f"list brought by {upload.brought_by_name}"[:190])


def _end(upload: ListUpload, state: str, result: dict[str, Any], at: datetime) -> None:
    upload.state, upload.result, upload.moved_at = state, result, at
    upload.save(update_fields=["state", "result", "moved_at"])


def _told(loaded: Loaded) -> dict[str, Any]:
    counts = {
        name: getattr(loaded, name) for name in ("number", "entries", "names", "added", "changed", "removed", "digest")
    }
    files = [vars(file) for file in loaded.files]
    return {
        **counts,
        "files": files,
        "file_date": loaded.file_date.isoformat(),
        "notices": list(loaded.notices),
        "new": loaded.is_new,
    }


@contextmanager
def _beside(upload: UUID, now: Callable[[], datetime]) -> Iterator[Callable[[int], None]]:
    """Writes the progress on a connection of its own: what the loading transaction writes is seen only at its end."""
    own = connection.copy()

    def moved(entries: int) -> None:
        with own.cursor() as cursor:
            cursor.execute(
                "UPDATE parties_listupload SET progress = %s, moved_at = %s WHERE id = %s", [entries, now(), upload]
            )

    try:
        yield moved
    finally:
        own.close()


def _paths(upload: ListUpload) -> list[Path]:
    return [folder_of(upload.pk) / file["name"] for file in upload.files]


def _plain_name(name: str) -> str:
    """The publisher's own name of a file, since OFAC's three are told apart by theirs; nothing that a path is made of."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return re.sub(r"[^A-Za-z0-9._-]", "_", last).lstrip(".")[-100:] or "list"


def _keep(path: Path, file: BinaryIO) -> int:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size = 0
    with path.open("wb") as out:
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > LARGEST_FILE:
                raise ScreeningRefused(f"has more than {LARGEST_FILE:,} bytes; no such list is known", field="files")
            out.write(piece)
    return size


def _remove_files(upload: UUID) -> None:
    shutil.rmtree(folder_of(upload), ignore_errors=True)
