"""Sources and deals entered through the API, rows added and taken out, and what refuses them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from deals.agreements.models import Deal, Facility
from deals.hardware.models import HardwareLine
from dealtracker.evidence.models import Claim, Source
from tests import cast, make
from tests.world import API, World

WIRE = {"publisher": "Quay Wire", "kind": "wire", "published_from": "2026-01-03", "published_to": "2026-01-03"}
WORDS = {"kind": "approx", "point": "50000000", "currency": "USD", "words": "some US$50m"}


@pytest.fixture
def bob(world: World) -> Client:
    return world.client("bob-token")


def send(client: Client, method: str, address: str, body: Any, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method, address, json.dumps(body), content_type="application/json", headers=given)


def post(client: Client, where: str, body: Any, **headers: str) -> Any:
    return send(client, "POST", f"{API}/{where}/", body, **headers)


def patch(world: World, client: Client, body: Any, tag: str = "*", name: str = "tokyo") -> Any:
    return send(client, "PATCH", world.url(name), body, If_Match=tag)


def pointers(answer: Any) -> set[str]:
    return {error["pointer"] for error in answer.json()["errors"]}


def sheet(world: World, client: Client) -> dict[str, Any]:
    make.catch_up()
    found: dict[str, Any] = client.get(world.url("tokyo")).json()
    return found


def test_a_source_is_entered_once(world: World, bob: Client) -> None:
    body = {**WIRE, "url": "https://example.org/quay", "title": "A loan"}
    made = post(bob, "sources", body, Idempotency_Key="s-1")
    assert made.status_code == 201, made.content
    stored = {**body, "id": made.json()["id"], "read": True, "links": []}
    assert made.json() == stored
    assert bob.get(made["Location"]).json() == stored | {"claims": 0, "deals": 0}
    assert post(bob, "sources", body, Idempotency_Key="s-1")["Idempotency-Replayed"] == "true"
    again = post(bob, "sources", body)
    assert (again.status_code, again.json()["existing"]) == (409, made.json()["id"])
    assert Source.rows.filter(url=body["url"]).count() == 1


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"kind": "blog"}, "/kind"), ({"publisher": " "}, "/publisher"), ({"published_to": "2026-02-30"}, "/published_to"),
        ({"published_to": "2099-01-01"}, "/published_to"), ({"published_from": "2026-01-04"}, "/published_from"),
        ({"url": "ftp://example.org"}, "/url"), ({"url": "javascript:alert(1)"}, "/url"), ({"language": "klingon!"}, "/language"),
        ({"title": "x" * 501}, "/title"), ({"read": "yes"}, "/read"), ({"colour": "red"}, "/colour"), ({"title": None}, "/title"),
        ({"publisher": ["x"]}, "/publisher"), ({"withdrawn_on": "2026-01-03"}, "/withdrawn_on"),
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_names_what_is_wrong(world: World, bob: Client, change: Any, wrong: str) -> None:
    before = Source.rows.count()
    answer = post(bob, "sources", {**WIRE, **change})
    assert (answer.status_code, pointers(answer)) == (400, {wrong}), answer.content
    assert Source.rows.count() == before


def test_a_source_lacking_all_names_all(world: World, bob: Client) -> None:
    assert pointers(post(bob, "sources", {})) == {"/publisher", "/kind", "/published_to"}
    assert post(bob, "sources", ["x"]).status_code == 400


@pytest.mark.parametrize("role", ["anonymous", "alice-token", "carol-token", "eve"])
@pytest.mark.parametrize("where", ["sources", "deals"])
def test_who_may_change_nothing_enters_nothing(world: World, role: str, where: str) -> None:
    answer = post(world.client(role), where, {**WIRE, "compartment": cast.TEAM})
    assert answer.status_code == (401 if role == "anonymous" else 403)


def test_nobody_enters_behind_anothers_wall_nor_learns_of_it(world: World, bob: Client) -> None:
    there = post(bob, "sources", {**WIRE, "compartment": cast.TEAM}).json()
    nowhere = post(bob, "sources", {**WIRE, "compartment": "Otters"}).json()
    assert there["detail"].replace(cast.TEAM, "Otters") == nowhere["detail"] and there["status"] == 403
    for name in (cast.TEAM, "Otters"):
        answer = post(bob, "deals", make.dossier("new", compartment=name))
        assert (answer.status_code, pointers(answer)) == (400, {"/deal/compartment"})


def test_a_team_enters_its_own(world: World) -> None:
    dan = world.client("dan")
    made = post(dan, "sources", {**WIRE, "compartment": cast.TEAM})
    assert made.status_code == 201
    assert world.client("bob").get(made["Location"]).status_code == 404


def test_a_deal_is_entered_read_and_changed_at_once(world: World, bob: Client) -> None:
    document = make.dossier("quay", publisher="Quay Wire")
    made = post(bob, "deals", document, Idempotency_Key="d-1")
    assert (made.status_code, made.json()["external_ref"]) == (201, "quay"), made.content
    early = bob.get(made["Location"])
    assert (early.status_code, early["Retry-After"], early.json()["code"]) == (503, "1", "pending")
    assert world.client("anonymous").get(f"{API}/deals/deal_{'0' * 32}/").status_code == 404
    changed = send(bob, "PATCH", made["Location"], {"title": "Quay: loan"}, If_Match=made["ETag"])
    assert changed.status_code == 200, changed.content
    make.catch_up()
    now = bob.get(made["Location"])
    assert (now.json()["title"], now.json()["facilities"][0]["key"]) == ("Quay: loan", "f1")
    assert post(bob, "deals", document, Idempotency_Key="d-1")["Idempotency-Replayed"] == "true"
    again = post(bob, "deals", document)
    assert (again.status_code, again.json()["code"], pointers(again)) == (409, "exists", {"/deal/title"})


def test_a_deal_without_schema_and_key_gets_them(world: World, bob: Client) -> None:
    document = make.dossier("x", publisher="Quay Wire")
    bare = {
        **{n: v for n, v in document.items() if n != "schema"},
        "deal": {"title": "小红书 – Café loan", "currency": "USD"},
    }
    made = post(bob, "deals", bare).json()
    assert made["external_ref"].startswith("cafe-loan-")


def test_several_deals_all_or_none(world: World, bob: Client) -> None:
    before = Deal.rows.count()
    good, bad = (
        make.dossier("one"),
        {**make.dossier("two"), "facilities": [{"key": "f1", "kind": "loan", "amount": "5"}]},
    )
    answer = post(bob, "deals", [good, bad])
    assert answer.status_code == 400 and "/1/facilities/0/amount" in pointers(answer)
    assert Deal.rows.count() == before
    done = post(bob, "deals", [good, make.dossier("two")])
    assert [row["external_ref"] for row in done.json()["results"]] == ["one", "two"]


@pytest.mark.parametrize(
    "body", [5, "x", None, [], [5], {"deal": 5}, {"deal": {"title": 5}}, {"deal": {"title": "x"}, "colour": 1}]
)
def test_what_is_no_deal_is_refused(world: World, bob: Client, body: Any) -> None:
    answer = post(bob, "deals", body)
    assert answer.status_code == 400 and answer.json()["code"] in ("invalid_body", "invalid_dossier"), answer.content


def test_rows_are_added_each_field_with_its_claim(world: World, bob: Client) -> None:
    source = sheet(world, bob)["sources"][0]["id"]
    added = {
        "facilities": {
            "f2": {"kind": "warehouse facility", "amount": WORDS, "calendars": ["US"], "purpose": [{"what": "chips"}]}
        },
        "hardware": {
            "h2": {
                "quantity": {"kind": "exact", "point": "8"},
                "unit": "GPU",
                "financed_by": ["f1"],
                "model": "Gizmo 5",
            }
        },
        "events": {"e9": {"kind": "signed", "occurred": "2025-12-24", "facility": "f1"}},
        "relations": {"x1": {"kind": "follows", "words": "an earlier loan"}},
        "source": source,
    }
    answer = patch(world, bob, added)
    assert answer.status_code == 200, answer.content
    now = sheet(world, bob)
    facility = next(row for row in now["facilities"] if row["key"] == "f2")
    assert (facility["amount"], facility["calendars"], facility["purpose"]) == (WORDS, ["US"], [{"what": "chips"}])
    assert facility["standings"]["amount"]["sources"] == 1
    line = next(row for row in now["hardware"] if row["key"] == "h2")
    assert (
        line["financed_by"] == [now["facilities"][0]["id"]] and line["model_words"] == "Gizmo 5" and "model" not in line
    )
    assert next(row for row in now["events"] if row["key"] == "e9")["source"] == source
    assert bob.get(world.url("tokyo", "claims/?at=/facilities/f2/amount")).json()["claims"][0]["source"]["id"] == source
    assert bob.get(world.url("tokyo", "dossier/")).status_code == 200


def test_a_stage_goes_back_only_with_a_reason(world: World, bob: Client) -> None:
    source = sheet(world, bob)["sources"][0]["id"]
    later = {"kind": "talks began", "occurred": "2026-02-01", "facility": "f1"}
    signed = {"events": {"e8": {"kind": "signed", "occurred": "2026-01-05", "facility": "f1"}}, "source": source}
    assert patch(world, bob, signed).status_code == 200
    refused = patch(world, bob, {"events": {"e9": later}, "source": source})
    assert (refused.status_code, refused.json()["code"]) == (409, "stage_goes_back")
    fault = refused.json()["errors"][0]
    assert fault["pointer"] == "/events/e9/kind" and "it can go to closed, ended" in fault["detail"]
    assert "events.e9.override_reason" in fault["detail"]
    assert all(row["key"] != "e9" for row in sheet(world, bob)["events"]), "nothing was saved"
    reasoned = {"events": {"e9": {**later, "override_reason": "the lender stepped back"}}, "source": source}
    assert patch(world, bob, reasoned).status_code == 200
    told = sheet(world, bob)["events"]
    assert next(row for row in told if row["key"] == "e9")["override_reason"] == "the lender stepped back"


def test_lists_and_references_of_a_row_are_amended(world: World, bob: Client) -> None:
    source = sheet(world, bob)["sources"][0]["id"]
    change = {"facilities": {"f1": {"redemption": ["at par"], "purpose": [{"what": "chips", "share": {"kind": "exact", "point": "0.5"}}]}},
              "hardware": {"h1": {"financed_by": []}}, "source": source}  # fmt: skip
    assert patch(world, bob, change).status_code == 200
    now = sheet(world, bob)
    assert now["facilities"][0]["redemption"] == ["at par"]
    line = HardwareLine.rows.get(deal=world.deals["tokyo"])
    assert line.financed_by.count() == 0


def test_a_row_is_taken_out_with_its_claims_unless_it_is_named(world: World, bob: Client) -> None:
    refused = patch(world, bob, {"facilities": {"f1": None}, "reason": "entered by mistake"})
    assert (refused.status_code, pointers(refused)) == (400, {"/facilities/f1"})
    assert pointers(patch(world, bob, {"roles": {"r2": None}})) == {"/reason"}
    assert pointers(patch(world, bob, {"roles": {"r77": None}, "reason": "x"})) == {"/roles/r77"}
    row = next(row["id"] for row in sheet(world, bob)["roles"] if row["key"] == "r2").removeprefix("role_")
    assert Claim.rows.filter(target=row).exists()
    assert patch(world, bob, {"roles": {"r2": None}, "reason": "entered by mistake"}).status_code == 200
    assert not Claim.rows.filter(target=row).exists()
    assert "r2" not in {row["key"] for row in sheet(world, bob)["roles"]}


def test_a_source_is_entered_with_the_change(world: World, bob: Client) -> None:
    entered = {**WIRE, "url": "https://example.org/with-the-change"}
    answer = patch(world, bob, {"facilities": {"f1": {"amount": WORDS}}, "source": entered})
    assert answer.status_code == 200, answer.content
    assert entered["url"] in {source.get("url") for source in sheet(world, bob)["sources"]}
    wrong = patch(world, bob, {"facilities": {"f1": {"amount": WORDS}}, "source": {**WIRE, "kind": "blog", "x": 1}})
    assert pointers(wrong) == {"/source/kind", "/source/x"}
    late = patch(
        world, bob, {"facilities": {"f1": {"amount": WORDS}}, "source": {**WIRE, "published_to": "2099-01-01"}}
    )
    assert pointers(late) == {"/source/published_to"}


def test_everything_that_is_wrong_is_told_at_once(world: World, bob: Client) -> None:
    """A source put into a row hides neither itself nor what else is wrong."""
    before = (Claim.rows.count(), Facility.rows.count())
    body = {
        "title": " ", "facilities": {"f1": {"source": "source_x", "amount": {"kind": "exact", "point": "1,5", "currency": "USD"}, "kind": None}},
        "roles": {"R 1": {"role": "wizard"}}, "hardware": {"h1": {"financed_by": ["f9"]}}, "relations": {"x": {"kind": "follows", "to": "tokyo"}},
        "pricing": {"p1": {"facility": "f1", "fees": [{"kind": 1}, {"colour": "red"}]}},
    }  # fmt: skip
    answer = patch(world, bob, body)
    assert answer.status_code == 400
    assert pointers(answer) == {
        "/title", "/source", "/facilities/f1/source", "/facilities/f1/amount/point", "/facilities/f1/kind", "/roles/R 1",
        "/roles/R 1/party", "/roles/R 1/role", "/hardware/h1/financed_by", "/relations/x/to",
        "/pricing/p1/fees/0/kind",
    }  # fmt: skip
    assert (Claim.rows.count(), Facility.rows.count()) == before


@pytest.mark.parametrize("name", ["entries", "parties", "sites", "sources", "claims", "replies", "stage", "a/b~c"])
def test_what_is_changed_elsewhere_says_so(world: World, bob: Client, name: str) -> None:
    answer = patch(world, bob, {name: {"k": {"x": 1}}})
    assert pointers(answer) == {"/" + name.replace("~", "~0").replace("/", "~1")}


def test_a_sheet_behind_its_deal_has_a_tag_of_its_own(world: World, bob: Client) -> None:
    make.catch_up()
    read = bob.get(world.url("tokyo"))["ETag"]
    assert patch(world, bob, {"title": "Another"}, read).status_code == 200
    old = bob.get(world.url("tokyo"), headers={"If-None-Match": read})
    assert (old.status_code, old["X-Refresh-Pending"]) == (200, "true") and old["ETag"] != read
    assert patch(world, bob, {"title": "A third"}, old["ETag"]).status_code == 412
