"""Sites as known on a day: those that deals known then name, with what was stated of their place by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from deals.reports.deal_sheet import deal_documents
from deals.reports.named_then import Then
from deals.reports.site_rows import CAPACITY_MEMBERS, SITE_MEMBERS, site_rows
from deals.sites.models import Site
from dealtracker.evidence.models import Standing
from dealtracker.ids import public_id

Row = dict[str, Any]
_PLACES = ("name", "city", "district", "region")
_AT_ONCE = 200
# A JSON text without its quotes.
_TEXT = Func(F("value"), Value("{}"), template="(%(expressions)s)", arg_joiner=" #>> ", output_field=TextField())


@dataclass(frozen=True)
class SiteThen:
    """A site as the first of the sheets of the days has it, and the deals that name it, by title."""

    row: Row
    deals: list[Row]

    @property
    def told(self) -> Row:
        """In the shape of `site_json`."""
        capacities = [{n: one[n] for n in CAPACITY_MEMBERS if n in one} for one in self.row.get("capacities", ())]
        return {**{n: self.row[n] for n in SITE_MEMBERS if n in self.row}, "capacities": capacities, "deals": self.deals}


@dataclass(frozen=True)
class SitesThen:
    """The sites of a past day, for one reader."""

    then: Then
    as_of: date

    @property
    def rows(self) -> QuerySet[Site]:
        """All that were known by then; to be asked alone, its conditions name the table that it stands on."""
        found = site_rows(viewer=self.then.viewer)
        return found.filter(Exists(self._standings().filter(target=OuterRef("pk")))).filter(self.then.site_is_named())

    def having(self, *, words: str = "", name: str = "", country: str = "", precision: str = "") -> QuerySet[Site]:
        """Sites, known by then or not, with all of the words in their place and with these facts, as stated then."""
        found = site_rows(viewer=self.then.viewer)
        facts = {"country": country, "precision": precision, "name__icontains": name}
        for field, value in facts.items():
            if value:
                found = self._with(found, field.partition("__")[0]).filter(**{f"then_{field}": value})
        if words:
            found = self._with(found, *_PLACES)
        for word in words.split()[:8]:
            found = found.filter(reduce(or_, (Q(**{f"then_{place}__icontains": word}) for place in _PLACES)))
        return found

    def fitting(self, **asked: str) -> QuerySet[Site]:
        """Those known by then that have all of it, as `having` takes it."""
        return self.rows.filter(pk__in=self.having(**asked).order_by().values("pk")) if any(asked.values()) else self.rows

    def countries(self) -> list[tuple[str, int]]:
        """Country → how many of them, as stated then, for the filter."""
        counted = self._with(self.rows.prefetch_related(None), "country").exclude(then_country="").order_by()
        found = Counter(counted.values_list("then_country", flat=True))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def told(self, sites: Sequence[Site]) -> list[SiteThen]:
        """Each of these rows as the sheets of the days have it, in their order."""
        found: dict[str, SiteThen] = {}
        wanted = {public_id("site", site.pk) for site in sites}
        for document in self._documents({deal for deal, _ in self.then.deals_naming_sites([site.pk for site in sites])}):
            deal = {name: document[name] for name in ("id", "title")}
            for row in document["sites"]:
                if row["id"] in wanted:
                    found.setdefault(row["id"], SiteThen(row, [])).deals.append(deal)
        for one in found.values():
            one.deals.sort(key=lambda deal: (deal["title"], deal["id"]))
        return [found[key] for site in sites if (key := public_id("site", site.pk)) in found]

    def _documents(self, deals: Iterable[UUID]) -> Iterable[Mapping[str, Any]]:
        """So many at a time: of one site a great number of deals may tell."""
        keys = sorted(deals)
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            yield from deal_documents(
                viewer=self.then.viewer, deals=part, as_of=self.as_of, known_on=self.then.known_on
            ).values()

    def _standings(self) -> QuerySet[Standing]:
        return Standing.rows.filter(known_from__lte=self.then.known_on, known_to__gt=self.then.known_on)

    def _with(self, found: QuerySet[Site], *fields: str) -> QuerySet[Site]:
        """The rows with `then_<field>`: what stood of the field on the day, else what is entered."""
        for field in fields:
            stood = self._standings().filter(target=OuterRef("pk"), field=field, value__isnull=False)
            value = Subquery(stood.annotate(text=_TEXT).values("text")[:1], output_field=TextField())
            found = found.annotate(**{f"then_{field}": Coalesce(value, F(field), output_field=TextField())})
        return found
