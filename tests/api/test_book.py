"""The ledger and the sums over it by API: booked once, refused with figures, hidden where hidden."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from deals.models import Facility, Hold, LedgerEntry
from deals.tasks import check_limits
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id
from parties.models import Party
from tests import cast, make

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


@pytest.fixture
def place() -> dict[str, Any]:
    """Ids of one public facility of 100 m with Harbour Bank's hold, and the people."""
    people = cast.gather()
    [deal] = make.save(make.dossier("credit", **make.ledger([("le", "commitment", "100", "2026-01-01")])))
    with as_viewer(make.SYSTEM):
        found = {"facility": Facility.rows.get(deal=deal).pk, "hold": Hold.rows.get(deal=deal).pk}
        ids: dict[str, Any] = {name: public_id(name, key) for name, key in found.items()}
        ids["source"] = public_id("source", Source.rows.get(publisher="Agent notice").pk)
    return {**ids, "people": people, "deal": deal}


def post(place: dict[str, Any], role: str, path: str, body: Any, **headers: str) -> Any:
    client = place["people"].client(role)
    return client.post(f"{ROOT}/{path}", body, content_type="application/json", headers=headers)


def draw(place: dict[str, Any], amount: str = "40") -> dict[str, Any]:
    return {
        "facility": place["facility"], "hold": place["hold"], "kind": "drawdown", "amount": make.money(amount),
        "value_date": "2026-02-01", "source": place["source"],
    }  # fmt: skip


def count() -> int:
    with as_viewer(make.SYSTEM):
        return LedgerEntry.rows.count()


def test_an_entry_is_booked_once_for_one_key_and_reversed(place: dict[str, Any]) -> None:
    first = post(place, "bob", "entries/", draw(place), Idempotency_Key="k1")
    again = post(place, "bob", "entries/", draw(place), Idempotency_Key="k1")
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert count() == 2
    [entry] = first.json()["entries"]
    back = post(place, "bob", f"entries/{entry}/reverse/", {"source": place["source"]})
    assert (back.status_code, count()) == (201, 3)
    twice = post(place, "bob", f"entries/{entry}/reverse/", {"source": place["source"]})
    assert (twice.status_code, twice.json()["errors"][0]["code"]) == (400, "reversal")


def test_what_is_refused_says_the_rule_and_the_figures(place: dict[str, Any]) -> None:
    answer = post(place, "bob", "entries/", draw(place, "101"))
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"pointer": "/amount", "code": "balance", "detail": "over commitment by 1.00 USD on 2026-02-01 (hold le): 100.00 USD is undrawn"}
    ]
    assert count() == 1


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"amount": {"point": 5, "currency": "USD"}}, "/amount/point"),
    ({"amount": {"point": "1e5", "currency": "USD"}}, "/amount/point"),
    ({"amount": {"point": "0.001", "currency": "USD"}}, "/amount/point"),
    ({"value_date": "2026-02-30"}, "/value_date"),
    ({"kind": "transfer out"}, "/kind"),
    ({"source": "nobody"}, "/source"),
    ({"facility": "facility_1"}, "/facility"),
    ({"colour": "red"}, "/colour"),
    ({"words": "x" * 301}, "/words"),
]


@pytest.mark.parametrize(("wrong", "pointer"), WRONG)
def test_a_body_that_cannot_be_read_names_the_field(place: dict[str, Any], wrong: dict[str, Any], pointer: str) -> None:
    answer = post(place, "bob", "entries/", {**draw(place), **wrong})
    assert (answer.status_code, [e["pointer"] for e in answer.json()["errors"]]) == (400, [pointer])
    assert count() == 1


def test_readers_may_not_book_and_outsiders_find_nothing(place: dict[str, Any]) -> None:
    assert post(place, "alice", "entries/", draw(place)).status_code == 403
    [hidden] = make.save(cast.hidden_deal())
    with as_viewer(make.SYSTEM):
        facility = public_id("facility", Facility.rows.get(deal=hidden).pk)
    secret = post(place, "bob", "entries/", {**draw(place), "facility": facility})
    absent = post(place, "bob", "entries/", {**draw(place), "facility": public_id("facility", UUID(int=7))})
    assert (secret.status_code, secret.content) == (404, absent.content)
    for role in [role for role in cast.OUTSIDERS if role != "anonymous"]:
        client = place["people"].client(role)
        answer = client.get(f"{ROOT}/exposures/", {"dimension": "borrower"})
        assert answer.status_code == 200
        assert not any(word.encode() in answer.content for word in cast.CANARIES.values())


def test_a_hold_is_opened_a_commitment_transferred_and_a_participation_granted(place: dict[str, Any]) -> None:
    base = f"facilities/{place['facility']}"
    opened = post(place, "bob", f"{base}/holds/", {"source": place["source"], "words": "not named"})
    assert opened.status_code == 201
    other = opened.json()["id"]
    more = {"amount": make.money("30"), "value_date": "2026-02-01", "source": place["source"]}
    assert post(place, "bob", f"{base}/transfers/", {"giver": place["hold"], "taker": other, **more}).status_code == 201
    assert (
        post(
            place, "bob", f"{base}/participations/", {"grantor": other, "participant": place["hold"], **more}
        ).status_code
        == 201
    )
    said = {"measure": "outstanding", "amount": make.money("5"), "as_of": "2026-01", "source": place["source"]}
    assert post(place, "bob", f"{base}/balances/", said).status_code == 201
    make.catch_up()
    stands = (
        place["people"]
        .client("alice")
        .get(f"{ROOT}/deals/{public_id('deal', place['deal'])}/balances/", {"as_of": "2026-03-01"})
    )
    [facility] = stands.json()["facilities"]
    net = {
        row["key"]: (row["committed"], row["net_committed"])
        for row in facility["holds"]
        if row["rests_on"] == "entries"
    }
    assert sorted(net.values()) == [("30", "0"), ("70", "100")]


def test_sums_explain_themselves_and_wrong_questions_are_told(place: dict[str, Any]) -> None:
    client = place["people"].client("alice")
    asked = {"dimension": "lender", "as_of": "2026-02-01"}
    [group] = client.get(f"{ROOT}/exposures/", asked).json()["groups"]
    line = group["amounts"][0]
    why = client.get(
        f"{ROOT}/exposures/why/",
        {**asked, "key": group["key"], "figure": "point", **{n: line[n] for n in ("weight", "basis", "currency")}},
    ).json()
    assert why["amount"] == why["recomputed"] == line["point"] == "100"
    assert why["parts"][0]["leaves"][0]["kind"] == "commitment"
    for wrong in ({"dimension": "moon"}, {}, {**asked, "factor": "2"}, {**asked, "currency": "usd"}, {**asked, "as_of": "soon"},
                  {**asked, "colour": "red"}, {**asked, "invented": "maybe"}):  # fmt: skip
        assert client.get(f"{ROOT}/exposures/", wrong).status_code == 400, wrong
    assert client.get(f"{ROOT}/maturity-wall/").status_code == 200


def limit_body(place: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "dimension": "site.country", "key": "JP", "currency": "USD", "amount": "50", "reason": "the committee of May",
        "owner": public_id("user", place["people"].viewer("dan").user_id), "seen_by": cast.TEAM, **more,
    }  # fmt: skip


def refusals(answer: Any) -> dict[str, str]:
    return {one["pointer"]: one["detail"] for one in answer.json()["errors"]}


def test_a_limit_is_set_read_and_changed_with_its_reason_and_nobody_s_change_is_lost(place: dict[str, Any]) -> None:
    made = post(place, "dan", "limits/", limit_body(place), Idempotency_Key="l1")
    again = post(place, "dan", "limits/", limit_body(place), Idempotency_Key="l1")
    assert (made.status_code, again.status_code, made.json()) == (201, 201, again.json())
    where = made["Location"]
    client = place["people"].client("dan")
    seen = client.get(where)
    assert (seen.json()["amount"], seen.json()["figure"], seen.json()["end"]) == ("50", "committed", None)

    def patch(body: Any, **headers: str) -> Any:
        return client.patch(where, body, content_type="application/merge-patch+json", headers=headers)

    change = {"amount": "80", "end": "2030-01-01", "reason": "raised"}
    assert patch(change).status_code == 428
    assert patch(change, If_Match='"r9"').status_code == 412
    done = patch(change, If_Match=seen["ETag"])
    assert (done.status_code, done.json()["revision"], done["ETag"]) == (200, 2, '"r2"')
    assert patch(change, If_Match=seen["ETag"]).status_code == 412
    now = client.get(where).json()
    assert (now["amount"], now["end"], now["reason"], now["owner"]) == ("80", "2030-01-01", "raised", "dan")
    assert patch({"end": None, "reason": "open again"}, If_Match='"r2"').status_code == 200
    assert client.get(where).json()["end"] is None


def test_the_owner_of_a_limit_is_named_as_limits_and_the_form_name_them(place: dict[str, Any]) -> None:
    made = post(place, "dan", "limits/", limit_body(place, owner="dan"))
    assert made.status_code == 201
    assert place["people"].client("dan").get(made["Location"]).json()["owner"] == "dan"
    for unknown in ("nobody-of-this-name", f"user_{'0' * 32}"):
        assert set(refusals(post(place, "dan", "limits/", limit_body(place, owner=unknown)))) == {"/owner"}


def test_what_a_limit_does_not_take_is_said_by_field_and_in_the_words_of_the_page(place: dict[str, Any]) -> None:
    wrong = limit_body(place, dimension="moon", amount=50, moon=1)
    assert set(refusals(post(place, "dan", "limits/", wrong))) == {"/dimension", "/amount", "/moon"}
    refused = post(place, "dan", "limits/", limit_body(place, key="Japan", amount="0.001", seen_by="Elsewhere"))
    assert set(refusals(refused)) == {"/seen_by"}
    refused = post(place, "dan", "limits/", limit_body(place, key="Japan", amount="0.001", reason=" "))
    told = refusals(refused)
    assert (refused.status_code, set(told)) == (400, {"/key", "/amount", "/reason"})
    assert told["/key"] == '"Japan" is not a country code of two capital letters'
    page = (
        place["people"]
        .client("dan")
        .post(
            "/exposure/limits/",
            {**limit_body(place, key="Japan", amount="0.001", reason=" "), "compartment": str(place["people"].team)},
        )
    )
    assert page.status_code == 400
    for words in (told["/key"].replace('"', "&quot;"), told["/amount"], told["/reason"]):
        assert words in page.content.decode()


def test_who_reads_a_limit_may_not_change_it_and_who_does_not_finds_none(place: dict[str, Any]) -> None:
    where = post(place, "dan", "limits/", limit_body(place))["Location"]
    for role, read, change in (("dan", 200, 428), ("carol", 200, 403), ("alice", 404, 404), ("bob", 404, 404)):
        client = place["people"].client(role)
        assert client.get(where).status_code == read
        assert client.patch(where, {"reason": "x"}, content_type="application/json").status_code == change
    assert post(place, "carol", "limits/", limit_body(place)).status_code == 403
    assert set(refusals(post(place, "bob", "limits/", limit_body(place)))) == {"/seen_by"}


def test_a_limit_that_an_entry_takes_over_its_amount_is_in_breach_in_the_api_too(place: dict[str, Any]) -> None:
    with as_viewer(make.SYSTEM):
        lender = public_id("party", Party.rows.get(name="Harbour Bank").pk)
    body = limit_body(place, dimension="lender", key=lender, figure="outstanding", amount="39.99")
    where = post(place, "dan", "limits/", body)["Location"]
    assert post(place, "bob", "entries/", draw(place)).status_code == 201
    make.catch_up()
    check_limits()
    found = place["people"].client("dan").get(where).json()
    assert (found["state"], found["used"], found["headroom"], found["breach"]["used"]) == ("over", "40", "-0.01", "40")
