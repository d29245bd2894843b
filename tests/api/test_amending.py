"""PATCH of a deal: preconditions, the same key, the claim that a change becomes, and what refuses it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from deals.actions.dossiers import import_dossiers
from deals.agreements.models import Deal, Facility
from deals.interchange.dossier.reading import read_values
from dealtracker.apikit.models import IdempotentAnswer
from dealtracker.evidence.models import Claim
from dealtracker.webhooks.models import OutboxEvent
from tests import make
from tests.world import API, World

MERGE = "application/merge-patch+json"
LARGER = {"kind": "approx", "point": "350000000", "currency": "USD", "words": "some US$350m"}


@pytest.fixture
def bob(world: World) -> Client:
    return world.client("bob-token")


def tag(world: World, client: Client) -> str:
    return client.get(world.url("tokyo"))["ETag"]


def patch(world: World, client: Client, body: Any, *, name: str = "tokyo", **headers: str) -> Any:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.patch(world.url(name), data=data, content_type=MERGE, headers=named)


def cited(world: World, client: Client, **lists: Any) -> dict[str, Any]:
    return {**lists, "source": client.get(world.url("tokyo")).json()["sources"][0]["id"], "reason": "a later report"}


def test_a_change_becomes_a_claim_and_converges_through_refresh(world: World, bob: Client) -> None:
    claims = Claim.rows.filter(subject=world.deals["tokyo"])
    before = claims.count()
    answer = patch(world, bob, cited(world, bob, facilities={"f1": {"amount": LARGER}}), If_Match=tag(world, bob))
    assert answer.status_code == 200
    assert answer.json() == {"id": world.id("tokyo"), "revision": 3, "pending": True}
    claim = claims.latest("recorded_at")
    assert (claims.count(), claim.field, claim.value["point"]) == (before + 1, "amount", "350000000")
    assert OutboxEvent.rows.filter(deal=world.deals["tokyo"], kind="deal.amended").count() == 1
    pending = bob.get(world.url("tokyo"))
    assert (pending["X-Refresh-Pending"], pending.json()["revision"]) == ("true", 2)
    assert make.catch_up() == 1
    done = bob.get(world.url("tokyo"))
    assert (done["X-Refresh-Pending"], done.json()["revision"]) == ("false", 3)
    row = done.json()["facilities"][0]
    assert row["claims"] == 1, "the same source was entered again: what was read of it before is replaced"
    behind = bob.get(world.url("tokyo", "claims/?at=/facilities/f1/amount")).json()["claims"]
    assert sorted(c["value"]["point"] for c in behind) == ["300000000", "350000000"]
    assert sorted(c["part"] for c in behind) == ["replaced", "stands"]
    stored = Facility.rows.get(deal=world.deals["tokyo"]).amount.to_json()
    assert row["amount"] == stored == next(c["value"] for c in behind if c["part"] == "stands")


def test_own_fields_change_without_a_source(world: World, bob: Client) -> None:
    body = {"title": "Borealis loan", "labels": ["a", "b"], "currency": "JPY"}
    assert patch(world, bob, body, If_Match=tag(world, bob)).status_code == 200
    make.catch_up()
    now = bob.get(world.url("tokyo")).json()
    assert {name: now[name] for name in body} == body


def test_without_if_match_428_and_with_another_412(world: World, bob: Client) -> None:
    assert patch(world, bob, {"title": "x"}).status_code == 428
    for given in ('"abc"', f"W/{tag(world, bob)}", "abc", '"r1"'):
        refused = patch(world, bob, {"title": "x"}, If_Match=given)
        assert refused.status_code == 412
        assert refused.json()["current"] == tag(world, bob)
    assert patch(world, bob, {"title": "x"}, If_Match=f'"abc", {tag(world, bob)}').status_code == 200


def test_nobody_overwrites_what_they_have_not_seen(world: World, bob: Client) -> None:
    """Two who read the same version: one is kept, the other refused, also while the sheet is being rebuilt."""
    read = tag(world, bob)
    first = patch(world, bob, {"title": "first"}, If_Match=read)
    assert first.status_code == 200
    dan = world.client("dan")
    assert patch(world, dan, {"title": "second"}, If_Match=read).status_code == 412
    assert patch(world, dan, {"title": "second"}, If_Match=tag(world, dan)).status_code == 412, "the sheet is still old"
    make.catch_up()
    assert patch(world, dan, {"title": "second"}, If_Match=tag(world, dan)).status_code == 200


def test_changes_can_follow_one_another_without_waiting_for_the_sheet(world: World, bob: Client) -> None:
    first = patch(world, bob, {"title": "one"}, If_Match=tag(world, bob))
    second = patch(world, bob, {"title": "two"}, If_Match=first["ETag"])
    assert second.json()["revision"] == first.json()["revision"] + 1
    assert patch(world, bob, {"title": "three"}, If_Match=first["ETag"]).status_code == 412


def test_the_same_key_gives_the_same_answer_and_one_change(world: World, bob: Client) -> None:
    read = tag(world, bob)
    first = patch(world, bob, {"title": "once"}, If_Match=read, Idempotency_Key="k-1")
    again = patch(world, bob, {"title": "once"}, If_Match=read, Idempotency_Key="k-1")
    assert (again.status_code, again.content, again["ETag"]) == (first.status_code, first.content, first["ETag"])
    assert (again["Idempotency-Replayed"], first.has_header("Idempotency-Replayed")) == ("true", False)
    assert Deal.rows.get(pk=world.deals["tokyo"]).revision == 3
    other = patch(world, bob, {"title": "twice"}, If_Match=read, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    dans = patch(world, world.client("dan"), {"title": "once"}, If_Match=first["ETag"], Idempotency_Key="k-1")
    assert (dans.status_code, dans.json()["revision"]) == (200, 4)


def test_a_refused_change_keeps_no_key(world: World, bob: Client) -> None:
    assert patch(world, bob, {"title": ""}, If_Match=tag(world, bob), Idempotency_Key="k-2").status_code == 400
    assert not IdempotentAnswer.rows.filter(key="k-2").exists()
    assert patch(world, bob, {"title": "now"}, If_Match=tag(world, bob), Idempotency_Key="k-2").status_code == 200


@pytest.mark.parametrize("key", ["x" * 256, "ключ", "a\tb"])
def test_a_key_is_short_printable_ascii(world: World, bob: Client, key: str) -> None:
    answer = bob.patch(
        world.url("tokyo"),
        data='{"title": "x"}',
        content_type=MERGE,
        HTTP_IDEMPOTENCY_KEY=key,
        HTTP_IF_MATCH=tag(world, bob),
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_idempotency_key")


def _cap(first: str, last: str) -> dict[str, Any]:
    return {"from": first, "to": last, "amount": {"kind": "exact", "point": "5", "currency": "USD"}}


@pytest.mark.parametrize(
    ("lists", "pointer", "says"),
    [
        ({"facilities": {"f1": {"increases": "f1"}}}, "/facilities/f1/increases", "in a ring: f1 → f1"),
        (
            {"facilities": {"f1": {"signing_date": "2026-05-01", "maturity_date": "2020-01-01"}}},
            "/facilities/f1/maturity_date",
            "lies before signing_date",
        ),
        ({"pricing": {"p9": {"facility": "f1", "start": "2027", "end": "2026-03"}}}, "/pricing/p9/end", "lies before start"),
        (
            {"supports": {"g9": {"kind": "completion", "caps": [_cap("2026-01-01", "2027-01-01"), _cap("2027-01-01", "2028-01-01")]}}},
            "/supports/g9/caps",
            "hold for the same days twice",
        ),
        (
            {"facilities": {"f1": {"purpose": [{"what": f"part {n}", "share": {"kind": "exact", "point": "0.6"}} for n in "ab"]}}},
            "/facilities/f1/purpose",
            "add up to 1.2",
        ),
    ],
)
def test_what_no_dossier_could_hold_is_refused_as_an_import_does(world: World, bob: Client, lists: Any, pointer: str, says: str) -> None:
    before = bob.get(world.url("tokyo", "dossier/")).content
    refused = patch(world, bob, cited(world, bob, **lists), If_Match=tag(world, bob))
    assert refused.status_code == 400
    [fault] = refused.json()["errors"]
    assert (fault["pointer"], says in fault["detail"]) == (pointer, True)
    assert bob.get(world.url("tokyo", "dossier/")).content == before


def test_a_source_behind_a_wall_reads_like_one_that_is_not_there(world: World, bob: Client) -> None:
    walled = world.client("dan").get(world.url("hidden")).json()["sources"]
    own = next(s["id"] for s in walled if s["publisher"] == "Obsidiary")
    change = {"facilities": {"f1": {"amount": LARGER}}}
    texts = []
    for client, key in ((bob, own), (bob, f"source_{'0' * 32}"), (world.client("dan"), own)):
        answer = patch(world, client, {**change, "source": key}, If_Match=tag(world, client))
        assert answer.status_code == 400
        texts.append([(e["pointer"], e["code"], e["detail"].replace(key, "")) for e in answer.json()["errors"]])
    assert texts[0] == texts[1] == texts[2]


def test_a_party_behind_a_wall_cannot_be_named_either(world: World, bob: Client) -> None:
    walled = next(p["id"] for p in world.client("dan").get(f"{API}/parties/?q=zephyranth").json()["results"])
    texts = set()
    for key in (walled, f"party_{'0' * 32}"):
        answer = patch(world, bob, cited(world, bob, roles={"r1": {"party": key}}), If_Match=tag(world, bob))
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/roles/r1/party")
        texts.add(answer.json()["errors"][0]["detail"].replace(key, ""))
    assert len(texts) == 1


def test_the_hidden_deal_is_changed_by_its_team_alone(world: World) -> None:
    dan = world.client("dan")
    read = dan.get(world.url("hidden"))["ETag"]
    assert patch(world, dan, {"title": "Kestrelwing, later"}, name="hidden", If_Match=read).status_code == 200
    assert patch(world, world.client("bob-token"), {"title": "x"}, name="hidden", If_Match=read).status_code == 404


def _maturity(world: World, client: Client, day: str, source: Any) -> dict[str, Any]:
    body = {"facilities": {"f1": {"maturity_date": day}}, "source": source}
    answer = patch(world, client, body, If_Match="*")
    assert answer.status_code == 200
    return answer.json()


def _wire(published: str) -> dict[str, str]:
    return {"publisher": "Quay Wire", "kind": "wire", "published_to": published, "published_from": published, "url": f"https://example.org/{published}"}


def test_what_is_entered_again_of_a_source_stands_and_an_import_of_it_changes_nothing(world: World, bob: Client) -> None:
    source = bob.get(world.url("tokyo")).json()["sources"][0]["id"]
    for day in ("2031", "2033", "2032"):
        assert "not_standing" not in _maturity(world, bob, day, source)
    make.catch_up()
    now = bob.get(world.url("tokyo")).json()["facilities"][0]
    behind = bob.get(world.url("tokyo", "claims/?at=/facilities/f1/maturity_date")).json()["claims"]
    assert now["maturity_date"] == "2032"
    assert [(c["value"], c["part"]) for c in behind[:1]] == [("2032", "stands")]
    assert sorted((c["value"], c["part"]) for c in behind[1:]) == [("2031", "replaced"), ("2033", "replaced")]
    dossier = bob.get(world.url("tokyo", "dossier/"))
    document = dossier.json()
    document["claims"].reverse()
    [done] = import_dossiers(
        dossiers=read_values([document], name="again", today=date(2026, 6, 1)), viewer=make.SYSTEM, source_name="again", reason="again"
    ).outcomes
    assert done.what == "unchanged"
    assert bob.get(world.url("tokyo", "dossier/")).content == dossier.content


def test_a_change_that_does_not_stand_says_what_stands_and_why(world: World, bob: Client) -> None:
    """A maturity before the signing is kept where it stands for nothing, and told."""
    assert "not_standing" not in _maturity(world, bob, "2032", _wire("2026-02-02"))
    [told] = _maturity(world, bob, "2001", _wire("2026-02-01"))["not_standing"]
    assert told == {"at": "/facilities/f1/maturity_date", "stands": "2032", "because": "what stands was published later"}
    inferred = {"facilities": {"f1": {"maturity_date": "2040"}}, "source": _wire("2026-02-03"), "attribution": "own inference"}
    [told] = patch(world, bob, inferred, If_Match="*").json()["not_standing"]
    assert (told["stands"], "before an inference" in told["because"]) == ("2032", True)
    assert "not_standing" not in _maturity(world, bob, "2034", _wire("2026-02-04"))


def test_a_chip_stored_as_words_is_told_with_those_it_may_be(world: World, bob: Client) -> None:
    def notes(model: str) -> Any:
        lines = {"hardware": {"h1": {"model": model}}}
        return patch(world, bob, cited(world, bob, **lines), If_Match="*").json().get("notes", [])

    [note] = notes("nvidia-h200-sxm")
    assert note["at"] == "/hardware/h1/model"
    assert note["note"].startswith("stored as words; did you mean ") and "nvidia-h200-sxm-141gb" in note["note"]
    assert notes("nvidia-h200-sxm-141gb") == [] and notes("Gizmo 5") == []


def test_a_refused_party_says_where_one_is_found_and_entered(world: World, bob: Client) -> None:
    refused = patch(world, bob, {"parties": {"p": {"kind": "bank"}}}, If_Match="*").json()["errors"][0]
    assert "GET /api/v1/parties/?q=" in refused["detail"] and "/parties/new/" in refused["detail"]


def test_an_event_of_a_day_to_come_is_scheduled_and_moves_no_stage_before_it(world: World, bob: Client) -> None:
    drawn = {"events": {"e9": {"kind": "drawn", "occurred": "2099-03-01", "facility": "f1"}}}
    before = bob.get(world.url("tokyo")).json()["derived"]["stage"]["code"]
    assert patch(world, bob, cited(world, bob, **drawn), If_Match="*").status_code == 200
    make.catch_up()
    for days, is_scheduled in (("", True), ("?as_of=2099-02-28", True), ("?as_of=2099-03-01", False)):
        seen = bob.get(f"{world.url('tokyo')}{days}").json()
        row = next(row for row in seen["events"] if row["key"] == "e9")
        assert row.get("scheduled", False) is is_scheduled, days
        assert (seen["derived"]["stage"]["code"] == before) is is_scheduled, days
