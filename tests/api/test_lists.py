"""Lists: parameters, pages in both directions, members, tags; and errors that name the parameter."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.world import API, World

LISTS = ("deals", "parties", "sites", "sources", "hardware-models")


@pytest.fixture(scope="module")
def book(people: World) -> World:
    """Seven public deals, among them one in talks of each size."""
    make.save(*(make.dossier(f"deal-{n}", amount=str(n * 1_000_000), title=f"Deal {n:02}") for n in range(1, 7)))
    return people


def titles(client: Client, query: str) -> list[str]:
    answer = client.get(f"{API}/deals/?fields=title&{query}")
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    "ordering", ["title", "-title", "amount", "-amount", "last_report", "-announced_date", "stage"]
)
def test_pages_run_through_every_deal_once_and_back(book: World, client: Client, ordering: str) -> None:
    whole = [row["id"] for row in client.get(f"{API}/deals/?fields=id&ordering={ordering}").json()["results"]]
    address: str | None = f"{API}/deals/?fields=id&limit=2&ordering={ordering}"
    pages: list[list[str]] = []
    while address:
        page = client.get(address).json()
        pages.append([row["id"] for row in page["results"]])
        address, before = page["next"], page["previous"]
    assert [key for page in pages for key in page] == whole
    assert len(whole) == 7
    backwards = []
    while before:
        page = client.get(before).json()
        backwards.append([row["id"] for row in page["results"]])
        before = page["previous"]
    assert backwards == pages[-2::-1]


@pytest.mark.parametrize("ordering", ["name", "-name"])
def test_rows_page_both_ways(book: World, client: Client, ordering: str) -> None:
    whole = [row["id"] for row in client.get(f"{API}/parties/?ordering={ordering}").json()["results"]]
    first = client.get(f"{API}/parties/?ordering={ordering}&limit=1").json()
    second = client.get(first["next"]).json()
    assert [first["results"][0]["id"], second["results"][0]["id"]] == whole[:2]
    assert client.get(second["previous"]).json()["results"] == first["results"]
    assert first["previous"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("amount__gte=3000000&amount__lte=5000000&ordering=title", ["Deal 03", "Deal 04", "Deal 05"]),
        ("external_ref=deal-1&external_ref=deal-2&ordering=title", ["Deal 01", "Deal 02"]),
        ("title__ic=deal+04", ["Deal 04"]),
        ("q=deal+06", ["Deal 06"]),
        ("q=borealis+07", []),
        ("stage=talks&q=deal+06", ["Deal 06"]),
        ("stage=signed&stage=talks&title__ic=deal+06", ["Deal 06"]),
        ("stage__in=signed,closed", []),
        ("stage__isnull=true", []),
        ("stage__isnull=false&title__ic=deal+06", ["Deal 06"]),
        ("site.country=JP&title__ic=deal+06", ["Deal 06"]),
        ("site.country=US", []),
        ("label=watch&ordering=title", ["Borealis Compute: loan for chips (tokyo)"]),
        ("announced__gte=2100-01-01", []),
        ("known_on=2025-11-30", []),
        ("known_on=2025-12-01&title__ic=deal+06", ["Deal 06"]),
        ("as_of=2025-01-01&title__ic=deal+06", ["Deal 06"]),
        ("limit=1&ordering=-amount", ["Borealis Compute: loan for chips (tokyo)"]),
    ],
)
def test_filters(book: World, client: Client, query: str, found: list[str]) -> None:
    assert titles(client, query) == found


def test_parties_in_a_role_are_found_by_id(book: World, client: Client) -> None:
    lender = client.get(f"{API}/parties/?q=harbour").json()["results"][0]["id"]
    assert len(titles(client, f"role.lender={lender}")) == 7
    assert titles(client, f"role.borrower={lender}") == []


def test_values_of_one_parameter_are_or_and_parameters_are_and(book: World, client: Client) -> None:
    found = client.get(f"{API}/parties/?kind=bank&kind=company&fields=kind&count=exact").json()
    assert {row["kind"] for row in found["results"]} == {"bank", "company"}
    assert found["meta"].pop("count") == 2 and set(found["meta"]) == {"as_of", "known_on"}
    assert client.get(f"{API}/parties/?kind=bank&q=borealis").json()["results"] == []


def test_meta_names_both_days_and_the_count_only_when_asked(book: World, client: Client) -> None:
    page = client.get(f"{API}/deals/?limit=1&as_of=2026-01-01&known_on=2025-12-31").json()
    assert page["meta"] == {"as_of": "2026-01-01", "known_on": "2025-12-31"}
    today = client.get(f"{API}/deals/?limit=1&count=exact").json()["meta"]
    assert today["count"] == 7
    assert today["as_of"] == today["known_on"]


def test_brief_rows_are_smaller_and_members_can_be_chosen(book: World, client: Client) -> None:
    whole = client.get(f"{API}/deals/?limit=1").json()["results"][0]
    brief = client.get(f"{API}/deals/?limit=1&view=brief").json()["results"][0]
    assert set(brief) < set(whole)
    assert set(client.get(f"{API}/deals/?limit=1&fields=title,derived").json()["results"][0]) == {
        "id",
        "title",
        "derived",
    }
    assert set(whole) - set(client.get(f"{API}/deals/?limit=1&omit=sources,roles").json()["results"][0]) == {
        "sources",
        "roles",
    }


@pytest.mark.parametrize("name", LISTS)
def test_an_unchanged_answer_is_not_sent_twice(book: World, client: Client, name: str) -> None:
    first = client.get(f"{API}/{name}/?limit=2")
    assert (first.status_code, first["Content-Type"]) == (200, "application/json")
    again = client.get(f"{API}/{name}/?limit=2", headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert {"Authorization", "Cookie"} <= set(first["Vary"].split(", ")) & set(again["Vary"].split(", "))
    assert first["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", LISTS)
def test_head_and_options_say_what_get_would(book: World, client: Client, name: str) -> None:
    got, head = client.get(f"{API}/{name}/"), client.head(f"{API}/{name}/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])
    writes = "GET, POST, HEAD, OPTIONS" if name in ("deals", "sources") else "GET, HEAD, OPTIONS"
    assert client.options(f"{API}/{name}/")["Allow"] == writes


BAD = [
    ("deals", "colour=red", "colour", "unknown_parameter"),
    ("deals", "stag=talks", "stag", "unknown_parameter"),
    ("deals", "stage=asleep", "stage", "invalid_parameter"),
    ("deals", "stage__like=t", "stage__like", "unknown_parameter"),
    ("deals", "role.lender=harbour", "role.lender", "invalid_parameter"),
    ("deals", "site.country=jp", "site.country", "invalid_parameter"),
    ("deals", "borrower.country=XX", "borrower.country", "invalid_parameter"),
    ("deals", "path=US>JP>ZZ", "path", "invalid_parameter"),
    ("deals", "path=US>JP", "path", "invalid_parameter"),
    ("deals", "currency=XYZ", "currency", "invalid_parameter"),
    ("sites", "country=QQ", "country", "invalid_parameter"),
    ("parties", "hq_country=Japan", "hq_country", "invalid_parameter"),
    ("deals", "amount__gte=1_000", "amount__gte", "invalid_parameter"),
    ("deals", "amount__gte=１２", "amount__gte", "invalid_parameter"),
    ("deals", "amount__gte=-1", "amount__gte", "invalid_parameter"),
    ("deals", f"amount__gte={'9' * 19}", "amount__gte", "invalid_parameter"),
    ("deals", "announced__lte=2025-02-29", "announced__lte", "invalid_parameter"),
    ("deals", "announced__lte=0001-01-01", "announced__lte", "invalid_parameter"),
    ("deals", "chip=nvidia-h1000", "chip", "invalid_parameter"),
    ("deals", "chip__in=nvidia-h100,h100", "chip__in", "invalid_parameter"),
    ("deals", "stage__isnull=maybe", "stage__isnull", "invalid_parameter"),
    ("deals", "as_of=03/04/2025", "as_of", "invalid_parameter"),
    ("deals", "as_of=9999-12-31", "as_of", "invalid_parameter"),
    ("deals", "known_on=2025-13-01", "known_on", "invalid_parameter"),
    ("deals", "known_on=2025-12-01&count=exact", "count", "invalid_parameter"),
    ("deals", "ordering=secret", "ordering", "invalid_parameter"),
    ("deals", "limit=0", "limit", "invalid_parameter"),
    ("deals", "limit=201", "limit", "invalid_parameter"),
    ("deals", "limit=1001&view=brief", "limit", "invalid_parameter"),
    ("deals", "limit=1e3", "limit", "invalid_parameter"),
    ("deals", "limit=1&limit=2", "limit", "invalid_parameter"),
    ("deals", "count=all", "count", "invalid_parameter"),
    ("deals", "view=long", "view", "invalid_parameter"),
    ("deals", "fields=sauce", "fields", "invalid_parameter"),
    ("deals", "view=brief&omit=sources", "omit", "invalid_parameter"),
    ("deals", "cursor=e30", "cursor", "invalid_parameter"),
    ("deals", "cursor=%2E%2E%2F", "cursor", "invalid_parameter"),
    ("deals", "format=xml", "format", "invalid_parameter"),
    ("deals", f"q={'x' * 201}", "q", "invalid_parameter"),
    ("deals", "q=a+b+c+d+e+f+g+h+i", "q", "invalid_parameter"),
    ("deals", "&".join(["label=a"] * 101), "label", "invalid_parameter"),
    ("parties", "kind=ghost", "kind", "invalid_parameter"),
    ("sources", "as_of=2025-01-01", "as_of", "unknown_parameter"),
    ("parties", "ordering=kind", "ordering", "invalid_parameter"),
    ("sites", "precision=roughly", "precision", "invalid_parameter"),
    ("sites", "colour=red", "colour", "unknown_parameter"),
    ("sources", "kind=rumour", "kind", "invalid_parameter"),
    ("hardware-models", "fields=price", "fields", "invalid_parameter"),
]


@pytest.mark.parametrize(("name", "query", "parameter", "code"), BAD, ids=[f"{n}-{q[:30]}" for n, q, _, _ in BAD])
def test_a_parameter_that_cannot_be_used_is_named(
    book: World, client: Client, name: str, query: str, parameter: str, code: str
) -> None:
    answer = client.get(f"{API}/{name}/?{query}")
    assert answer.status_code == 400
    problem: dict[str, Any] = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [(f"?{parameter}", code)]
    assert problem["code"] == code
    assert problem["detail"].endswith((".", "?"))


@pytest.mark.parametrize("name", ["deals", "parties", "sites", "sources", "hardware-models"])
def test_unknown_parameters_are_all_named_at_once(book: World, client: Client, name: str) -> None:
    problem = client.get(f"{API}/{name}/?wat=1&limit=1&colour=red").json()
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        ("?wat", "unknown_parameter"), ("?colour", "unknown_parameter"),
    ]  # fmt: skip
    assert problem["detail"].startswith('"wat", "colour" are not parameters here')
    if name != "deals":
        assert "there are: " in problem["detail"] and "limit" in problem["detail"]


def test_a_country_by_another_word_is_told_its_code(book: World, client: Client) -> None:
    for address in ("deals/?site.country=jp", "sites/?country=Japan", "parties/?hq_country=JPN"):
        assert "JP (Japan)?" in client.get(f"{API}/{address}").json()["detail"]


def test_a_cursor_belongs_to_its_list_and_ordering(book: World, client: Client) -> None:
    given = client.get(f"{API}/deals/?limit=1&ordering=title").json()["next"].split("cursor=")[1]
    for address in (
        f"deals/?ordering=amount&cursor={given}",
        f"parties/?cursor={given}",
        f"deals/?cursor={given[:-2]}zz",
    ):
        answer = client.get(f"{API}/{address}")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?cursor")


def _with_chip(key: str, words: str) -> make.Json:
    """A deal whose loan buys what the words say, and nothing else."""
    document = make.dossier(key, title=key)
    document["hardware"][0].update(model_words=words, basis="stated")
    return document


def test_a_chip_of_several_variants_is_found_by_family_and_variant(book: World, client: Client) -> None:
    make.save(_with_chip("eight", "Nvidia H100"), _with_chip("nine", "NVIDIA B300"))
    for slug in ("nvidia-h100", "nvidia-h100-sxm5-80gb", "nvidia-h100-nvl-94gb"):
        assert titles(client, f"chip={slug}") == ["eight"]
        assert titles(client, f"chip={slug}&known_on=2025-12-15") == ["eight"]
    assert titles(client, "chip=nvidia-b300") == ["nine"]
    assert titles(client, "chip__in=nvidia-h100,nvidia-b300&ordering=title") == ["eight", "nine"]
    assert titles(client, "chip=nvidia-a100") == []
    assert "eight" not in titles(client, "chip=none") and len(titles(client, "chip=none")) == 7
    assert titles(client, "chip__isnull=false&ordering=title") == ["eight", "nine"]


def test_an_unknown_chip_is_told_with_those_near_to_it(book: World, client: Client) -> None:
    said = client.get(f"{API}/deals/?chip=H100").json()["detail"]
    assert "is not a chip of the catalogue; did you mean nvidia-h100 or nvidia-h100-sxm5-80gb" in said
    assert "hardware-models" in client.get(f"{API}/deals/?chip=zzzz").json()["detail"]


def test_nothing_is_known_yet_of_a_later_day(people: World) -> None:
    client = people.client("bob")
    for address in ("/api/v1/deals/?known_on=2090-01-01", f"/api/v1/deals/{people.id('tokyo')}/?known_on=2090-01-01"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "?known_on"
