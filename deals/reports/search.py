"""One search box over deals, parties, sites and sources, in any script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from deals.reports.deal_list import deal_list
from deals.reports.deals_at import deals_at
from deals.reports.filters import DEFAULT_ORDERING
from deals.reports.party_deals import deals_of_parties
from deals.reports.site_list import site_list
from dealtracker.access.rules import Viewer
from dealtracker.evidence.reports import source_rows
from dealtracker.ids import public_id
from parties.reports.party_list import parties_found

EACH = 20


@dataclass(frozen=True)
class Found:
    """The first hits of each sort, and whether there are more."""

    deals: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    sites: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    more_deals: bool
    more_parties: bool
    more_sites: bool
    more_sources: bool

    @property
    def nothing(self) -> bool:
        return not (self.deals or self.parties or self.sites or self.sources)


def search_everything(*, viewer: Viewer, words: str, day: date) -> Found:
    """Visible deals, parties, sites and sources with all of these words; raises FilterError for too many of them."""
    page = deal_list(viewer=viewer, day=day, filters={"q": [words]}, limit=EACH, brief=True)
    people = parties_found(viewer=viewer, words=words, limit=EACH + 1)
    places = list(site_list(viewer=viewer, words=words).order_by("name", "pk")[: EACH + 1])
    texts = _sources(viewer, words, day)
    counts = deals_of_parties(viewer=viewer, parties=[party.pk for party in people], day=day)
    return Found(
        [orjson.loads(row.body) for row in page.rows],
        [_party(party, counts.get(party.pk, 0)) for party in people[:EACH]],
        [_site(site) for site in places[:EACH]],
        texts[:EACH],
        page.next is not None, len(people) > EACH, len(places) > EACH, len(texts) > EACH,
    )  # fmt: skip


def search_deals_at(*, viewer: Viewer, words: str, today: date, as_of: date, known_on: date) -> Found:
    """Deals and sources, as of one date and as known on another; raises FilterError."""
    page = deals_at(
        viewer=viewer, today=today, as_of=as_of, known_on=known_on, filters={"q": [words]}, ordering=DEFAULT_ORDERING,
        cursor=None, limit=EACH, brief=True,
    )  # fmt: skip
    texts = _sources(viewer, words, known_on)
    found = [orjson.loads(row.body) for row in page.rows]
    return Found(found, [], [], texts[:EACH], page.next is not None, False, False, len(texts) > EACH)


def _sources(viewer: Viewer, words: str, known_on: date) -> list[dict[str, Any]]:
    """The latest first, one more than are shown."""
    rows = source_rows(viewer=viewer, words=words, known_on=known_on).prefetch_related(None)
    return [_source(source) for source in rows.order_by("-published_to", "pk")[: EACH + 1]]


def _source(source: Any) -> dict[str, Any]:
    days = {name: str(day) for name in ("published_from", "published_to") if (day := getattr(source, name))}
    texts = {name: getattr(source, name) for name in ("publisher", "title", "language")}
    return {"id": public_id("source", source.pk), **texts, **days}


def _party(party: Any, deals: int) -> dict[str, Any]:
    names = [{"text": name.text, "language": name.language} for name in party.names.all() if name.text != party.name]
    return {
        "id": public_id("party", party.pk), "name": party.name, "kind": party.kind, "country": party.hq_country,
        "names": names, "deals": deals,
    }  # fmt: skip


def _site(site: Any) -> dict[str, Any]:
    return {
        "id": public_id("site", site.pk),
        "name": site.name,
        "city": site.city or site.region,
        "country": site.country,
    }
