"""Every page on every shipped deal: it answers, is well made, and says no more than is known."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import DEMO, Book
from tests.pages.markup import check, text

KEYS = sorted(file.stem for file in DEMO.glob("*.json"))
# Words of sources, which stand as they were written.
QUOTED = ("not immediately clear how much",)
LISTS = ("/deals/", "/parties/", "/sites/", "/facilities/", "/exposure/", "/search/?q=nvidia", "/docs/problems/")


@pytest.mark.parametrize("key", KEYS)
def test_a_deal_page_is_well_made(reading: Book, key: str) -> None:
    response = reading.client().get(reading.url(key))
    assert response.status_code == 200
    check(response.content, quoted=QUOTED)
    said = text(response.content)
    assert all(title in said for title in ("Money from", "Chips in", "Compute for", "Exposure", "Timeline", "Sources"))
    assert not re.search(r"\b[A-Z]{2}>[A-Z?]{1,2}>[A-Z?]{1,2}\b", said), "the path of countries is a filter code"


def test_the_deal_page_has_every_row_of_its_sheet(reading: Book) -> None:
    for key in KEYS:
        client = reading.client()
        sheet = client.get(f"/api/v1/deals/{reading.ids[key]}/").json()
        page = client.get(reading.url(key)).content.decode()
        lists = (
            "roles",
            "facilities",
            "figures",
            "pledges",
            "supports",
            "contracts",
            "hardware",
            "ratings",
            "balances",
        )
        for name in lists:
            for row in sheet[name]:
                assert f'id="{name}-{row["key"]}"' in page, (key, name, row["key"])


@pytest.mark.parametrize("address", LISTS)
def test_a_list_page_is_well_made(reading: Book, address: str) -> None:
    response = reading.client().get(address)
    assert response.status_code == 200
    check(response.content)


def test_every_link_of_a_deal_page_leads_somewhere(reading: Book) -> None:
    client = reading.client()
    page = client.get(reading.url("coreweave-ddtl-4")).content.decode()
    links = set(re.findall(r'(?:href|hx-get|action)="(/[^"#]*)', page))
    answers = {
        link: client.get(link.replace("&amp;", "&"), follow=True).status_code
        for link in links
        if not link.startswith(("/static/", "/admin/"))
    }
    assert {link: code for link, code in answers.items() if code != 200} == {}
    assert len(answers) > 40


def test_parties_sites_and_sources_are_well_made(reading: Book) -> None:
    client = reading.client()
    seen: set[str] = set()
    for address in ("/parties/", "/sites/", reading.url("palebluedot-xiaohongshu-tokyo")):
        seen |= set(
            re.findall(r'href="(/(?:parties|sites|sources)/\w+_[0-9a-f]{32}/)', client.get(address).content.decode())
        )
    assert len(seen) > 100
    for link in sorted(seen)[::9]:
        response = client.get(link)
        assert response.status_code == 200, link
        check(response.content)


def test_ten_lenders_and_more_are_named_without_a_rank(reading: Book) -> None:
    page = text(reading.client().get("/exposure/").content)
    named = ("Blackstone", "Macquarie Group", "Oaktree Capital Management", "Goldman Sachs", "MUFG", "Mizuho Bank", "PIMCO", "SMBC",
             "Blue Owl Capital", "Coatue Management", "Magnetar Capital")  # fmt: skip
    assert [name for name in named if name not in page] == []
    assert re.search(r"Covers \d+ of 33 deals", page)
    assert "Named holds with a figure: 0 of" in page
    assert not re.search(r"(?i)\b(no\. ?1|rank|largest lender|top lender)\b", page)


def test_debt_equity_support_and_contracts_stand_apart(reading: Book) -> None:
    found = reading.client().get("/exposure/?format=json").json()
    kinds = {(row["measure"], row["weight"], row["basis"], row["currency"]) for row in found["totals"]}
    assert len(kinds) == len(found["totals"])
    assert {row["measure"] for row in found["totals"]} == {"debt", "equity"}
    assert {row["measure"] for row in found["apart"]} == {"contingent support", "contract value", "project cost"}
    proposed = [row for row in found["totals"] if row["basis"] == "contested"]
    assert [(row["weight"], row["point"]) for row in proposed] == [("proposed", "300000000")]


@pytest.mark.parametrize("words", ["小红书", "小紅書", "샤오훙수", "RedNote", "xiaohongshu"])
def test_any_name_of_a_party_finds_it_and_its_deal(reading: Book, words: str) -> None:
    page = text(reading.client().get("/search/", {"q": words}).content)
    assert "PaleBlueDot AI: loan sought for Nvidia GPUs in Tokyo" in page
    assert "Xiaohongshu" in page


def test_the_map_draws_areas_where_no_address_is_known(reading: Book) -> None:
    page = reading.client().get("/sites/").content.decode()
    assert 'class="blob"' in page
    assert 'class="pin"' not in page
