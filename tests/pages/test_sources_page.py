"""The list of sources: filtered, as known on a day, with what rests on each; and the same as JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from dealtracker.evidence.models import Source, SourceLink
from tests import cast, make
from tests.pages.markup import check
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(people: World) -> World:
    """A story, its rewrite, its translation by an inferred link, and a correction of it on a later day."""
    told = [
        make.source("s-story", "Quayside Times", published="2026-01-10"),
        {**make.source("s-copy", "Copy Desk", published="2026-01-12"), "links": [{"kind": "re-reports", "to": "s-story"}]},
        {**make.source("s-guess", "Harbour Blatt", published="2026-01-13"), "links": [{"kind": "re-reports", "to": "s-story", "basis": "inferred"}]},
        {**make.source("s-erratum", "Quayside Times", published="2026-02-20"), "links": [{"kind": "corrects", "to": "s-story"}]},
    ]  # fmt: skip
    document = make.dossier("quay", borrower="Quay Compute", site="Quay Hall Two", sources=told)
    document["claims"] += [{"source": one["key"], "at": ["/facilities/f1/amount"]} for one in told]
    make.save(document)
    return people


def listed(world: World, query: str = "", role: str = "alice") -> list[dict[str, Any]]:
    page = world.client(role).get(f"/sources/?{query}")
    assert page.status_code == 200, page.content.decode()[:500]
    check(page.content)
    rows = page.context["rows"]
    twin = world.client(role).get(page.context["json_url"]).json()["results"]
    assert {row["id"]: (row["claims"], row["deals"]) for row in rows} == {one["id"]: (one["claims"], one["deals"]) for one in twin}
    return list(rows)


def publishers(world: World, query: str) -> list[str]:
    return [row["publisher"] for row in listed(world, query)]


def test_the_latest_stand_first_with_what_rests_on_them(stories: World) -> None:
    rows = listed(stories)
    days = [row["published_to"] for row in rows]
    assert days == sorted(days, reverse=True)
    (story,) = [row for row in rows if row["publisher"] == "Quayside Times" and row["published_to"] == "2026-01-10"]
    assert (story["claims"], story["deals"], story["origin"], story["states"]) == (1, 1, "root", ["corrected"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=quayside&known_on=2026-01-31", ["Quayside Times"]),
        ("publisher=Quayside+Times&state=corrected", ["Quayside Times"]),
        ("publisher=Quayside+Times&state=corrected&known_on=2026-01-31", []),
        ("publisher=Quayside+Times&state=stands&known_on=2026-01-31", ["Quayside Times"]),
        ("newsroom=quayside+times&published_after=2026-02-01", ["Quayside Times"]),
        ("origin=re-report&q=desk", ["Copy Desk"]),
        ("origin=re-report&q=blatt", []),
        ("origin=root&q=blatt", ["Harbour Blatt"]),
        ("published_after=2026-01-11&published_before=2026-01-13&q=copy", ["Copy Desk"]),
        ("published_before=2026-01-11&q=copy", []),
        ("kind=filing&q=quayside", []),
    ],
)
def test_it_is_narrowed_by_each_of_its_parameters(stories: World, query: str, found: list[str]) -> None:
    assert publishers(stories, query) == found


def test_a_retelling_is_no_root_even_where_it_is_not_known_of_what(stories: World) -> None:
    Source.rows.filter(publisher="Harbour Blatt").update(kind="rewrite")
    SourceLink.rows.filter(source__publisher="Harbour Blatt").delete()
    assert publishers(stories, "origin=root&q=blatt") == []
    (row,) = listed(stories, "origin=re-report&q=blatt")
    assert row["origin"] == "re-report of what is not entered"


@pytest.mark.parametrize(
    "query",
    ["kind=rumour", "origin=above", "state=good", "published_after=soon", "known_on=2999-01-01", "cursor=x", "as_of=2026-01-01"],
)
def test_what_it_cannot_read_is_said_by_name(stories: World, query: str) -> None:
    name = query.partition("=")[0]
    assert name.encode() in (page := stories.client("alice").get(f"/sources/?{query}")).content and page.status_code == 400
    assert stories.client("alice").get(f"/api/v1/sources/?{query}").status_code == 400


def test_a_team_s_sources_are_listed_counted_and_found_by_nobody_else(stories: World) -> None:
    for role in ("alice", "bob", "frank"):
        for address in ("/sources/", "/api/v1/sources/?count=exact", f"/search/?q={quote(cast.CANARIES['title'])}"):
            answer = stories.client(role).get(address).content.decode()
            assert not any(word in answer for name, word in cast.CANARIES.items() if name != "title"), (role, address)


def test_the_search_box_finds_sources_as_published_by_the_day(stories: World) -> None:
    client = stories.client("alice")
    assert [one["publisher"] for one in client.get("/search/?q=copy+desk&format=json").json()["sources"]] == ["Copy Desk"]
    assert client.get("/search/?q=copy+desk&known_on=2026-01-11&format=json").json()["sources"] == []
    assert b"Copy Desk" in client.get("/search/?q=copy+desk&known_on=2026-01-12").content


def test_pages_follow_each_other(stories: World) -> None:
    first = stories.client("alice").get("/api/v1/sources/?limit=2").json()
    second = stories.client("alice").get(first["next"]).json()
    assert len(first["results"]) == 2 and not {one["id"] for one in first["results"]} & {one["id"] for one in second["results"]}


def test_a_source_is_shown_as_known_on_a_day(stories: World) -> None:
    client = stories.client("alice")
    (story,) = listed(stories, "publisher=Quayside+Times&state=corrected")
    page, api = f"/sources/{story['id']}/", f"/api/v1/sources/{story['id']}/"
    Source.rows.filter(publisher="Quayside Times", published_to="2026-01-10").update(withdrawn_on="2026-03-01")
    now, then = client.get(page), client.get(f"{page}?known_on=2026-01-31")
    check(then.content)
    assert {one["publisher"] for one in now.context["followed_by"]} == {"Copy Desk", "Harbour Blatt", "Quayside Times"}
    assert {one["publisher"] for one in then.context["followed_by"]} == {"Copy Desk", "Harbour Blatt"}
    assert then.context["states"][0]["url"].endswith("?known_on=2026-01-31")
    assert ("withdrawn_on" in client.get(api).json(), "withdrawn_on" in client.get(f"{api}?known_on=2026-02-28").json()) == (True, False)
    for address in (page, api):
        assert client.get(f"{address}?known_on=2026-01-09").status_code == 404
        assert client.get(f"{address}?known_on=2999-01-01").status_code == 400


def test_what_a_source_states_of_parties_and_sites_stands_on_its_page(people: World) -> None:
    document = make.dossier("pier", borrower="Pier Compute", site="Pier Hall", sources=[make.source("s-filing", "Register of Firms")])
    party, site = document["parties"][0], document["sites"][0]
    party["hq_country"] = "SG"
    document["claims"] += [
        {"source": "s-filing", "at": f"/parties/{party['key']}/hq_country"}, {"source": "s-filing", "at": f"/sites/{site['key']}/country"},
    ]  # fmt: skip
    make.save(document)
    (filing,) = listed(people, "publisher=Register+of+Firms")
    page = people.client("alice").get(f"/sources/{filing['id']}/")
    check(page.content)
    told = [(one["kind"], one["title"], [claim["what"] for claim in one["claims"]]) for one in page.context["states"]]
    assert told == [("party", "Pier Compute", ["party: hq country"]), ("site", "Pier Hall", ["site: country"])]
    assert all(people.client("alice").get(one["url"]).status_code == 200 for one in page.context["states"])


def test_sources_of_one_deal_and_of_which_deals_each_tells(stories: World) -> None:
    deal = stories.id("tokyo")
    rows = listed(stories, f"deal={deal}")
    assert rows and all(row["told"][0]["id"] == deal for row in rows)
    assert "Copy Desk" not in {row["publisher"] for row in rows}
    (copy,) = listed(stories, "q=copy&known_on=2026-01-31")
    assert [one["title"].split(":")[0] for one in copy["told"]] == ["Quay Compute"] and "known_on" in copy["told"][0]["url"]
    page = stories.client("alice").get(f"/sources/?deal={deal}&known_on=2019-01-01").content.decode()
    assert "a deal that is not there for you on this day" in page
    for address in ("/sources/?deal=quay", "/api/v1/sources/?deal=quay"):
        assert stories.client("alice").get(address).status_code == 400


def test_sources_of_a_walled_deal_are_none_for_others(world: World) -> None:
    deal = world.id("hidden")
    assert listed(world, f"deal={deal}", "dan") and listed(world, f"deal={deal}", "alice") == []
    page = world.client("alice").get(f"/sources/?deal={deal}").content.decode()
    assert not any(word in page for word in cast.CANARIES.values())
