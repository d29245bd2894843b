"""Which parties and sites the deals name as known on a day, in SQL: for lists that page through them by name.

The same rows as the sheets of that day hold, without working the sheets out: a row is there from the day on which
something that states it was published, and names whom the claim that stood then names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from deals import facts
from deals.reports.deal_list import joined
from deals.reports.filters import Condition, visible
from dealtracker.access.rules import Viewer
from parties.register.queries import viewer_walls

_THEN = "t.known_from <= %(known_on)s AND t.known_to > %(known_on)s"
_REFERENCE = """
SELECT r.deal_id AS deal, r.{column} AS named FROM {table} r WHERE r.{column} IS NOT NULL
AND {stated} AND NOT EXISTS (SELECT FROM evidence_standing t WHERE t.target = r.id AND t.field = '{field}' AND {then}
    AND t.value ? 'ref' AND t.value ->> 'ref' <> r.{column}::text)"""
_STATED = f"EXISTS (SELECT FROM evidence_standing t WHERE t.target = r.id AND {_THEN})"
# Entries cite one source themselves: they are known from its day on, claimed or not.
_CITED = f"({_STATED} OR EXISTS (SELECT FROM evidence_source e WHERE e.id = r.source_id AND e.published_to <= %(known_on)s))"
# Whom a claim named that stood then, whoever stands there today.
_STOOD = f"SELECT t.subject, (t.value ->> 'ref')::uuid FROM evidence_standing t WHERE t.value ? 'ref' AND {_THEN}"
# An enquiry of ours has no publication: it is known from the day on which it was put, an answer from that of its entry.
_REPLIED = """
SELECT r.deal, r.party_id FROM evidence_reply r LEFT JOIN evidence_source e ON e.id = r.source_id
WHERE coalesce(e.published_to, CASE WHEN r.stance = 'no response' THEN r.asked_on END, r.recorded_at::date) <= %(known_on)s"""
_LINKED = "SELECT d.deal_id, d.site_id FROM deals_dealsite d"
# A party, the records that were judged to be it, and the groups of which one of these is a member.
_RECORDS = """ARRAY(
    WITH RECURSIVE one(id) AS (
        SELECT parties_party.id UNION SELECT j.a_id FROM one JOIN parties_mergejudgement j ON j.b_id = one.id
        WHERE j.verdict = 'same' AND j.undone_at IS NULL AND j.compartment_id = ANY(%(walls)s)
    ) SELECT id FROM one UNION SELECT m.from_party_id FROM parties_party_members m JOIN one ON one.id = m.to_party_id
)"""


def _references(to: str) -> Iterable[str]:
    for entity in facts.ENTITIES:
        for field in entity.fields:
            if field.type == facts.REF and field.to == to:
                table, stated = entity.model._meta.db_table, _CITED if entity.list == "entries" else _STATED
                yield _REFERENCE.format(column=field.column, field=field.name, table=table, stated=stated, then=_THEN)


_PARTIES = " UNION ALL ".join((*_references("parties"), _REPLIED))
_SITES = " UNION ALL ".join((*_references("sites"), _LINKED))


@dataclass(frozen=True)
class Then:
    """Who asks, and as known on which day."""

    viewer: Viewer
    today: date
    known_on: date

    @property
    def values(self) -> dict[str, Any]:
        return {"known_on": self.known_on, "walls": sorted(viewer_walls(self.viewer))}

    @property
    def deals(self) -> Condition:
        """Deals of which something was published by the day; a private view stands in its public deal's place."""
        where, values = joined([visible(self.viewer, self.today), Condition("s.known_from <= %s", (self.known_on,))])
        return Condition(where, tuple(values))

    def party_is_named(self) -> RawSQL:
        """Whether deals known then name a row of `parties_party`, one of its records, or a group that it is in."""
        return self._is_named(_PARTIES, "parties_party.id", f"n.named = ANY({_RECORDS})")

    def site_is_named(self) -> RawSQL:
        """Whether deals known then name a row of `deals_site`."""
        return self._is_named(_SITES, "deals_site.id", "n.named = deals_site.id")

    def deals_naming_parties(self, records: Collection[UUID]) -> list[tuple[UUID, UUID]]:
        """(deal, record), each once."""
        return self._pairs(_PARTIES, records)

    def deals_naming_sites(self, sites: Collection[UUID]) -> list[tuple[UUID, UUID]]:
        return self._pairs(_SITES, sites)

    def _is_named(self, named: str, column: str, fits: str) -> RawSQL:
        # A scalar subquery is asked row by row, so that a page in the order of names stops when it is full; and "OFFSET 0"
        # has its rows looked up by whom they name, not by walking all deals.
        deals = self.deals
        rows = f"SELECT n.deal FROM ({named}) n WHERE {fits} OFFSET 0"
        sql, values = self._positional(
            f"SELECT true FROM ({rows}) n WHERE EXISTS (SELECT FROM deals_sheet s WHERE s.deal = n.deal AND {{deals}}) LIMIT 1",
            deals,
        )
        stood, more = self._positional(
            f"SELECT n.ref FROM ({_STOOD}) n(deal, ref) JOIN deals_sheet s ON s.deal = n.deal WHERE {{deals}}", deals
        )
        return RawSQL(f"(coalesce(({sql}), false) OR {column} IN ({stood}))", [*values, *more], output_field=BooleanField())

    def _pairs(self, named: str, keys: Collection[UUID]) -> list[tuple[UUID, UUID]]:
        either = f"{named} UNION ALL {_STOOD}"
        sql, values = self._positional(
            f"SELECT DISTINCT n.deal, n.named FROM ({either}) n JOIN deals_sheet s ON s.deal = n.deal"
            " WHERE n.named = ANY(%(keys)s) AND {deals}", self.deals, keys=sorted(keys),
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def _positional(self, sql: str, deals: Condition, **more: Any) -> tuple[str, list[Any]]:
        """Named parameters as a list in their order, which is how the conditions of lists are put together."""
        given, values = {**self.values, **more}, list[Any]()
        parts = sql.replace("{deals}", "%(deals)s").split("%(")
        text = parts[0]
        for part in parts[1:]:
            name, rest = part.split(")s", 1)
            text += (deals.sql if name == "deals" else "%s") + rest
            values += deals.values if name == "deals" else [given[name]]
        return text, values
