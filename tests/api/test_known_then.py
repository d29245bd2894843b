"""Lists of the API as known on a day: nobody is there before something was published, nor called by a later name."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command

from parties.register.models import PartyName
from tests import cast, make
from tests.world import API, World

pytestmark = pytest.mark.django_db
JANUARY, MARCH = "2026-01-15", "2026-03-15"
LISTS = ("parties", "sites", "hardware-models", "entries", "price-curves", "sources")


@pytest.fixture
def told(world: World) -> World:
    """A deal of January whose lender, with a site of its own, is named in March; its borrower has a later name too."""
    document = make.dossier("plover", borrower="Plover Compute", lender="Heron Bank", site="Plover Hall")
    document["parties"].append(make.party("new", "Curlew Capital", kind="fund", hq_country="SG"))
    document["roles"].append({"key": "r9", "party": "new", "role": "lender"})
    document["sources"].append(make.source("mar", "Curlew Post", published="2026-03-10"))
    document["claims"] += [{"source": "mar", "at": "/roles/r9"}, {"source": "mar", "at": "/parties/new/hq_country"}]
    (world.deals["plover"],) = make.save(document)
    called = PartyName.rows.get(text="Plover Compute")
    PartyName.rows.create(
        party=called.party, compartment=called.compartment, text="Sandgrouse Digital", normalised="sandgrouse digital",
        start="2026-02-01", kind=PartyName.Kind.TRADING,
    )  # fmt: skip
    return world


def rows(world: World, path: str, role: str = "alice") -> list[dict[str, Any]]:
    answer = world.client(role).get(f"{API}/{path}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def names(world: World, path: str, role: str = "alice") -> set[str]:
    return {row["name"] for row in rows(world, path, role)}


def test_a_party_is_there_from_the_day_on_which_it_was_named(told: World) -> None:
    assert {"Plover Compute", "Heron Bank"} <= names(told, f"parties/?known_on={JANUARY}")
    assert "Curlew Capital" not in names(told, f"parties/?known_on={JANUARY}")
    assert "Curlew Capital" in names(told, f"parties/?known_on={MARCH}")
    assert names(told, "parties/?known_on=2019-01-01") == set()
    (party,) = rows(told, "parties/?q=curlew")
    one = f"{API}/parties/{party['id']}/?known_on="
    assert [told.client("alice").get(one + day).status_code for day in (JANUARY, MARCH)] == [404, 200]
    assert "hq_country" in told.client("alice").get(one + MARCH).json()["standings"]


def test_a_name_of_later_neither_stands_nor_is_found(told: World) -> None:
    before = f"known_on={JANUARY}"
    (then,) = rows(told, f"parties/?q=plover&{before}")
    assert [name["text"] for name in then["names"]] == ["Plover Compute"]
    assert names(told, f"parties/?q=sandgrouse&{before}") == set()
    assert names(told, f"parties/?q=sandgrouse&known_on={MARCH}") == {"Plover Compute"}
    page = told.client("alice").get(f"/search/?q=sandgrouse&{before}").content
    assert b"Sandgrouse Digital" not in page and b"Plover Compute" not in page


def test_a_filter_asks_what_was_stated_by_the_day(told: World) -> None:
    assert names(told, f"parties/?hq_country=SG&known_on={MARCH}") == {"Curlew Capital"}
    assert names(told, f"parties/?hq_country=SG&known_on={JANUARY}") == set()
    assert names(told, f"parties/?kind=fund&kind=bank&known_on={MARCH}") >= {"Curlew Capital", "Heron Bank"}
    assert names(told, f"sites/?q=plover&country=JP&known_on={JANUARY}") == {"Plover Hall"}
    assert names(told, f"sites/?country=NO&known_on={JANUARY}") == set()


@pytest.mark.parametrize("name", ["parties", "sites"])
def test_pages_of_a_past_day_go_to_the_end(told: World, name: str) -> None:
    whole = [row["id"] for row in rows(told, f"{name}/?known_on={MARCH}")]
    found, address = [], f"{API}/{name}/?known_on={MARCH}&limit=1&count=exact"
    while address:
        page = told.client("alice").get(address).json()
        assert page["meta"]["known_on"] == MARCH and page["meta"]["count"] == len(whole)
        found += [row["id"] for row in page["results"]]
        address = page["next"]
    assert found == whole and len(whole) == len(set(whole)) > 1


def test_what_is_walled_stays_walled_on_every_day(told: World) -> None:
    for role in ("alice", "bob", "frank"):
        for name in LISTS:
            said = told.client(role).get(f"{API}/{name}/?known_on={MARCH}").content.decode()
            assert not any(word in said for word in cast.CANARIES.values()), (role, name)
        for words in cast.CANARIES.values():
            page = told.client(role).get(f"/search/?q={words}&known_on={MARCH}&format=json").json()
            assert page == {"deals": [], "parties": [], "sites": [], "sources": []}, (role, words)
    assert cast.CANARIES["site"] in names(told, f"sites/?known_on={MARCH}", "dan")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_takes_the_day_and_no_day_to_come(told: World, name: str) -> None:
    client = told.client("alice")
    assert client.get(f"{API}/{name}/?known_on={MARCH}").json()["meta"]["known_on"] == MARCH
    refused = client.get(f"{API}/{name}/?known_on=2999-01-01")
    assert refused.status_code == 400 and refused.json()["errors"][0]["pointer"] == "?known_on"


def test_a_search_on_a_past_day_finds_parties_and_sites_of_that_day(told: World) -> None:
    client = told.client("alice")
    then = client.get(f"/search/?q=plover&known_on={JANUARY}&format=json").json()
    assert [one["name"] for one in then["parties"]] == ["Plover Compute"] and then["parties"][0]["deals"] == 1
    assert [one["name"] for one in then["sites"]] == ["Plover Hall"]
    page = client.get(f"/search/?q=plover&known_on={JANUARY}").content.decode()
    assert page.count(f"/?known_on={JANUARY}") >= 3
    assert client.get(f"/search/?q=curlew&known_on={JANUARY}&format=json").json()["parties"] == []
    assert client.get(f"/search/?q=curlew&known_on={MARCH}&format=json").json()["parties"][0]["country"] == "SG"


def test_chips_are_there_from_their_release(world: World) -> None:
    call_command("load_catalogue", stdout=io.StringIO())
    days = ("2023-01-01", "2025-10-01")
    slugs = {day: {row["slug"] for row in rows(world, f"hardware-models/?limit=200&known_on={day}")} for day in days}
    assert "nvidia-v100-sxm2-32gb" in slugs["2023-01-01"] and "nvidia-b300" not in slugs["2023-01-01"]
    assert "nvidia-b300" in slugs["2025-10-01"] and "aws-trainium3" not in slugs["2025-10-01"]
    (chip,) = rows(world, "hardware-models/?q=B300&known_on=2025-10-01&fields=figures,slug")[:1]
    assert chip["figures"]["price_usd"] is None and chip["figures"]["released"]["value"] == "2025-09-11"
