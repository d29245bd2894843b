"""Parties as known on a day: those that deals known then name, or of whom something was published by then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from deals.reports.named_then import Then
from parties.register.models import Party
from parties.register.queries import records_of, resolve_for, viewer_walls
from parties.reports.parties_then import not_yet_called, parties_json_then, sat_in, spoken_of
from parties.reports.party_list import party_list


@dataclass(frozen=True)
class PartiesThen:
    """The register of a past day, for one reader."""

    then: Then
    as_of: date

    @property
    def rows(self) -> QuerySet[Party]:
        """All that were known by then; to be asked alone, its conditions name the table that it stands on."""
        known = Q(self.then.party_is_named()) | spoken_of(self.then.known_on)
        return party_list(viewer=self.then.viewer).filter(known)

    def having(self, *, name: str = "", country: str = "", kind: str = "", identifier: str = "") -> QuerySet[Party]:
        """Parties, known by then or not, with this name or these facts as they were told then."""
        viewer = self.then.viewer
        found = party_list(viewer=viewer, name=name, kind=kind, identifier=identifier)
        if country:
            found = found.filter(sat_in(country, known_on=self.then.known_on))
        if name:
            day = min(self.as_of, self.then.known_on)
            found = found.exclude(pk__in=not_yet_called(name, found=found, viewer=viewer, day=day))
        return found

    def fitting(self, **asked: str) -> QuerySet[Party]:
        """Those known by then that have all of it, as `having` takes it."""
        return self.rows.filter(pk__in=self.having(**asked).order_by().values("pk")) if any(asked.values()) else self.rows

    def told(self, rows: Collection[Party]) -> list[dict[str, Any]]:
        """Each as the API gives it, as of the day and as known on the other."""
        return parties_json_then(rows, as_of=self.as_of, known_on=self.then.known_on)

    def deals(self, parties: Collection[UUID]) -> dict[UUID, int]:
        """Party → in how many deals known then it or one of its records is named."""
        walls = viewer_walls(self.then.viewer)
        records = records_of(parties, walls=walls)
        stands = resolve_for(records, walls=walls)
        pairs = {(deal, stands[record]) for deal, record in self.then.deals_naming_parties(records)}
        return {party: sum(other == party for _, other in pairs) for party in parties}
