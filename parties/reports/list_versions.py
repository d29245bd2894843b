"""Which lists are loaded, in which versions, and what became of the files that people brought."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from dealtracker.access.rules import Viewer
from parties.screening.models import ListUpload, ListVersion, Watchlist
from parties.screening.queries import active_lists, versions_of

NOT_SCREENED = "not screened: no list loaded"


@dataclass(frozen=True)
class LoadedList:
    """One list with its versions, the latest first; `active` is the number of the one that parties are screened against."""

    watchlist: Watchlist
    active: int
    versions: tuple[ListVersion, ...]


def loaded_lists() -> list[LoadedList]:
    """Every list that was ever loaded whole, by name. The same for all readers: lists stand behind no wall."""
    rows: dict[int, list[ListVersion]] = {}
    for version in ListVersion.rows.order_by("-number"):
        rows.setdefault(version.watchlist_id, []).append(version)
    lists = Watchlist.rows.filter(pk__in=rows).order_by("name")
    return [LoadedList(one, one.active, tuple(rows[one.pk])) for one in lists]


def lists_in_words() -> list[str]:
    """What parties are held against, a sentence a list; empty where none is loaded."""
    lists = active_lists()
    versions = versions_of(lists)
    return [
        f"{versions[one.pk].entries:,} entries of {one.name}, file of {versions[one.pk].file_date},"
        f" hash {versions[one.pk].digest[:12]}"
        for one in lists
    ]


def uploads(*, viewer: Viewer, most: int = 20) -> list[ListUpload]:
    """The latest files that people brought. Ask only for those who may load lists."""
    return [] if viewer.is_anonymous else list(ListUpload.rows.order_by("-brought_at", "pk")[:most])


def upload_of(*, viewer: Viewer, upload: UUID) -> ListUpload | None:
    return None if viewer.is_anonymous else ListUpload.rows.filter(pk=upload).first()
