"""The sheets of all deals on another date, for lists of what deals hold: at once where they are few, else so many a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.deal_sheet import deal_documents
from deals.reports.deals_at import deals_known, documents_with
from deals.reports.filters import Condition, search
from deals.reports.named_then import Then

Row = dict[str, Any]
# (the day on which a deal became known, the deal): where a walk through all of them stands.
Place = tuple[date, UUID]
_AT_ONCE = 100
_AFTER = """
SELECT s.known_from, s.deal FROM deals_sheet s WHERE {where} ORDER BY s.known_from DESC, s.deal DESC LIMIT %s
"""


@dataclass(frozen=True)
class DocumentsThen:
    """The sheets of a past day, for one reader, of deals in which all of the words stand."""

    then: Then
    as_of: date
    words: str = ""

    def all(self) -> dict[UUID, Row] | None:
        """Deal → its sheet; None where so many were known that they are to be taken a batch at a time."""
        asked = self.then
        deals = deals_known(viewer=asked.viewer, today=asked.today, known_on=asked.known_on, words=self.words)
        return None if deals is None else self._of(deals)

    def after(self, place: Place | None) -> Iterator[tuple[Row | None, Place | None]]:
        """(a deal's sheet, where the next begins, None after the last), those that became known last first.

        A deal without the words has no sheet here. Of very many deals only those are looked at that have them today.
        """
        words = [search(self.words)] if self.words.strip() else []
        while True:
            further = [Condition("(s.known_from, s.deal) < (%s, %s)", place)] if place else []
            where, values = joined([self.then.deals, *words, *further])
            with connection.cursor() as cursor:
                cursor.execute(_AFTER.format(where=where), [*values, _AT_ONCE + 1])
                places = list(cursor.fetchall())
            found = self._of([deal for _, deal in places[:_AT_ONCE]])
            for number, (known_from, deal) in enumerate(places[:_AT_ONCE], 1):
                yield found.get(deal), (known_from, deal) if number < len(places) else None
            if len(places) <= _AT_ONCE:
                return
            place = places[_AT_ONCE - 1]

    def _of(self, deals: list[UUID]) -> dict[UUID, Row]:
        dates: dict[str, Any] = {
            "viewer": self.then.viewer, "deals": deals, "as_of": self.as_of, "known_on": self.then.known_on
        }  # fmt: skip
        return documents_with(words=self.words, **dates) if self.words.strip() else deal_documents(**dates)
