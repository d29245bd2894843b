"""Which deals and which periods a question across deals is about, as SQL with named parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from deals.exposure.counted import counted
from deals.exposure.recompute import make_fresh
from deals.ledger.queries import booked
from deals.reports.filters import visible
from deals.sheets.exposure_seen import exposure_rows
from deals.sheets.queries import load
from dealtracker.access.rules import Viewer

_AT_ONCE = 200
_KNOWN = "exposure_as_known"
# An invented example is no part of any total, unless somebody asks for it.
_REAL = " AND s.deal NOT IN (SELECT id FROM deals_deal WHERE demo = 'invented')"


@dataclass(frozen=True)
class Question:
    """Who asks, for which day in the world, as known on which day; `invented` lets the shipped example in."""

    viewer: Viewer
    as_of: date
    today: date
    known_on: date
    measure: str = "debt"
    invented: bool = False

    @property
    def seen(self) -> str:
        """The visible deals that were known on the day; a private view stands in its public deal's place."""
        sql = visible(self.viewer, self.today).sql
        for place in range(sql.count("%s")):
            sql = sql.replace("%s", f"%(seen{place})s", 1)
        real = "" if self.invented else _REAL
        return f"SELECT s.deal, s.title, s.stands_for FROM deals_sheet s WHERE {sql}{real} AND s.known_from <= %(known_on)s"

    @property
    def values(self) -> dict[str, Any]:
        found = {f"seen{place}": value for place, value in enumerate(visible(self.viewer, self.today).values)}
        return {**found, "as_of": self.as_of, "known_on": self.known_on, "measure": self.measure}

    def ask(self, select: str, **more: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement over `seen`, `whole` and `held`."""
        return fetch(counted(seen=self.seen, table=self.table) + select, {**self.values, **more})

    @property
    def table(self) -> str:
        return _KNOWN if self.known_on < self.today else "deals_exposureperiod"

    def prepare(self) -> None:
        """Works out the periods as they were known, where that is another day than today; once before asking."""
        if self.known_on >= self.today:
            return
        deals = [row[0] for row in fetch(self.seen, self.values)]
        rows = []
        for start in range(0, len(deals), _AT_ONCE):
            part = deals[start : start + _AT_ONCE]
            entries = booked(part)
            for deal, bundle in load(part).items():
                rows += exposure_rows(bundle, entries.get(deal, ()), self.known_on)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_KNOWN}")
            make_fresh(cursor, rows, name=_KNOWN)


def fetch(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
