"""Parties and sites as deals had named them by a day."""

from __future__ import annotations

import pytest

from tests import cast, make
from tests.pages.markup import check
from tests.world import World

pytestmark = pytest.mark.django_db
BETWEEN = "known_on=2026-04-30"


@pytest.fixture
def named(people: World) -> World:
    early = make.dossier("early", borrower="Early Compute", site="Early Hall")
    late = make.dossier("late", borrower="Late Compute", site="Late Hall", sources=[])
    late["sources"] = [make.source("s-late", "Northern Wire", published="2026-05-05")]
    make.save(early, late)
    return people


def parties(world: World, query: str, role: str = "alice") -> dict[str, int]:
    page = world.client(role).get(f"/parties/?{query}")
    assert page.status_code == 200
    check(page.content)
    return {row["name"]: row["deals"] for row in page.context["rows"]}


def sites(world: World, query: str, role: str = "alice") -> list[str]:
    page = world.client(role).get(f"/sites/?{query}")
    assert page.status_code == 200
    check(page.content)
    return [row["name"] for row in page.context["rows"]]


def test_parties_are_those_named_by_the_day(named: World) -> None:
    now, then = parties(named, "q=compute"), parties(named, f"q=compute&{BETWEEN}")
    assert now["Early Compute"] == then["Early Compute"] == now["Late Compute"] == 1
    assert "Late Compute" not in then
    assert parties(named, "known_on=2019-01-01") == {}
    assert parties(named, BETWEEN)["Harbour Bank"] == parties(named, "")["Harbour Bank"] - 1
    page = named.client("alice").get(f"/parties/?q=early&{BETWEEN}").content
    assert b"Named by 30 Apr 2026 in a deal" in page and f"/?{BETWEEN}".encode() in page


def test_sites_are_those_named_by_the_day(named: World) -> None:
    assert {"Early Hall", "Late Hall"} <= set(sites(named, ""))
    then = sites(named, BETWEEN)
    assert "Early Hall" in then and "Late Hall" not in then
    assert sites(named, f"{BETWEEN}&q=early") == ["Early Hall"] and sites(named, f"{BETWEEN}&country=NO") == []
    assert sites(named, "known_on=2019-01-01") == []
    (row,) = named.client("alice").get(f"/sites/?{BETWEEN}&q=early").context["rows"]
    assert row["url"].endswith(f"?{BETWEEN}") and [one["title"].split(":")[0] for one in row["linked"]] == ["Early Compute"]


def test_nobody_has_a_page_before_anything_named_it(named: World) -> None:
    alice = named.client("alice")
    for address in ("/parties/?q=", "/sites/?q="):
        for name, then in (("late", 404), ("early", 200)):
            (row,) = alice.get(address + name).context["rows"]
            assert alice.get(row["url"], {"known_on": "2026-04-30"}, follow=True).status_code == then, (address, name)
            assert alice.get(row["url"], follow=True).status_code == 200


def test_what_a_team_holds_is_not_listed_on_another_day_either(world: World) -> None:
    day = "known_on=2026-06-01"
    for role in ("alice", "bob", "frank"):
        for address in (f"/parties/?{day}", f"/sites/?{day}", f"/findings/?{day}"):
            page = world.client(role).get(address).content.decode()
            assert not any(word in page for word in cast.CANARIES.values()), (role, address)


@pytest.mark.parametrize(("address", "used"), [("/rules/", False), ("/hardware-models/", False), ("/parties/", True), ("/exposure/", True)])
def test_a_page_that_does_not_use_the_day_of_its_address_says_so(people: World, address: str, used: bool) -> None:
    said = b"the date known_on of its address is not used here"
    for query, wanted in (("", False), (f"?{BETWEEN}", not used)):
        page = people.client("alice").get(f"{address}{query}")
        assert page.status_code == 200 and (said in page.content) is wanted, query


@pytest.mark.parametrize(("day", "status"), [("2001-01-01", 404), ("2999-01-01", 400), ("someday", 400)])
def test_a_page_that_is_refused_says_nothing_of_a_day_that_it_uses(people: World, day: str, status: int) -> None:
    page = people.client("alice").get(f"/deals/{people.id('tokyo')}/?known_on={day}")
    assert page.status_code == status and b"is not used here" not in page.content
