"""The ledger and the sums over it by API: booked once, refused with figures, hidden where hidden."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from deals.models import Facility, Hold, LedgerEntry
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id
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
        {"pointer": "/amount", "code": "balance", "detail": "over commitment by 1.00 USD on 2026-02-01 (hold le)"}
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
    assert post(place, "bob", f"{base}/participations/", {"grantor": other, "participant": place["hold"], **more}).status_code == 201
    said = {"measure": "outstanding", "amount": make.money("5"), "as_of": "2026-01", "source": place["source"]}
    assert post(place, "bob", f"{base}/balances/", said).status_code == 201
    make.catch_up()
    stands = place["people"].client("alice").get(f"{ROOT}/deals/{public_id('deal', place['deal'])}/balances/", {"as_of": "2026-03-01"})
    [facility] = stands.json()["facilities"]
    net = {row["key"]: (row["committed"], row["net_committed"]) for row in facility["holds"] if row["rests_on"] == "entries"}
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
