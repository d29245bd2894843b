"""A deal told field by field, whose lender is named in March: what each day shows, and that every mark opens."""

from __future__ import annotations

import html
import re

import pytest

from dealtracker.ids import public_id
from tests import make
from tests.pages.markup import check, text
from tests.world import World

JANUARY, FEBRUARY, MARCH = "2026-01-06", "2026-02-05", "2026-03-10"
MARKS = re.compile(r'class="mark" href="([^"]+)"')
LINKS = re.compile(r'href="(/(?:deals|parties|sites|sources)/[^"#]+)"')


def dollars(point: str, words: str) -> make.Json:
    return {**make.money(point), "words": words}


@pytest.fixture(scope="module")
def kelp(people: World) -> World:
    """An amount of 22bn, then 23bn, then 23.25bn in a filing, which also names the lender; rewrites slip on the way."""
    people.deals["kelp"] = make.save({
        "schema": "deal-dossier/1", "deal": {"key": "kelp", "title": "Kelp Forge notes", "currency": "USD"},
        "parties": [
            make.party("kf", "Kelp Forge"), make.party("ob", "Osprey Bank", kind="bank"), make.party("ls", "Lotus Stream"),
            make.party("two", "two private credit lenders", kind="unnamed group", count_min=2, count_max=2, count_of="entities"),
        ],
        "facilities": [{"key": "f1", "name": "term loan", "kind": "loan", "amount": make.money("23250000000"), "commitment": "committed"}],
        "holds": [{"key": "h1", "facility": "f1", "party": "ob"}],
        "roles": [{"key": "r1", "party": "kf", "role": "borrower"}, {"key": "r3", "party": "ls", "role": "end beneficiary"}],
        "sources": [
            make.source("jan", "Meridian Wire") | {"published": "2026-01-05"},
            make.source("rew", "Chip Digest", kind="rewrite") | {"published": "2026-01-06", "links": [{"kind": "re-reports", "to": "jan"}]},
            make.source("feb", "Tide Post", kind="newspaper") | {"published": "2026-02-03"},
            make.source("sat", "Onion Ring", kind="satire") | {"published": "2026-02-10"},
            make.source("mar", "Kelp Forge", kind="filing") | {"published": MARCH},
        ],
        "claims": [
            {"source": "jan", "at": "/facilities/f1/amount", "value": dollars("22000000000", "$22bn"), "relation": "earlier state"},
            {"source": "rew", "at": "/facilities/f1/amount", "value": dollars("2200000000", "$2.2bn")},
            {"source": "feb", "at": "/facilities/f1/amount", "value": dollars("23000000000", "$23bn"), "relation": "earlier state"},
            {"source": "sat", "at": "/facilities/f1/amount"},
            {"source": "mar", "at": "/facilities/f1/amount"},
            {"source": "jan", "at": "/holds/h1/party", "value": "two", "relation": "earlier state"},
            {"source": "mar", "at": "/holds/h1/party"},
            {"source": "jan", "at": "/roles/r1/party"},
            {"source": "feb", "at": "/roles/r3/party"},
        ],
        "replies": [
            {"key": "y1", "party": "ob", "source": "jan", "stance": "declines to comment"},
            {"key": "y2", "party": "ob", "source": "mar", "stance": "confirms", "scope": "whole"},
        ],
    })[0]  # fmt: skip
    return people


def on(day: str) -> str:
    return f"?known_on={day}" if day else ""


@pytest.mark.parametrize(
    "day,holder",
    [
        (JANUARY, "two private credit lenders"),
        (FEBRUARY, "two private credit lenders"),
        (MARCH, "Osprey Bank"),
        ("", "Osprey Bank"),
    ],
)
def test_a_lender_named_in_march_is_the_group_it_was_before(kelp: World, day: str, holder: str) -> None:
    client = kelp.client("anonymous")
    [hold] = client.get(kelp.url("kelp") + on(day)).json()["holds"]
    assert hold["party"]["name"] == holder
    page = client.get(f"/deals/{kelp.id('kelp')}/{on(day)}").content
    check(page)
    assert holder in text(page)
    if holder == "Osprey Bank":
        assert "two private credit lenders" not in text(page)


@pytest.mark.parametrize("day", ["", JANUARY, FEBRUARY])
def test_every_mark_of_a_deal_told_field_by_field_opens(kelp: World, day: str) -> None:
    client = kelp.client("anonymous")
    page = client.get(f"/deals/{kelp.id('kelp')}/{on(day)}").content.decode()
    marks = {html.unescape(found) for found in MARKS.findall(page)}
    links = {html.unescape(found) for found in LINKS.findall(page)}
    assert len(marks) >= 4 and any("/holds/h1" in mark for mark in marks)
    answers = {address: client.get(address).status_code for address in marks | links}
    assert {address: code for address, code in answers.items() if code not in (200, 301, 302, 308)} == {}


def test_how_the_amount_came_to_be(kelp: World) -> None:
    steps = kelp.client("anonymous").get(kelp.url("kelp", "drift/?at=/facilities/f1/amount")).json()["history"]
    assert [(step["known_from"], step["change"]) for step in steps] == [
        ("2026-01-05", "first stated"), ("2026-02-03", "upsizing"), (MARCH, "upsizing"),
    ]  # fmt: skip


def test_a_slip_is_called_out_against_the_root_it_was_taken_from(kelp: World) -> None:
    client = kelp.client("anonymous")
    hops = client.get(kelp.url("kelp", "drift/?at=/facilities/f1/amount")).json()["hops"]
    assert [(hop["source"]["publisher"], hop["slip"]) for hop in hops if hop["slip"]] == [("Chip Digest", 1)]
    for page in (
        f"/deals/{kelp.id('kelp')}/drift/?at=/facilities/f1/amount",
        f"/deals/{kelp.id('kelp')}/claims/?at=/facilities/f1/amount",
    ):
        assert "power of ten (10 times)" in text(client.get(page).content), page


@pytest.mark.parametrize("day", ["", FEBRUARY])
def test_values_on_the_pages_of_parties_and_sites_open_their_claims_on_the_same_dates(kelp: World, day: str) -> None:
    client = kelp.client("anonymous")
    sheet = client.get(kelp.url("tokyo")).json()
    places = [
        *(f"/parties/{row['id']}/" for row in sheet["parties"]),
        *(f"/sites/{row['id']}/" for row in sheet["sites"]),
    ]
    for place in places:
        page = client.get(place + on(day), follow=True).content
        check(page)
        marks = [html.unescape(found) for found in MARKS.findall(page.decode())]
        assert marks, place
        for mark in marks:
            assert mark.endswith(day and f"known_on={day}") and client.get(mark).status_code == 200, mark


def test_satire_is_told_for_what_it_is_wherever_it_repeats_a_value(kelp: World) -> None:
    client, at = kelp.client("anonymous"), "at=/facilities/f1/amount"
    hops = client.get(kelp.url("kelp", f"drift/?{at}")).json()["hops"]
    assert {hop["place"] for hop in hops if hop["source"]["publisher"] == "Onion Ring"} == {"second hand"}
    assert "satire, moves nothing" in text(client.get(f"/deals/{kelp.id('kelp')}/claims/?{at}").content)
    compared = text(client.get(f"/deals/{kelp.id('kelp')}/compare/?from={JANUARY}&to={MARCH}").content)
    assert "Onion Ring (satire)" in compared and "Tide Post (root)" in compared


def test_a_field_that_differs_in_value_and_certainty_is_one_field(kelp: World) -> None:
    page = kelp.client("anonymous").get(f"/deals/{kelp.id('kelp')}/compare/?from={JANUARY}&to={MARCH}")
    changed = dict(page.context["groups"])["changed"]
    assert [(row["list"], row["what"]) for row in changed] == [
        ("facilities", "value, certainty"),
        ("holds", "value, certainty"),
    ]


def test_what_corrected_a_source_is_named_between_the_days(people: World) -> None:
    document = make.dossier("smelt")
    correction = make.source("erratum", "Northern Wire", published="2026-01-20")
    document["sources"].append({**correction, "links": [{"kind": "corrects", "to": "s-smelt"}]})
    (deal,) = make.save(document)
    page = people.client("anonymous").get(f"/deals/{public_id('deal', deal)}/compare/?from=2026-01-01&to=2026-02-01")
    told = [(source["published_to"], source["part"]) for source in page.context["new_sources"]]
    assert told == [("2026-01-20", "not counted as a root")]
    assert "withdrawn" in dict(page.context["groups"])
