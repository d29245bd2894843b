"""Sites as GeoJSON and chips by slug, behind the same walls and parameters as their lists."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from tests import cast
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def chips(world: World) -> None:
    call_command("load_catalogue", stdout=io.StringIO())


def test_geojson_has_the_rows_of_the_list_and_its_filters(world: World) -> None:
    client = world.client("alice")
    listed = client.get("/api/v1/sites/").json()["results"]
    drawn = client.get("/api/v1/sites/?format=geojson")
    assert drawn["Content-Type"] == "application/geo+json"
    assert [one["id"] for one in drawn.json()["features"]] == [one["id"] for one in listed]
    assert client.get("/api/v1/sites/?format=geojson&country=AQ").json()["features"] == []
    first = client.get("/api/v1/sites/?format=geojson&limit=1").json()
    assert len(first["features"]) == 1 and (first["next"] is None) == (len(listed) == 1)
    again = client.get("/api/v1/sites/?format=geojson", headers={"If-None-Match": drawn["ETag"]})
    assert again.status_code == 304


def test_geojson_shows_an_outsider_nothing(world: World) -> None:
    assert cast.CANARIES["site"] in world.client("dan").get("/api/v1/sites/?format=geojson").content.decode()
    for role in ("alice", "bob", "frank", "alice-token"):
        assert cast.CANARIES["site"] not in world.client(role).get("/api/v1/sites/?format=geojson").content.decode()


def test_a_site_on_other_dates(world: World) -> None:
    client = world.client("alice")
    site = client.get(world.url("tokyo")).json()["sites"][0]["id"]
    now = client.get(f"/api/v1/sites/{site}/")
    then = client.get(f"/api/v1/sites/{site}/?as_of=2026-06-01&known_on=2026-06-01")
    assert then.status_code == 200
    assert {"capacities", "deals", "country"} <= set(then.json()) <= set(now.json())
    assert then.json()["id"] == site and then.json()["deals"] == now.json()["deals"]
    assert client.get(f"/api/v1/sites/{site}/?known_on=2019-01-01").status_code == 404
    for wrong in ("known_on=2999-01-01", "as_of=soon", "colour=red", "as_of=2026-01-01&as_of=2026-01-02"):
        assert client.get(f"/api/v1/sites/{site}/?{wrong}").status_code == 400


def test_a_walled_site_is_not_there_on_other_dates(world: World) -> None:
    site = world.client("dan").get(world.url("hidden")).json()["sites"][0]["id"]
    dated = f"/api/v1/sites/{site}/?known_on=2026-06-01"
    assert world.client("dan").get(dated).status_code == 200
    assert {world.client(role).get(dated).status_code for role in ("alice", "bob", "frank", "alice-token")} == {404}


@pytest.mark.parametrize("query", ["format=kml", "format=geojson&colour=red", "format=geojson&fields=id", "format=geojson&limit=x"])
def test_other_forms_and_parameters_are_refused(world: World, query: str) -> None:
    assert world.client("alice").get(f"/api/v1/sites/?{query}").status_code == 400


def test_a_chip_by_slug_and_by_id_is_the_same(world: World, chips: None) -> None:
    client = world.client("alice")
    by_slug = client.get("/api/v1/hardware-models/nvidia-l4/")
    assert by_slug.json() == client.get(f"/api/v1/hardware-models/{by_slug.json()['id']}/").json()
    assert (by_slug.json()["tpp"], by_slug.json()["slug"]) == ("1940", "nvidia-l4")
    for wrong in ("nvidia-l5", "deal_" + "0" * 32, "x" * 300):
        assert client.get(f"/api/v1/hardware-models/{wrong}/").status_code == 404


def test_every_figure_of_a_chip_leads_to_a_citation(world: World, chips: None) -> None:
    found = world.client("alice").get("/api/v1/hardware-models/nvidia-l4/").json()
    named = {source for table in ("figures", "flags") for one in found["figures"][table].values() for source in one["sources"]}
    assert named and named <= set(found["sources"])
    assert all(found["sources"].values())
