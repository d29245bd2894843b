"""What screening says of the parties of a deal: against which lists, what was judged a match, what is still to be judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.filters import Condition, visible
from deals.reports.party_deals import PARTS
from dealtracker.access.rules import Viewer
from parties.ownership.queries import owners_above
from parties.register.queries import records_of, viewer_walls
from parties.reports.list_versions import NOT_SCREENED, lists_in_words
from parties.reports.open_candidates import STATES, candidate_counts

_NAMED = " UNION ".join(
    f"SELECT {column} AS party FROM {table} WHERE deal_id = s.deal"
    for table, column in (("deals_role", "party_id"), *((table, column) for _, _, table, column in PARTS))
)


@dataclass(frozen=True)
class DealScreening:
    """`lists` are sentences, empty where none is loaded. `todo` counts candidates of the deal's parties that are to be judged,
    `owners_todo` those of whoever owns them, `same` and `owners_same` those judged to be the entry; all None for visitors."""

    lists: tuple[str, ...]
    parties: int
    todo: int | None = None
    owners_todo: int | None = None
    same: int | None = None
    owners_same: int | None = None

    @property
    def words(self) -> str:
        """What may be said, and no more."""
        return "; ".join(self.lists) if self.lists else NOT_SCREENED


def parties_of_deal(*, viewer: Viewer, deal: UUID, day: date) -> set[UUID] | None:
    """Every party that takes any part in a deal, with all records judged to be one with them; None where it is not visible."""
    where, values = joined([visible(viewer, day), Condition("s.deal = %s", (deal,))])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT part.party FROM deals_sheet s LEFT JOIN LATERAL ({_NAMED}) part ON true WHERE {where}", values
        )
        found = cursor.fetchall()
    if not found:
        return None
    named = {key for (key,) in found if key}
    return records_of(named, walls=viewer_walls(viewer)) if named else set()


def deal_screening(*, viewer: Viewer, deal: UUID, day: date) -> DealScreening:
    """For the deal's page and its exports; no count at all without a list, and none for visitors."""
    lists = tuple(lists_in_words())
    parties = parties_of_deal(viewer=viewer, deal=deal, day=day) or set() if lists else set()
    if not lists or viewer.is_anonymous:
        return DealScreening(lists, len(parties))
    owners = owners_above(parties, walls=viewer_walls(viewer)) - parties
    (todo, same), (owners_todo, owners_same) = (_judged(viewer, asked) for asked in (parties, owners))
    return DealScreening(lists, len(parties), todo, owners_todo, same, owners_same)


def _judged(viewer: Viewer, parties: set[UUID]) -> tuple[int, int]:
    """How many are to be judged, and how many were judged to be the entry."""
    counts = candidate_counts(viewer=viewer, parties=parties)
    todo, same = (sum(counts.get(state, 0) for state in STATES[name][0]) for name in ("todo", "same"))
    return todo, same
