"""Merges by the API: judged once, refused in words, withdrawn whole."""

from __future__ import annotations

from typing import Any

import pytest

from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from parties.models import MergeJudgement, Party, PartyName
from parties.register.calc import normalise
from tests import cast, make
from tests.world import API, World


def enter(name: str) -> str:
    with as_viewer(make.SYSTEM):
        made = Party.rows.create(name=name)
        PartyName.rows.create(party=made, text=name, primary=True, normalised=normalise(name))
    return public_id("party", made.pk)


def named(name: str) -> str:
    with as_viewer(make.SYSTEM):
        return public_id("party", Party.rows.get(name=name).pk)


def post(world: World, role: str, path: str, body: Any, **headers: str) -> Any:
    return world.client(role).post(f"{API}/{path}", body, content_type="application/json", headers=headers)


def merge(world: World, one: str, other: str, role: str = "bob-token", **headers: str) -> Any:
    return post(world, role, f"parties/{one}/merge/", {"into": other, "reason": "one LEI"}, **headers)


def count() -> int:
    with as_viewer(make.SYSTEM):
        return MergeJudgement.rows.filter(undone_at=None).count()


def test_a_merge_is_judged_and_the_old_address_leads_to_what_stands(people: World) -> None:
    one, other = named("Borealis Compute"), enter("Borealis Cloud")
    before = people.client("alice").get(f"{API}/parties/{one}/")
    made = merge(people, one, other)
    assert made.status_code == 201
    told = made.json()
    assert (told["verdict"], told["party"]["id"], told["other"]["id"], told["by"]) == ("same", one, other, "bob")
    gone = people.client("alice").get(f"{API}/parties/{one}/")
    assert (gone.status_code, gone["Location"], gone.content) == (308, f"{API}/parties/{other}/", b"")
    rows = people.client("alice").get(f"{API}/parties/?q=borealis").json()["results"]
    assert [row["id"] for row in rows] == [other]
    history = people.client("alice").get(f"{API}/parties/{one}/judgements/").json()["results"]
    assert [row["id"] for row in history] == [told["id"]] and history[0]["withdrawn"] is None
    back = post(people, "bob-token", f"merge-judgements/{told['id']}/withdraw/", {"reason": "two LEIs"})
    assert back.status_code == 201 and back.json()["withdrawn"]["reason"] == "two LEIs"
    after = people.client("alice").get(f"{API}/parties/{one}/")
    assert (after.status_code, after.content) == (200, before.content)


def test_the_same_key_judges_once(people: World) -> None:
    one, other = named("Borealis Compute"), enter("Borealis Cloud")
    first = merge(people, one, other, **{"Idempotency-Key": "k1"})
    again = merge(people, one, other, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert again.json() == first.json() and count() == 1
    other_key = merge(people, one, other, **{"Idempotency-Key": "k2"})
    assert (other_key.status_code, other_key.json()["code"]) == (409, "conflict") and count() == 1


def test_what_was_judged_apart_is_a_conflict_that_says_who_when_and_why(people: World) -> None:
    one, other = named("Borealis Compute"), enter("Borealis Cloud")
    apart = post(people, "bob-token", f"parties/{one}/keep-apart/", {"other": other, "reason": "two register numbers"})
    assert (apart.status_code, apart.json()["verdict"]) == (201, "different")
    refused = merge(people, other, one)
    assert refused.status_code == 409
    assert "by bob on" in refused.json()["detail"] and "two register numbers" in refused.json()["detail"]
    unsure = post(people, "bob-token", f"parties/{one}/keep-apart/", {"other": other, "reason": "?", "unsure": True})
    assert (unsure.status_code, unsure.json()["verdict"]) == (201, "unsure")
    assert merge(people, other, one).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/into", "/reason"]), ({"into": "x", "reason": "why"}, ["/into"]), ({"into": 5, "reason": "why"}, ["/into"]),
        ({"into": "party_" + "0" * 32, "reason": "  "}, ["/reason"]), ({"into": "party_" + "0" * 32, "reason": 1}, ["/reason"]),
        ({"into": "party_" + "0" * 32, "reason": "x" * 5_001}, ["/reason"]), ([], [""]),
        ({"into": "party_" + "0" * 32, "reason": "why", "force": True}, ["/force"]),
    ],
)  # fmt: skip
def test_each_thing_wrong_with_a_body_is_named(people: World, body: Any, pointers: list[str]) -> None:
    answer = post(people, "bob-token", f"parties/{named('Borealis Compute')}/merge/", body)
    assert answer.status_code == 400 and [error["pointer"] for error in answer.json()["errors"]] == pointers and count() == 0


def test_rights_and_walls(world: World) -> None:
    one, hidden, absent = named("Borealis Compute"), named(cast.CANARIES["borrower"]), "party_" + "0" * 32
    assert merge(world, one, one).status_code == 409
    assert merge(world, one, absent).status_code == 404
    assert merge(world, one, hidden).content == merge(world, one, absent).content
    assert merge(world, hidden, one).content == merge(world, absent, one).content
    assert merge(world, one, enter("Borealis Cloud"), "alice-token").status_code == 403
    assert merge(world, one, one, "anonymous").status_code == 401
    mine = merge(world, hidden, one, "dan")
    assert mine.status_code == 201
    key = mine.json()["id"]
    for role in ("bob-token", "alice-token"):
        assert post(world, role, f"merge-judgements/{key}/withdraw/", {"reason": "no"}).status_code == 404
    assert post(world, "carol", f"merge-judgements/{key}/withdraw/", {"reason": "no"}).status_code == 403
    assert world.client("carol").get(f"{API}/parties/{hidden}/").status_code == 308
    assert world.client("bob").get(f"{API}/parties/{hidden}/").content == world.client("bob").get(f"{API}/parties/{absent}/").content
    assert world.client("bob").get(f"{API}/parties/{one}/judgements/").json() == {"results": []}
