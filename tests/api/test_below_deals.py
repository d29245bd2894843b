"""What hangs below a deal: its dossier, the claims behind a value, a team's own view; and the rules asked about a case."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from django.test import Client

from deals.agreements.models import Deal
from deals.api.bodies import CLAIMS
from deals.api.dossier_schema import dossier_schema
from tests import cast, make
from tests.views import make_view, post
from tests.world import API, World

CASE = {
    "model": "NVIDIA H100", "date": "2025-12-01", "destination": "JP", "end_user_hq": "CN", "ultimate_parent_hq": "CN",
    "role_of_china_party": "end user",
}  # fmt: skip


# --- the dossier ---


def test_a_dossier_keeps_to_its_schema_and_comes_in_again_unchanged(world: World, client: Client) -> None:
    answer = client.get(world.url("tokyo", "dossier/"))
    document = answer.json()
    jsonschema.Draft202012Validator(dossier_schema()).validate(document)
    assert make.save(document, then=False) == [world.deals["tokyo"]]
    assert client.get(world.url("tokyo", "dossier/")).content == answer.content
    again = client.get(world.url("tokyo", "dossier/"), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_schema_refuses_what_the_import_refuses(world: World, client: Client) -> None:
    check = jsonschema.Draft202012Validator(client.get(f"{API}/deal-dossier.schema.json").json())
    document = cast.public_deal()
    check.validate(document)
    for spoil in (
        {"schema": "deal-dossier/2"}, {"deal": {"key": "x"}}, {"parties": [{"key": "a", "kind": "company"}]}, {"sauce": []},
        {"facilities": [{"key": "F 1", "kind": "loan"}]}, {"facilities": [{"key": "f1", "kind": "gift"}]},
        {"facilities": [{"key": "f1", "kind": "loan", "amount": {"kind": "exact", "point": 3}}]},
        {"claims": [{"at": "/roles/r1"}]}, {"sources": [{"key": "s", "kind": "rumour", "publisher": "x", "published": "2025"}]},
    ):  # fmt: skip
        assert not check.is_valid({**document, **spoil}), spoil


def test_an_outsiders_dossier_of_a_public_deal_cites_nothing_of_the_team(world: World) -> None:
    inside = world.client("dan").get(world.url("hidden", "dossier/")).content.decode()
    assert cast.CANARIES["words"] in inside
    outside = world.client("bob").get(world.url("tokyo", "dossier/")).content.decode()
    assert not [word for word in cast.CANARIES.values() if word in outside]


# --- the claims behind a value ---


@pytest.mark.parametrize("at", ["/facilities/f1/amount", "/roles/r1", "/hardware/h1", "/events/e1", "/sites/t1"])
def test_claims_name_their_source_and_roots(world: World, client: Client, at: str) -> None:
    found = client.get(world.url("tokyo", "claims/"), {"at": at}).json()
    jsonschema.validate(found, CLAIMS)
    assert found["at"] == at
    assert [claim["source"]["publisher"] for claim in found["claims"]] == ["Northern Wire"]


def test_claims_follow_what_was_published(world: World, client: Client) -> None:
    asked = {"at": "/roles/r1", "known_on": "2025-11-30"}
    assert client.get(world.url("tokyo", "claims/"), asked).status_code == 404
    assert (
        client.get(world.url("tokyo", "claims/"), {**asked, "known_on": "2025-12-01"}).json()["known_on"]
        == "2025-12-01"
    )


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("", "?at"), ("?at=", "?at"), ("?at=/roles/r1&known_on=x", "?known_on"), ("?at=/roles/r1&as_of=2025-01-01", "?as_of"),
     ("?at=/roles/r1&at=/roles/r2", "?at")],
)  # fmt: skip
def test_claims_need_one_path(world: World, client: Client, query: str, pointer: str) -> None:
    answer = client.get(world.url("tokyo", f"claims/{query}"))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


# --- a team's own view ---


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [("anonymous", "tokyo", 401), ("bob", "tokyo", 403), ("carol", "tokyo", 403), ("frank", "tokyo", 403), ("bob", "hidden", 404),
     ("frank", "hidden", 404), ("dan", "hidden", 409), ("dan", "view", 409), ("dan", "tokyo", 409)],
)  # fmt: skip
def test_who_may_make_one(world: World, role: str, name: str, status: int) -> None:
    before = Deal.rows.count()
    assert make_view(world, role, name).status_code == status
    with make.as_viewer(make.SYSTEM):
        assert Deal.rows.count() == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [([], ""), ({}, "/compartment"), ({"compartment": ""}, "/compartment"), ({"compartment": 7}, "/compartment"),
     ({"compartment": cast.TEAM, "title": "x"}, "/title")],
)  # fmt: skip
def test_a_view_needs_a_team(world: World, body: Any, pointer: str) -> None:
    answer = make_view(world, "dan", body=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_a_team_that_is_not_yours_reads_like_one_that_is_not_there(world: World) -> None:
    texts = {
        make_view(world, "bob", body={"compartment": name}).json()["detail"].replace(name, "")
        for name in (cast.TEAM, "Nobody")
    }
    assert len(texts) == 1


# --- the rules ---


def test_a_case_is_answered_and_a_list_of_them(world: World, client: Client) -> None:
    one = post(client, f"{API}/controls/evaluate/", CASE)
    assert (one.status_code, one.json()["step"]) == (200, "LICENCE_REQUIRED")
    several = post(client, f"{API}/controls/evaluate/", [CASE, {**CASE, "model": None}])
    assert several.json()["results"][0]["step"] == one.json()["step"]
    assert several.json()["results"][1]["missing"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [("x", ""), ([], ""), ([CASE] * 101, ""), ({**CASE, "date": "2025-02-30"}, "/date"), ({**CASE, "destination": "Atlantis"}, "/destination"),
     ({**CASE, "destinatio": "JP"}, "/destinatio"), ([CASE, {"model": 7}], "/1/model"), ({**CASE, "figures": {"mass": "1"}}, "/figures/mass"),
     ({**CASE, "listed_ownership": "2"}, "/listed_ownership")],
)  # fmt: skip
def test_a_case_that_cannot_be_read_says_where(world: World, client: Client, body: Any, pointer: str) -> None:
    answer = post(client, f"{API}/controls/evaluate/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_case")
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_asking_is_reading(world: World, client: Client, settings: Any) -> None:
    assert post(world.client("alice-token"), f"{API}/controls/evaluate/", CASE).status_code == 200
    settings.PUBLIC_READING = False
    assert post(client, f"{API}/controls/evaluate/", CASE).status_code == 401
