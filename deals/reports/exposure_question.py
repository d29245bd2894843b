"""Which deals and which periods a question across deals is about, as SQL with named parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from deals.exposure.counted import FACTS, counted
from deals.reports.facts_as_known import FACTS as PAST
from deals.reports.facts_as_known import PERIODS, make_known
from deals.reports.filters import visible
from dealtracker.access.rules import Viewer

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
    def visible(self) -> str:
        """The visible deals that were known on the day; a private view stands in its public deal's place."""
        sql = visible(self.viewer, self.today).sql
        for place in range(sql.count("%s")):
            sql = sql.replace("%s", f"%(seen{place})s", 1)
        real = "" if self.invented else _REAL
        return (
            "SELECT s.deal, s.title, s.stands_for, s.compartment AS wall, s.settled FROM deals_sheet s"
            f" WHERE {sql}{real} AND s.known_from <= %(known_on)s"
        )

    @property
    def seen(self) -> str:
        """The same; a title may tell what was published later, so a past day has those of its own."""
        if not self.is_past:
            return self.visible
        return f"SELECT v.deal, k.title, v.stands_for, v.wall FROM ({self.visible}) v JOIN deal_as_known k ON k.deal = v.deal"

    @property
    def values(self) -> dict[str, Any]:
        found = {f"seen{place}": value for place, value in enumerate(visible(self.viewer, self.today).values)}
        return {**found, "as_of": self.as_of, "known_on": self.known_on, "measure": self.measure}

    def ask(self, select: str, **more: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement over `seen`, `whole`, `held` and the rows by which they are grouped."""
        facts = PAST if self.is_past else FACTS
        return fetch(counted(seen=self.seen, table=self.table, facts=facts) + select, {**self.values, **more})

    @property
    def table(self) -> str:
        return PERIODS if self.is_past else "deals_exposureperiod"

    @property
    def is_past(self) -> bool:
        return self.known_on < self.today

    def prepare(self) -> None:
        """Works out the day as it was known, where that is another than today; once before asking."""
        if self.is_past:
            found = fetch(self.visible, self.values)
            settled = {deal: title for deal, title, _, _, day in found if day and day <= self.known_on}
            others = [row[0] for row in found if row[0] not in settled]
            make_known(others, settled=settled, as_of=self.as_of, known_on=self.known_on)


def fetch(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
