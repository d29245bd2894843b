"""A team's own view of a public deal: a copy that cites the public sources and stands in the public one's place, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from deals.agreements.models import Deal
from dealtracker.access.models import Compartment, Membership
from dealtracker.evidence.models import Claim, Source
from tests import cast, make
from tests.views import make_view
from tests.world import API, World


def test_a_private_view_copies_the_facts_and_cites_the_public_sources(people: World) -> None:
    answer = make_view(people, "dan", Idempotency_Key="v-1")
    assert answer.status_code == 201, answer.content
    make.catch_up()
    own = people.client("carol").get(answer["Location"]).json()
    public = people.client("carol").get(people.url("tokyo")).json()
    assert (own["private_view_of"], own["compartment"]) == (people.id("tokyo"), cast.TEAM)
    for name in ("parties", "sites", "sources"):
        assert {row["id"] for row in own[name]} == {row["id"] for row in public[name]}
    for name in ("facilities", "roles", "hardware", "events"):
        assert [{**row, "id": ""} for row in without_refs(own[name])] == [
            {**row, "id": ""} for row in without_refs(public[name])
        ]
        assert not {row["id"] for row in own[name]} & {row["id"] for row in public[name]}
    replay = make_view(people, "dan", Idempotency_Key="v-1")
    assert (replay.status_code, replay.content, replay["Idempotency-Replayed"]) == (201, answer.content, "true")
    assert Deal.rows.filter(private_view_of=people.deals["tokyo"]).count() == 1
    assert make_view(people, "dan").json()["code"] == "exists"


def without_refs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without their references to other rows of the deal, whose ids differ in the copy."""
    return [{k: v for k, v in row.items() if k not in ("facility", "line", "financed_by", "id")} for row in rows]


def test_making_a_view_adds_no_source_and_changes_no_public_claim(people: World) -> None:
    claims = Claim.rows.filter(subject=people.deals["tokyo"])
    before = (Source.rows.count(), list(claims.order_by("pk").values()))
    assert make_view(people, "dan").status_code == 201
    with make.as_viewer(make.SYSTEM):
        assert (Source.rows.count(), list(claims.order_by("pk").values())) == before


@pytest.fixture
def viewed(people: World) -> World:
    """The public deal and the team's own view of it, changed by the team."""
    own = make.save(cast.private_view())
    return World(people.cast, {**people.deals, "view": own[0]})


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{API}/deals/?{query}").json()["results"]
    return found


@pytest.mark.parametrize(
    "query", ["", "q=borealis", "stage=talks", "view=brief", "label=watch", "ordering=amount", "known_on=2026-01-01"]
)
def test_it_stands_once_in_the_public_ones_place(viewed: World, query: str) -> None:
    for role in ("carol", "dan", "carol-token"):
        assert [row["id"] for row in rows(viewed.client(role), query)] == [viewed.id("view")]
    for role in ("anonymous", "alice", "bob", "eve", "frank"):
        assert [row["id"] for row in rows(viewed.client(role), query)] == [viewed.id("tokyo")]


def test_counts_and_totals_hold_it_once(viewed: World) -> None:
    for role in ("carol", "bob"):
        assert viewed.client(role).get(f"{API}/deals/?count=exact&limit=1").json()["meta"]["count"] == 1


def test_the_team_still_reads_the_public_one_by_its_id(viewed: World) -> None:
    assert viewed.client("carol").get(viewed.url("tokyo")).json()["private_view_of"] is None
    assert viewed.client("carol").get(viewed.url("view")).json()["private_view_of"] == viewed.id("tokyo")
    assert viewed.client("bob").get(viewed.url("view")).status_code == 404


def test_what_the_team_changes_leaves_the_public_one_as_it_is(viewed: World) -> None:
    before = viewed.client("bob").get(viewed.url("tokyo")).content
    dan = viewed.client("dan")
    change = {
        "facilities": {"f1": {"amount": make.money("999000000")}},
        "source": dan.get(viewed.url("view")).json()["sources"][0]["id"],
    }
    answer = dan.patch(
        viewed.url("view"),
        data=change,
        content_type="application/json",
        headers={"If-Match": dan.get(viewed.url("view"))["ETag"]},
    )
    assert answer.status_code == 200, answer.content
    make.catch_up()
    assert viewed.client("bob").get(viewed.url("tokyo")).content == before
    points = [
        c["value"]["point"] for c in dan.get(viewed.url("view", "claims/?at=/facilities/f1/amount")).json()["claims"]
    ]
    assert sorted(points) == ["300000000", "999000000"]


def test_search_words_of_the_view_do_not_find_the_public_one(viewed: World) -> None:
    assert rows(viewed.client("bob"), "q=own+view") == []
    assert [row["id"] for row in rows(viewed.client("carol"), "q=own+view")] == [viewed.id("view")]


@pytest.fixture
def two_teams(viewed: World) -> World:
    """A second team with a view of its own, whose source is later; Carol reads both, Dan the first team's alone."""
    other = Compartment.objects.create(name="Osprey team")
    carol = viewed.cast.users["carol"]
    Membership.objects.create(user=carol, compartment=other, part="reader", start=cast.SINCE, approved_by=carol)
    document = cast.private_view()
    later = {**make.source("s-osprey", "Osprey Wire"), "published": "2026-02-01"}
    document["deal"]["compartment"] = "Osprey team"
    document["sources"].append(later)
    document["claims"].append({"source": "s-osprey", "at": "/facilities/f1/amount"})
    (own,) = make.save(document)
    return World(viewed.cast, {**viewed.deals, "osprey": own})


@pytest.mark.parametrize(
    "query", ["", "q=borealis", "stage=talks", "view=brief", "ordering=amount", "known_on=2026-02-02", "count=exact"]
)
def test_who_reads_two_teams_views_sees_the_one_with_the_latest_report(two_teams: World, query: str) -> None:
    assert [row["id"] for row in rows(two_teams.client("carol"), query)] == [two_teams.id("osprey")]
    assert [row["id"] for row in rows(two_teams.client("dan"), query)] == [two_teams.id("view")]
    assert [row["id"] for row in rows(two_teams.client("bob"), query)] == [two_teams.id("tokyo")]
    for name in ("osprey", "view", "tokyo"):
        assert two_teams.client("carol").get(two_teams.url(name)).status_code == 200


def test_the_page_says_which_of_them_lists_show(two_teams: World) -> None:
    page = two_teams.client("carol").get(f"/deals/{two_teams.id('view')}/", follow=True).content.decode()
    assert "You read 3 records of this deal" in page and "the view of Osprey team</a> (shown in lists" in page
    for role, words in (("dan", "You read 2 records"), ("bob", "")):
        page = two_teams.client(role).get(f"/deals/{two_teams.id('tokyo')}/", follow=True).content.decode()
        assert "Osprey" not in page and (words in page if words else "records of this deal" not in page)
