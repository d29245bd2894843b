"""One search box over deals, parties, sites and sources, in any script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from deals.reports.deal_list import deal_list
from deals.reports.deals_at import deals_at
from deals.reports.filters import DEFAULT_ORDERING
from deals.reports.named_then import Then
from deals.reports.parties_known import PartiesThen
from deals.reports.party_deals import deals_of_parties
from deals.reports.site_list import site_list
from deals.reports.site_rows import site_json
from deals.reports.sites_known import SitesThen
from dealtracker.access.rules import Viewer
from dealtracker.evidence.reports import source_rows
from dealtracker.ids import public_id
from parties.reports.party_list import parties_found, party_json

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
        [_party(party_json(party), counts.get(party.pk, 0)) for party in people[:EACH]],
        [_site(site_json(site, [])) for site in places[:EACH]],
        texts[:EACH],
        page.next is not None, len(people) > EACH, len(places) > EACH, len(texts) > EACH,
    )  # fmt: skip


def search_everything_at(*, viewer: Viewer, words: str, today: date, as_of: date, known_on: date) -> Found:
    """The same as of one date and as known on another, parties and sites by name; raises FilterError."""
    page = deals_at(
        viewer=viewer, today=today, as_of=as_of, known_on=known_on, filters={"q": [words]}, ordering=DEFAULT_ORDERING,
        cursor=None, limit=EACH, brief=True,
    )  # fmt: skip
    then = Then(viewer, today, known_on)
    register, map_then = PartiesThen(then, as_of), SitesThen(then, as_of)
    people = list(register.fitting(name=words).order_by("name", "pk")[: EACH + 1])
    places = list(map_then.fitting(words=words).order_by("name", "pk")[: EACH + 1])
    texts = _sources(viewer, words, known_on)
    counts = register.deals([party.pk for party in people[:EACH]])
    return Found(
        [orjson.loads(row.body) for row in page.rows],
        [_party(told, counts[party.pk]) for party, told in zip(people, register.told(people[:EACH]), strict=False)],
        [_site(one.told) for one in map_then.told(places[:EACH])],
        texts[:EACH],
        page.next is not None, len(people) > EACH, len(places) > EACH, len(texts) > EACH,
    )  # fmt: skip


def _sources(viewer: Viewer, words: str, known_on: date) -> list[dict[str, Any]]:
    """The latest first, one more than are shown."""
    rows = source_rows(viewer=viewer, words=words, known_on=known_on).prefetch_related(None)
    return [_source(source) for source in rows.order_by("-published_to", "pk")[: EACH + 1]]


def _source(source: Any) -> dict[str, Any]:
    days = {name: str(day) for name in ("published_from", "published_to") if (day := getattr(source, name))}
    texts = {name: getattr(source, name) for name in ("publisher", "title", "language")}
    return {"id": public_id("source", source.pk), **texts, **days}


def _party(party: dict[str, Any], deals: int) -> dict[str, Any]:
    names = [{"text": n["text"], "language": n.get("language", "")} for n in party["names"] if n["text"] != party["name"]]
    told = {name: party[name] for name in ("id", "name", "kind")}
    return {**told, "country": party.get("hq_country", ""), "names": names, "deals": deals}


def _site(site: dict[str, Any]) -> dict[str, Any]:
    city, country = site.get("city") or site.get("region", ""), site.get("country", "")
    return {"id": site["id"], "name": site["name"], "city": city, "country": country}
