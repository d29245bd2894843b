"""Lists as they stood on other dates: sorted by what stood then, paged both ways, filtered by ranges and absence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from deals.reports import deals_at
from dealtracker.ids import public_id
from tests import make
from tests.world import API, World

# key → amounts as two reports gave them: on 1 December 2025, and, where it changed, on 1 February 2026.
AMOUNTS = {"aa": ("100", "900"), "bb": ("200", None), "cc": ("300", "5"), "dd": ("400", None), "ee": (None, None)}
THEN = "known_on=2025-12-31"


@pytest.fixture(scope="module")
def book(people: World) -> World:
    documents = []
    for key, (first, later) in AMOUNTS.items():
        document = make.dossier(key, title=f"Deal {key}", amount=first or "1", publisher=f"Wire {key}")
        claims = [{"source": f"s-{key}", "at": ["/roles/r1", "/roles/r2", "/sites/t1", "/hardware/h1", "/events/e1"]}]
        if first is None:
            document["facilities"] = [{"key": "f1", "kind": "loan"}]
            claims.append({"source": f"s-{key}", "at": "/facilities/f1"})
        else:
            claims.append({"source": f"s-{key}", "at": "/facilities/f1/amount", "value": make.money(first)})
        if later:
            document["sources"].append(make.source(f"t-{key}", "Agent", kind="filing") | {"published": "2026-02-01"})
            claims.append({"source": f"t-{key}", "at": "/facilities/f1/amount", "value": make.money(later)})
            document["facilities"][0]["amount"] = make.money(later)
        documents.append({**document, "claims": claims})
    make.save(*documents)
    return people


def keys(client: Client, query: str) -> list[str]:
    found = client.get(f"{API}/deals/?{query}").json()
    return [row["external_ref"] for row in found["results"] if row["external_ref"] in AMOUNTS]


def walked(client: Client, query: str, way: str) -> list[list[str]]:
    """Pages along `next` or `previous`, and back from the last one."""
    address, pages = f"{API}/deals/?{query}", []
    while address:
        answer = client.get(address).json()
        pages.append([row["external_ref"] for row in answer["results"]])
        address = answer[way]
    return pages


def last_page(client: Client, query: str) -> Any:
    answer = client.get(f"{API}/deals/?{query}").json()
    while answer["next"]:
        answer = client.get(answer["next"]).json()
    return answer


def test_today_and_then_are_each_in_their_own_order(book: World) -> None:
    alice = book.client("alice")
    assert keys(alice, "ordering=-amount") == ["aa", "dd", "bb", "cc", "ee"]
    assert keys(alice, f"ordering=-amount&{THEN}") == ["dd", "cc", "bb", "aa", "ee"]
    assert keys(alice, f"ordering=amount&{THEN}") == ["ee", "aa", "bb", "cc", "dd"]
    by_title = keys(alice, f"ordering=title&{THEN}")
    assert (set(by_title[:2]), by_title[2:]) == ({"aa", "cc"}, ["bb", "dd", "ee"]), (
        "called by what was known of them then"
    )


@pytest.mark.parametrize("ordering", ["-amount", "title", "stage"])
@pytest.mark.parametrize("most", [0, 200], ids=["walked", "sorted"])
def test_pages_go_both_ways_and_neither_skip_nor_repeat(
    book: World, monkeypatch: Any, ordering: str, most: int
) -> None:
    monkeypatch.setattr(deals_at, "MOST_ORDERED", most)
    alice = book.client("alice")
    query = f"ordering={ordering}&limit=2&view=brief&{THEN}"
    forward = walked(alice, query, "next")
    whole = [key for page in forward for key in page]
    assert len(whole) == len(set(whole)) == 6
    answer, back = last_page(alice, query), []
    back.insert(0, [row["external_ref"] for row in answer["results"]])
    while answer["previous"]:
        answer = alice.get(answer["previous"]).json()
        back.insert(0, [row["external_ref"] for row in answer["results"]])
    assert [key for page in back for key in page] == whole


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("amount__gte=300", {"cc", "dd"}), ("amount__lte=200", {"aa", "bb"}), ("amount__gte=150&amount__lte=350.5", {"bb", "cc"}),
        ("amount=100", {"aa"}), ("amount__isnull=true", {"ee"}), ("amount__isnull=false&amount__gte=400", {"dd"}),
        ("announced__isnull=false", set(AMOUNTS)), ("announced__isnull=true", set()), ("last_report__gte=2026-01-01", set()),
        ("role.agent__isnull=true&amount__isnull=true", {"ee"}), ("stage__isnull=true", set()), ("stage=talks&amount__gte=400", {"dd"}),
    ],
)  # fmt: skip
def test_ranges_and_absence_ask_the_sheets_of_that_date(
    book: World, monkeypatch: Any, query: str, expected: set[str]
) -> None:
    monkeypatch.setattr(deals_at, "MOST_ORDERED", len(query) % 2 * 200)  # both ways are asked, in turn
    assert set(keys(book.client("alice"), f"{query}&{THEN}")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("amount__gte=300", {"aa", "dd"}), ("amount__isnull=true", {"ee"}), ("amount__isnull=false", {"aa", "bb", "cc", "dd"}),
        ("last_report__gte=2026-01-01", {"aa", "cc"}), ("last_report__isnull=true", set()), ("amount__lte=5.5", {"cc"}),
        ("announced__isnull=false", set(AMOUNTS)), ("announced__isnull=true", set()),
    ],
)  # fmt: skip
def test_the_same_of_today(book: World, query: str, expected: set[str]) -> None:
    assert set(keys(book.client("alice"), query)) == expected


@pytest.mark.parametrize(
    "query", ["amount__gte=x", "amount__gte=1e5", "amount__isnull=yes", "amount__gte=1&amount__gte=2", "announced__gte=2025-13-01",
              "amount__in=5", "last_report__isnull=", "amount__lte=1,000"],
)  # fmt: skip
def test_what_is_no_range_is_refused_by_name(book: World, query: str) -> None:
    for more in ("", f"&{THEN}"):
        answer = book.client("alice").get(f"{API}/deals/?{query}{more}")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?" + query.partition("=")[0])


def test_a_walk_in_vain_still_leads_on(book: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(deals_at, "MOST_ORDERED", 0)
    monkeypatch.setattr(deals_at, "_BATCHES", 1)
    pages = walked(book.client("alice"), f"ordering=title&limit=1&amount__gte=400&{THEN}", "next")
    assert [key for page in pages for key in page if key in AMOUNTS] == ["dd"] and [] in pages


def test_deals_of_later_days_are_not_walked_through(book: World, monkeypatch: pytest.MonkeyPatch) -> None:
    later = [make.dossier(f"later-{n}", title=f"A later deal {n}", publisher=f"Wire later {n}") for n in range(8)]
    for document in later:
        document["sources"] = [source | {"published": "2026-03-01"} for source in document["sources"]]
    make.save(*later)
    monkeypatch.setattr(deals_at, "MOST_ORDERED", 0)
    monkeypatch.setattr(deals_at, "_BATCHES", 1)
    pages = walked(book.client("alice"), f"ordering=title&limit=1&{THEN}", "next")
    assert {key for page in pages for key in page} >= AMOUNTS.keys() and [] not in pages
    assert not {document["deal"]["key"] for document in later} & {key for page in pages for key in page}


def test_words_are_looked_for_in_what_was_known_then(book: World, monkeypatch: pytest.MonkeyPatch) -> None:
    late = make.dossier("late", title="Deal late")
    late["parties"].append(make.party("kit", "Kittiwake Credit", kind="bank"))
    late["roles"].append({"key": "r9", "party": "kit", "role": "lender"})
    late["sources"].append(make.source("march", "Gannet Gazette") | {"published": "2026-02-01"})
    late["claims"].append({"source": "march", "at": "/roles/r9"})
    (deal,) = make.save(late)
    client = book.client("anonymous")
    for address in (f"{API}/deals/{public_id('deal', deal)}/", f"/deals/{public_id('deal', deal)}/"):
        assert b"Kittiwake" in client.get(address).content
        assert b"Kittiwake" not in client.get(f"{address}?{THEN}").content, address

    def found(words: str, dates: str) -> list[str]:
        answer = client.get(f"{API}/deals/", {"q": words, **dict([dates.split("=")] if dates else [])}).json()
        return [row["external_ref"] for row in answer["results"]]

    for most in (deals_at.MOST_ORDERED, 1):
        monkeypatch.setattr(deals_at, "MOST_ORDERED", most)
        for words in ("kittiwake", "gannet", "Deal late Kittiwake"):
            assert (found(words, ""), found(words, THEN), found(words, "known_on=2026-02-02")) == (
                ["late"],
                [],
                ["late"],
            )
        assert found("Borealis late", THEN) == ["late"]
