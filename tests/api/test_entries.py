"""GET /entries/: what was booked, in pages, by deal, hold, kind and day; nothing of another team's deals."""

from __future__ import annotations

from typing import Any

import pytest

from deals.models import Hold, LedgerEntry
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id
from tests import cast, make

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/entries/"
BOOKED = [
    ("le", "commitment", "100", "2026-01-01"),
    ("le", "drawdown", "40", "2026-02-01"),
    ("le", "drawdown", "20", "2026-02-01"),
    ("le", "repayment", "10", "2026-03-01"),
]


@pytest.fixture
def people() -> cast.Cast:
    found = cast.gather()
    make.save(make.dossier("credit", **make.ledger(BOOKED)))
    return found


def get(people: cast.Cast, query: str = "", role: str = "bob") -> dict[str, Any]:
    answer = people.client(role).get(ROOT + query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def brief(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["amount"]["point"], row["value_date"]) for row in rows]


def test_every_entry_stands_in_the_list_once_by_value_date(people: cast.Cast) -> None:
    make.catch_up()
    found = get(people)["results"]
    assert sorted(brief(found)) == sorted((kind, amount, day) for _, kind, amount, day in BOOKED)
    assert [row["value_date"] for row in found] == sorted(row["value_date"] for row in found)
    first = found[0]
    assert first["hold"]["party"]["name"] == "Harbour Bank"
    assert first["amount"] == {"kind": "exact", "point": "100", "currency": "USD"}
    assert get(people, f"{first['id']}/") == first


@pytest.mark.parametrize("ordering", ["value_date", "-value_date"])
def test_pages_run_through_all_and_back(people: cast.Cast, ordering: str) -> None:
    make.catch_up()
    whole = [row["id"] for row in get(people, f"?ordering={ordering}")["results"]]
    seen, page = [], get(people, f"?ordering={ordering}&limit=1&count=exact")
    assert page["meta"]["count"] == 4
    while True:
        seen += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        page = people.client("bob").get(page["next"]).json()
    assert seen == whole and len(whole) == 4
    before = people.client("bob").get(page["previous"]).json()
    assert [row["id"] for row in before["results"]] == whole[2:3]


def test_filters_are_or_inside_and_between(people: cast.Cast) -> None:
    make.catch_up()
    with as_viewer(make.SYSTEM):
        hold, entry = Hold.rows.get(), LedgerEntry.rows.get(kind="repayment")
    of = f"?hold={public_id('hold', hold.pk)}&facility={public_id('facility', entry.facility_id)}&deal={public_id('deal', entry.deal_id)}"
    assert len(get(people, of)["results"]) == 4
    assert brief(get(people, "?kind=repayment&kind=commitment&since=2026-02-01")["results"]) == [
        ("repayment", "10", "2026-03-01")
    ]
    assert len(get(people, "?until=2026-01-31&currency=USD")["results"]) == 1
    assert get(people, "?currency=EUR")["results"] == []
    assert get(people, f"?deal={public_id('deal', entry.pk)}")["results"] == []


def test_a_reversal_names_what_it_reverses_and_is_named_by_it(people: cast.Cast) -> None:
    with as_viewer(make.SYSTEM):
        drawn = LedgerEntry.rows.get(kind="repayment")
        source = public_id("source", Source.rows.get(publisher="Agent notice").pk)
    address = f"{ROOT}{public_id('entry', drawn.pk)}/"
    [back] = (
        people.client("bob")
        .post(f"{address}reverse/", {"source": source}, content_type="application/json")
        .json()["entries"]
    )
    assert people.client("bob").get(address).json()["reversed_by"] == back
    assert people.client("bob").get(f"{ROOT}{back}/").json()["reverses"] == public_id("entry", drawn.pk)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("kind=gift", "?kind"), ("deal=deal_1", "?deal"), ("since=yesterday", "?since"), ("colour=red", "?colour"),
        ("ordering=amount", "?ordering"), ("as_of=2026-01-01", "?as_of"), ("cursor=x", "?cursor"),
    ],
)  # fmt: skip
def test_a_parameter_that_is_not_one_is_named(people: cast.Cast, query: str, pointer: str) -> None:
    answer = people.client("bob").get(f"{ROOT}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_another_teams_entries_are_not_there(people: cast.Cast) -> None:
    [hidden] = make.save(make.dossier("hidden", compartment=cast.TEAM, **make.ledger(BOOKED)))
    make.catch_up()
    with as_viewer(make.SYSTEM):
        entry = LedgerEntry.rows.filter(deal=hidden).first()
    assert entry is not None
    for role, seen in (("carol", 8), ("bob", 4)):
        assert len(get(people, role=role)["results"]) == seen
    inside, outside = (people.client(role).get(f"{ROOT}{public_id('entry', entry.pk)}/") for role in ("carol", "bob"))
    assert (inside.status_code, outside.status_code) == (200, 404)
    assert get(people, f"?deal={public_id('deal', hidden)}", "bob")["results"] == []


def test_a_private_view_stands_in_the_public_deals_place_once(people: cast.Cast) -> None:
    with as_viewer(make.SYSTEM):
        public = LedgerEntry.rows.values_list("deal_id", flat=True)[0]
    [view] = make.save(make.dossier("view", compartment=cast.TEAM, private_view_of="credit", **make.ledger(BOOKED[:2])))
    make.catch_up()
    listed = {role: {row["deal"]["id"] for row in get(people, role=role)["results"]} for role in ("carol", "bob")}
    assert listed == {"carol": {public_id("deal", view)}, "bob": {public_id("deal", public)}}
    assert len(get(people, f"?deal={public_id('deal', public)}", "carol")["results"]) == 4, (
        "named, the public deal has its own"
    )


def test_entries_are_known_from_the_day_of_their_source_and_name_nobody_of_later(people: cast.Cast) -> None:
    document = make.dossier("tern", borrower="Tern Compute", **make.ledger(BOOKED))
    document["parties"] += [make.party("two", "two lenders", kind="unnamed group"), make.party("kite", "Kite Bank", kind="bank")]
    for row in document["holds"]:
        row["party"] = "kite"
    document["sources"].append(make.source("mar", "Kite Post", published="2026-03-10"))
    key = document["holds"][0]["key"]
    document["claims"] += [
        {"source": document["sources"][0]["key"], "at": f"/holds/{key}/party", "value": "two", "relation": "earlier state"},
        {"source": "mar", "at": f"/holds/{key}/party"},
    ]
    (deal,) = make.save(document)
    query = f"?deal={public_id('deal', deal)}&known_on="
    assert get(people, f"{query}2025-01-01")["results"] == []
    then, later = get(people, f"{query}2026-01-15")["results"], get(people, f"{query}2026-03-15")["results"]
    assert len(then) == len(later) == 4
    assert {row["hold"]["party"]["name"] for row in later} == {"Kite Bank"}
    assert {row["hold"]["party"]["name"] for row in then} == {"two lenders"}
    one = people.client("bob").get(f"{ROOT}{then[0]['id']}/?known_on=2026-01-15")
    assert one.json() == then[0] and b"Kite" not in one.content
    assert people.client("bob").get(f"{ROOT}{then[0]['id']}/?known_on=2025-01-01").status_code == 404
