"""Lists: paging without gaps, bad addresses named, blanks told apart; signing in and out; queries counted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dealtracker.access.models import User
from tests import make
from tests.pages.markup import check, text
from tests.world import World

COUNTS = Path(__file__).resolve().parents[1] / "query_counts.json"
BAD = (
    "/deals/?colour=blue", "/deals/?stage=asleep", "/deals/?cursor=abc", "/deals/?ordering=luck", "/deals/?known_on=soon",
    "/deals/?borrower.country=Japan", "/parties/?kind=planet", "/parties/?hq_country=jp", "/parties/?cursor=abc",
    "/sites/?precision=perfect", "/sites/?country=Japan", "/facilities/?kind=shoe", "/facilities/?cursor=%F0%9F%8C%8A",
    "/facilities/?stage=asleep", "/facilities/compare/?id=facility_1", "/exposure/?currency=dollars", "/exposure/?known_on=2999-12-01",
    "/exposure/?as_of=2025", "/parties/?q=" + "x" * 201, "/search/?q=a+b+c+d+e+f+g+h+i", "/search/?q=" + "x" * 201, "/facilities/?format=xml",
)  # fmt: skip


@pytest.mark.parametrize("address", BAD)
def test_a_bad_address_is_named(world: World, address: str) -> None:
    response = world.client("alice").get(address)
    assert response.status_code == 400
    check(response.content)
    name = re.split(r"[?=]", address)[1]
    assert name in text(response.content)


@pytest.mark.parametrize("address", ["/deals/?", "/parties/?", "/sites/?", "/facilities/?"])
def test_pages_follow_one_another_without_gap(world: World, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from deals.pages import deal_list, facilities, listing

    make.save(
        *(make.dossier(f"more-{n}", borrower=f"Company {n}", lender=f"Lender {n}", site=f"Hall {n}") for n in range(4))
    )
    client, ids = world.client("alice"), r'href="/(?:deals|parties|sites)/(\w+_[0-9a-f]{32})/[^"]*"'
    whole = _names(client.get(address).content.decode())
    monkeypatch.setattr(deal_list, "PAGE", 2)
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(facilities, "facility_list", _by_two(facilities.facility_list))
    seen: list[str] = []
    following: str | None = address
    while following:
        page = client.get(following).content.decode()
        seen += _names(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        following = found[1].replace("&amp;", "&") if found else None
    assert seen == whole
    assert len(seen) >= 5
    assert re.search(ids, page)


def _by_two(report: Any) -> Any:
    return lambda **asked: report(**{**asked, "limit": 2})


def _names(page: str) -> list[str]:
    body = page.split("<tbody>", 1)[1]
    return re.findall(r'<th scope="row"[^>]*>\s*<a href="([^"]+)"', body)


def test_parties_are_found_by_kind_country_and_name(world: World) -> None:
    make.save(make.dossier("tk",
        parties=[make.party("x", "小红书", hq_country="CN")], roles=[{"key": "r9", "party": "x", "role": "end beneficiary"}],
        claims=[{"source": "s-tk", "at": ["/roles/r9", "/parties/x/hq_country"]}]))  # fmt: skip
    client = world.client("alice")
    assert "小红书" in text(client.get("/parties/", {"q": "小红书", "kind": "company", "hq_country": "CN"}).content)
    assert "No party found" in text(client.get("/parties/", {"q": "小红书", "kind": "bank"}).content)
    assert "Harbour Bank" in text(client.get("/parties/", {"kind": "bank"}).content)


def test_six_facilities_are_the_most_that_can_be_compared(world: World) -> None:
    client = world.client("alice")
    found = client.get("/facilities/?format=json").json()["results"]
    ids = [row["id"] for row in found]
    page = client.get("/facilities/compare/", {"id": ids})
    check(page.content)
    assert "term loan" in text(page.content)
    assert "not entered" in text(page.content)
    assert client.get("/facilities/compare/", {"id": [f"facility_{n:032x}" for n in range(7)]}).status_code == 400
    assert "Nothing to compare" in text(client.get("/facilities/compare/").content)


def test_hidden_deals_are_in_no_list_and_their_address_is_as_good_as_none(world: World) -> None:
    for role in ("anonymous", "alice", "bob"):
        client = world.client(role)
        absent = client.get("/deals/deal_" + "0" * 32 + "/")
        hidden = client.get(f"/deals/{world.id('hidden')}/")
        assert hidden.status_code == 404
        assert _untokened(hidden) == _untokened(absent)
        for address in ("/deals/", "/parties/", "/sites/", "/facilities/", "/exposure/", "/search/?q=Kestrelwing"):
            assert "Kestrelwing facility" not in client.get(address).content.decode(), address
    inside = world.client("carol").get(f"/deals/{world.id('hidden')}/")
    check(inside.content)
    assert "Seen by Harrier team only" in text(inside.content)


def _untokened(response: Any) -> bytes:
    """The page without the token of its sign-out form, which is another each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def test_a_team_sees_its_own_view_once_with_a_lock(world: World) -> None:
    body = world.client("carol").get("/deals/").content.decode()
    assert "Borealis: our own view" in body
    assert "Borealis Compute: loan for chips (tokyo)" not in body
    assert "seen by your team only" in body
    assert "Borealis: our own view" not in world.client("alice").get("/deals/").content.decode()


def test_one_signs_in_where_public_reading_is_off(world: World, settings: Any) -> None:
    settings.PUBLIC_READING = False
    client = world.client("anonymous")
    for address in (
        "/deals/",
        f"/deals/{world.id('tokyo')}/",
        f"/deals/{world.id('hidden')}/",
        "/search/?q=x",
        "/exposure/",
    ):
        away = client.get(address)
        assert away.status_code == 302, address
        assert away["Location"].startswith("/sign-in/?next=")
    assert client.get("/docs/problems/").status_code == 200


def test_signing_in_and_out(world: World) -> None:
    alice = User.objects.get(username="alice")
    alice.set_password("a long enough phrase")
    alice.save()
    client = world.client("anonymous")
    page = client.get("/sign-in/?next=/parties/")
    check(page.content)
    wrong = client.post("/sign-in/", {"username": "alice", "password": "no", "next": "/parties/"})
    assert wrong.status_code == 200
    assert "correct username and password" in text(wrong.content)
    right = client.post("/sign-in/", {"username": "alice", "password": "a long enough phrase", "next": "/parties/"})
    assert (right.status_code, right["Location"]) == (302, "/parties/")
    elsewhere = client.post(
        "/sign-in/", {"username": "alice", "password": "a long enough phrase", "next": "https://example.org/"}
    )
    assert elsewhere["Location"] == "/"
    assert client.post("/sign-out/").status_code == 302
    assert "sign-in" in client.get("/deals/").content.decode()


def test_the_front_page_is_the_deals(world: World) -> None:
    assert world.client("anonymous").get("/")["Location"] == "/deals/"


def test_nothing_is_there(world: World) -> None:
    client = world.client("alice")
    for address in (
        "/nothing/",
        "/deals/x/",
        "/parties/party_1/",
        "/sites/site_" + "0" * 32 + "/",
        "/sources/source_" + "0" * 32 + "/",
    ):
        response = client.get(address)
        assert response.status_code == 404, address
        check(response.content)
        assert "There is nothing at this address" in text(response.content)


PAGES = {
    "deals": "/deals/", "deal": "/deals/{deal}/", "deal with claims": "/deals/{deal}/?claims=/facilities/f1/amount",
    "deal on an earlier day": "/deals/{deal}/?known_on=2026-02-01", "deals on an earlier day": "/deals/?known_on=2026-02-01",
    "claims": "/deals/{deal}/claims/?at=/facilities/f1/amount", "compare days": "/deals/{deal}/compare/",
    "filters of deals": "/deals/filters/", "parties": "/parties/", "party": "/parties/{party}/", "sites": "/sites/", "site": "/sites/{site}/", "facilities": "/facilities/",
    "exposure": "/exposure/", "search": "/search/?q=borealis", "source": "/sources/{source}/", "sources": "/sources/",
    "parties on an earlier day": "/parties/?known_on=2026-02-01", "sites on an earlier day": "/sites/?known_on=2026-02-01",
    "findings on an earlier day": "/findings/?known_on=2026-02-01",
}  # fmt: skip


def _queries(world: World, address: str) -> int:
    client = world.client("alice")
    ids = client.get(f"/api/v1/deals/{world.id('tokyo')}/").json()
    where = {
        "deal": ids["id"],
        "party": ids["roles"][0]["party"]["id"],
        "site": ids["sites"][0]["id"],
        "source": ids["sources"][0]["id"],
    }
    with CaptureQueriesContext(connection) as found:
        assert client.get(address.format(**where)).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_asks_as_often_as_is_written_down_however_many_rows_there_are(world: World, name: str) -> None:
    _queries(world, PAGES[name])
    few = _queries(world, PAGES[name])
    make.save(*(make.dossier(f"more-{n}", title=f"Borealis, more ({n})", site=f"Hall {n}") for n in range(5)))
    assert _queries(world, PAGES[name]) == few
    assert few == json.loads(COUNTS.read_text())[f"GET {PAGES[name]}"]


def test_chips_are_counted_and_named_as_their_sources_state_them(world: World) -> None:
    document = make.dossier("variants", title="Quay loan for H100")
    document["hardware"][0].update(model_words="Nvidia H100", basis="stated")
    make.save(document)
    client = world.client("alice")
    whole = client.get("/deals/filters/")
    check(whole.content)
    assert "NVIDIA H100, any variant" in text(whole.content)
    assert 'value="nvidia-h100"' in whole.content.decode()
    found = client.get("/deals/", {"chip": "nvidia-h100"})
    check(found.content)
    assert "Quay loan for H100" in text(found.content)
    assert "(tokyo)" not in text(found.content)
    assert "Chip NVIDIA H100, any variant" in " ".join(text(found.content).split())
    assert client.get("/deals/", {"chip": "h100"}).status_code == 400
