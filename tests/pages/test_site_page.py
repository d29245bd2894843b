"""A site on a pair of dates: parts, machines and capacities as known then; nothing before it was named."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals.refresh import rebuild
from deals.sites.models import DealSite
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Source
from dealtracker.ids import public_id
from tests import cast, make
from tests.world import World

pytestmark = pytest.mark.django_db


def site_of(world: World, name: str) -> str:
    return str(world.client("dan").get(world.url(name)).json()["sites"][0]["id"])


def test_a_site_shows_its_parts_and_machines(world: World) -> None:
    page = world.client("alice").get(f"/sites/{site_of(world, 'tokyo')}/")
    document = world.client("alice").get(world.url("tokyo")).json()
    here = [line for line in document["hardware"] if (line.get("site") or {}).get("id") == site_of(world, "tokyo")]
    assert page.status_code == 200
    assert len(page.context["hardware"]) == len(here)
    [deal] = page.context["deals"]
    assert deal["title"] == document["title"]


def test_a_capacity_says_how_it_is_known_and_that_its_source_was_withdrawn(world: World) -> None:
    planned = {"key": "m1", "site": "t1", "mw": {"kind": "exact", "point": "40"}}
    document = make.dossier("hall", site="Capacity Hall", capacities=[planned])
    document["claims"][0]["at"].append("/capacities/m1")
    (deal,) = make.save(document)
    with as_viewer(make.SYSTEM):
        site = public_id("site", DealSite.rows.get(deal=deal).site_id)
        source = Claim.rows.filter(target_kind="capacity").values_list("source", flat=True).first()

    def known() -> str:
        (row,) = world.client("alice").get(f"/sites/{site}/").context["capacities"]
        return str(row["standing"]["certainty"])

    assert known() == "reported"
    with as_viewer(make.SYSTEM):
        Source.rows.filter(pk=source).update(withdrawn_on="2026-02-01")
        rebuild([deal], today=timezone.now().date())
    assert known() == "withdrawn"


def test_the_claims_of_a_capacity_open_by_its_id_and_by_its_key(world: World) -> None:
    planned = {"key": "m1", "site": "t1", "mw": {"kind": "exact", "point": "41"}}
    document = make.dossier("yard", site="Capacity Yard", capacities=[planned])
    document["claims"][0]["at"] += ["/capacities/m1/mw"]
    (deal,) = make.save(document)
    alice, own = world.client("alice"), f"/api/v1/deals/{public_id('deal', deal)}/"
    (capacity,) = alice.get(own).json()["sites"][0]["capacities"]
    assert capacity["claims"] == 1
    for key in (capacity["id"], "m1"):
        behind = alice.get(f"{own}claims/", {"at": f"/capacities/{key}/mw"})
        assert behind.status_code == 200 and behind.json()["claims"][0]["value"]["point"] == "41", key
        page = alice.get(f"/deals/{public_id('deal', deal)}/claims/", {"at": f"/capacities/{key}/mw"})
        assert page.status_code == 200 and "41" in page.content.decode()
    shown = alice.get(f"/deals/{public_id('deal', deal)}/", follow=True).content.decode()
    where = re.search(r'href="([^"]*claims/\?at=[^"]*capacit[^"]*)"', shown)
    assert where and "41" in alice.get(html.unescape(where[1])).content.decode()
    assert alice.get(world.url("tokyo", f"claims/?at=/capacities/{capacity['id']}/mw")).status_code == 404


def test_before_any_report_there_is_no_such_site(world: World) -> None:
    site = site_of(world, "tokyo")
    assert world.client("alice").get(f"/sites/{site}/?known_on=2019-01-01").status_code == 404
    then = world.client("alice").get(f"/sites/{site}/?known_on=2026-06-01&as_of=2026-06-01")
    assert then.status_code == 200 and then.context["site"]["id"] == site
    assert world.client("alice").get(f"/sites/{site}/?known_on=2999-01-01").status_code == 400


@pytest.mark.parametrize("query", ["", "?known_on=2026-06-01", "?as_of=2026-01-01&known_on=2026-06-01"])
def test_a_walled_site_is_not_there_on_any_date(world: World, query: str) -> None:
    site = site_of(world, "hidden")
    assert world.client("dan").get(f"/sites/{site}/{query}").status_code == 200
    for role in ("alice", "bob", "frank"):
        answer = world.client(role).get(f"/sites/{site}/{query}")
        assert answer.status_code == 404
        assert not any(word in answer.content.decode() for word in cast.CANARIES.values())


def test_a_hidden_deal_at_a_public_site_is_not_counted(world: World) -> None:
    site = site_of(world, "tokyo")
    shown = {role: [d["title"] for d in world.client(role).get(f"/sites/{site}/").context["deals"]] for role in ("alice", "dan")}
    assert cast.CANARIES["title"] not in " ".join(shown["alice"])


def test_the_last_report_is_inferred_and_says_so(world: World) -> None:
    page = world.client("alice").get(f"/sites/{site_of(world, 'tokyo')}/").content.decode()
    assert "no new first-hand report for" in page or "last first-hand report" in page or "no first-hand report has a date" in page


def test_more_deals_at_a_site_ask_no_more_statements(world: World) -> None:
    """Two deals share a site of one key in one document; the computed path asks the same for both."""
    client = world.client("alice")
    address = f"/sites/{site_of(world, 'tokyo')}/?known_on=2026-06-01&as_of=2026-06-01"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    (other,) = make.save(make.dossier("osprey"))
    with as_viewer(make.SYSTEM):
        link = DealSite.rows.get(deal=world.deals["tokyo"])
        DealSite.rows.filter(deal=other).update(site=link.site)
    with CaptureQueriesContext(connection) as two:
        assert client.get(address).status_code == 200
    assert len(two) <= len(one) + 1
