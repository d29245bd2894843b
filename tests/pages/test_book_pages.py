"""The pages about sums: every figure opens, limits and runs are made there, bad addresses and forms are told by field."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from deals.pages.book import shown
from deals.tasks import run_job
from dealtracker.access.walls import as_viewer
from dealtracker.ids import private_key
from tests import cast, make
from tests.db.test_exposure_reports import signed

pytestmark = pytest.mark.django_db
PAGES = (
    "/exposure/",
    "/exposure/by/",
    "/exposure/why/",
    "/exposure/maturities/",
    "/exposure/limits/",
    "/exposure/stress/",
    "/jobs/",
)
LIMIT = {
    "dimension": "site.country", "key": "JP", "measure": "debt", "figure": "committed", "amount": "90", "currency": "USD",
    "start": "2025-01-01", "reason": "the committee",
}  # fmt: skip


LEDGER = make.ledger([("le", "commitment", "60", "2026-01-01"), ("le", "drawdown", "40", "2026-01-15")])


@pytest.fixture
def people() -> cast.Cast:
    make.save(signed("one", **LEDGER), signed("two", amount="50"))
    return cast.gather()


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return unescape(answer.content.decode())


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_figure_of_a_grouped_page_opens_to_what_it_comes_from(people: cast.Cast) -> None:
    client = people.client("bob")
    for dimension in ("lender", "borrower", "site", "currency"):
        page = text(client, f"/exposure/by/?dimension={dimension}&as_of=2026-03-02")
        links = set(re.findall(r'href="(/exposure/why/[^"]+)"', page))
        assert links, dimension
        assert any("figure=undisclosed" in link for link in links) is (dimension == "lender")
        for link in links:
            assert "Worked out again from its leaves: the same." in text(client, link)
    found = rows(client, "/exposure/by/?dimension=lender&as_of=2026-03-02&format=csv")
    [hold] = [row for row in found if row["basis"] == "entries"]
    assert (hold["name"], hold["point"], hold["outstanding"], hold["exposure"]) == ("Harbour Bank", "60", "40", "60")


def test_every_total_of_the_overview_opens_to_what_it_comes_from(people: cast.Cast) -> None:
    client = people.client("bob")
    address = "/exposure/?as_of=2026-03-02"
    totals = client.get(f"{address}&format=json").json()["totals"]
    links = re.findall(r'href="(/exposure/why/[^"]+)"', text(client, address))
    told = [client.get(f"{link}&format=json").json() for link in links]
    assert told and all(one["amount"] == one["recomputed"] for one in told)
    assert sorted((one["figure"], one["amount"]) for one in told) == sorted(
        (name, row[name]) for row in totals for name in ("point", "low", "high") if row[name] is not None
    )


@pytest.mark.parametrize("room", ["limits", "stress"])
def test_a_bare_address_leads_to_the_page_with_what_it_asks(room: str) -> None:
    answer = cast.gather().client("alice").get(f"/{room}/?as_of=2026-03-02", follow=True)
    assert (answer.redirect_chain, answer.status_code) == ([(f"/exposure/{room}/?as_of=2026-03-02", 302)], 200)


def test_every_sum_of_the_maturities_opens_to_what_it_comes_from() -> None:
    documents = [
        signed(name, amount=amount, **lists) for name, amount, lists in (("one", "100", LEDGER), ("two", "50", {}))
    ]
    for document, day in zip(documents, ("2029-03-31", "2029-Q3"), strict=True):
        document["facilities"][0]["maturity_date"] = day
        document["claims"][0]["at"].append("/facilities/f1/maturity_date")
    make.save(*documents)
    client = cast.gather().client("bob")
    address = "/exposure/maturities/?as_of=2026-03-02"
    [year] = client.get(f"{address}&format=json").json()["years"]
    links = re.findall(r'href="(/exposure/why/[^"]+)"', text(client, address))
    told = [client.get(f"{link}&format=json").json() for link in links]
    assert sorted((one["figure"], one["amount"]) for one in told) == sorted(
        (name, one[name]) for one in year["sums"] for name in ("point", "outstanding") if one[name]
    )
    assert told and all(one["amount"] == one["recomputed"] for one in told)


def test_pages_stand_on_any_two_days_and_the_past_one_is_empty_before_the_first_report(people: cast.Cast) -> None:
    client = people.client("bob")
    for page in PAGES[:4]:
        text(client, f"{page}?as_of=2026-03-02&known_on=2026-01-05")
    assert "Nothing is known for this day" in text(client, "/exposure/by/?known_on=2025-11-01")
    assert "Covers 0 of 0 deals" in text(client, "/exposure/?known_on=2025-11-01")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/exposure/by/?dimension=moon", 'dimension: "moon" is not one of: lender, '),
        ("/exposure/by/?measure=hope", 'measure: "hope" is not one of: debt, equity'),
        ("/exposure/by/?currency=dollars", "currency: "), ("/exposure/by/?factor=2", 'factor: "2" does not lie between 0 and 1'),
        ("/exposure/by/?known_on=2099-01-01", "lies in the future"), ("/exposure/by/?as_of=soon", "as_of"),
        ("/exposure/by/?colour=red", '"colour" is not a parameter here; there are: '),
        ("/exposure/by/?format=xml", "is not one of html, json"), ("/exposure/why/?figure=all", 'figure: "all" is not one of: point, '),
        ("/exposure/why/?dimension=lender&key=Harbour", "is not an id of a party"), ("/exposure/why/?basis=rumour", "basis: "),
        ("/exposure/maturities/?invented=perhaps", 'invented: "perhaps" is not one of: true, false'),
    ],
)  # fmt: skip
def test_a_bad_address_names_the_parameter_the_reason_and_what_is_taken(
    people: cast.Cast, address: str, words: str
) -> None:
    assert words in text(people.client("dan"), address, 400)


@pytest.mark.parametrize(
    ("query", "name"),
    [("dimension=moon", "dimension"), ("dimension=lender&known_on=2999-01-01", "known_on"), ("dimension=lender&factor=-1", "factor"),
     ("", "dimension"), ("dimension=lender&moon=1", "moon"), ("dimension=lender&measure=hope", "measure")],
)  # fmt: skip
def test_the_api_says_the_same_by_parameter(people: cast.Cast, query: str, name: str) -> None:
    answer = people.client("dan").get(f"/api/v1/exposures/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"?{name}"
    assert people.client("dan").get("/api/v1/limits/?ended=perhaps").status_code == 400
    line = {"dimension": "lender", "weight": "committed", "basis": "entries", "currency": "USD", "figure": "point"}
    for wrong in ("weight", "basis", "figure", "dimension"):
        told = people.client("dan").get("/api/v1/exposures/why/", {**line, wrong: "moon"}).json()["errors"]
        assert [(one["pointer"], "is not one of: " in one["detail"]) for one in told] == [(f"?{wrong}", True)]


def wall(name: str) -> str:
    from dealtracker.access.models import Compartment

    return str(Compartment.objects.get(name=name).pk)


def owner(client: Client) -> str:
    page = text(client, "/exposure/limits/")
    return re.findall(r'<option value="(user_[0-9a-f]{32})" selected>', page)[0]


def test_a_limit_is_set_changed_and_told_on_its_page_and_is_not_there_for_others(people: cast.Cast) -> None:
    dan, bob = people.client("dan"), people.client("bob")
    given = {**LIMIT, "compartment": wall(cast.TEAM), "owner": owner(dan)}
    made = dan.post("/exposure/limits/", given)
    assert made.status_code == 302
    page = text(dan, made["Location"])
    assert "Over since" in page, "what is over on the day it is set is noticed then"
    assert "US$150" in page
    assert "the committee" in page
    refused = dan.post(made["Location"], {"amount": "200", "revision": "7", "owner": given["owner"], "reason": "x"})
    assert (refused.status_code, "now stands at revision 1" in unescape(refused.content.decode())) == (400, True)
    changed = dan.post(
        made["Location"], {"amount": "200", "revision": "1", "owner": given["owner"], "reason": "raised"}
    )
    assert changed.status_code == 302
    assert "Within what is known" in text(dan, made["Location"])
    [row] = dan.get("/api/v1/limits/").json()["limits"]
    assert (row["used"], row["headroom"], row["state"], row["breach"]) == ("150", "50", "within", None)
    assert rows(dan, "/exposure/limits/?format=csv")[0]["amount"] == "200"
    assert bob.get("/api/v1/limits/").json()["limits"] == []
    assert bob.get(made["Location"]).status_code == 404
    assert "the committee" not in text(bob, "/exposure/limits/")


@pytest.mark.parametrize(
    ("more", "words"),
    [({"amount": "a lot"}, "Amount: "), ({"key": "Japan"}, 'Key: "Japan" is not a country code'), ({"reason": " "}, "Reason: say why"),
     ({"end": "2020-01-01"}, "End: 2020-01-01 is not after the start"), ({"dimension": "lender", "key": "Nobody AG"}, "no party that you may see is called so"),
     ({"start": "soon"}, "Start: "), ({"compartment": "x"}, "Compartment: choose who sees the limit"), ({"owner": "me"}, "Owner: must be someone who reads")],
)  # fmt: skip
def test_what_a_limit_form_does_not_take_is_told_and_kept_in_the_fields(
    people: cast.Cast, more: dict[str, str], words: str
) -> None:
    dan = people.client("dan")
    answer = dan.post("/exposure/limits/", {**LIMIT, "compartment": wall(cast.TEAM), "owner": owner(dan), **more})
    page = unescape(answer.content.decode())
    assert (answer.status_code, words in page) == (400, True), words
    assert 'value="JP"' in page or more.get("key")


def test_a_run_is_asked_for_on_its_page_followed_and_read_as_csv_and_json(people: cast.Cast) -> None:
    dan, bob = people.client("dan"), people.client("bob")
    given: dict[str, Any] = {
        "fx": "-0.1",
        "barred": "Borrower one",
        "dimensions": ["borrower", "lender"],
        "cause": "a question",
        "invented": "false",
    }
    shocks = re.findall(r'<input id="s-(?:chips|fx|rate-bps|rate_bps|barred)"[^>]* value="([^"]*)"', text(dan, "/exposure/stress/"))
    assert shocks == ["", "", "", ""], "a shock that nobody asked for is not in the form"
    asked = dan.post("/exposure/stress/", given)
    assert asked.status_code == 302
    address = asked["Location"]
    assert "Waits for a worker" in text(dan, address)
    run_job(str(private_key("job", address.split("/")[2])))
    page = text(dan, address)
    assert "Done." in page
    assert "a question" in page
    moving = page.split('<section class="sec" id="lender">')[1].split("</section>")[0]
    first, *folded = moving.split('<details class="more"><summary>')
    told = [line for line in rows(dan, f"{address}?format=csv") if line["dimension"] == "lender"]
    moved = [line for line in told if line["computable"] != "0" and float(line["difference"])]
    assert first.count("<tr><th scope=\"row\">") == len(moved)
    assert sum(int(part.split()[0]) for part in folded) == len(told) - len(moved) > 0
    lines = rows(dan, f"{address}?format=csv")
    assert {line["dimension"] for line in lines} == {"borrower", "lender"}
    assert all(line["why"] for line in lines)
    told = dan.get(f"/api/v1{address}").json()
    assert (told["state"], told["done"], told["of"], told["cause"]) == ("done", 3, 3, "a question")
    assert (bob.get(address).status_code, bob.get(f"/api/v1{address}").status_code) == (404, 404)
    assert "a question" in text(dan, "/jobs/")
    assert "a question" not in text(bob, "/jobs/")
    assert people.client("alice").post("/exposure/stress/", given).status_code == 400, (
        "who changes nothing asks for no run"
    )
    refused = dan.post("/exposure/stress/", {**given, "fx": "ten", "barred": "Nobody"})
    none = unescape(dan.post("/exposure/stress/", {**given, "fx": "", "barred": ""}).content.decode())
    assert "give at least one of: chip prices move by, other currencies move by" in none and "rate_bps," not in none
    assert 'End beneficiary barred: "Nobody": no party that you may see is called so' in unescape(refused.content.decode())


def test_the_api_asks_for_a_run_once_and_calls_it_off(people: cast.Cast) -> None:
    dan = people.client("dan")
    body = {"dimensions": ["borrower"], "rate_bps": "200", "cause": "a check"}
    asked = [
        dan.post("/api/v1/jobs/", body, content_type="application/json", headers={"Idempotency-Key": "k1"})
        for _ in range(2)
    ]
    assert [one.status_code for one in asked] == [202, 202]
    assert asked[0].json() == asked[1].json()
    address = asked[0]["Location"]
    assert dan.get(address).json()["state"] == "waiting"
    assert dan.post(f"{address}cancel/").json()["state"] == "cancelled"
    wrong = dan.post("/api/v1/jobs/", {"dimensions": ["moon"], "fx": "x"}, content_type="application/json")
    assert (wrong.status_code, {e["pointer"] for e in wrong.json()["errors"]}) == (400, {"/dimensions", "/fx"})
    assert people.client("alice").post("/api/v1/jobs/", body, content_type="application/json").status_code == 403


def test_visitors_without_an_account_find_sums_but_neither_limits_nor_jobs(people: cast.Cast, settings: Any) -> None:
    settings.PUBLIC_READING = True
    visitor = Client()
    assert "/exposure/limits/" not in text(visitor, "/exposure/by/")
    for page in PAGES[4:]:
        assert visitor.get(page).status_code == 404
    with as_viewer(make.SYSTEM):
        assert visitor.get("/api/v1/limits/").json()["limits"] == []


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("231760921.8", "USD", "US$231,760,921.80"), ("-0.5", "USD", "−US$0.50"), ("1180000000", "USD", "US$1.18bn"),
        ("12.345", "KWD", "KWD 12.345"), ("5000000", "JPY", "¥5m"), (None, "USD", None), ("", "USD", None),
    ],
)  # fmt: skip
def test_a_sum_has_all_decimals_of_its_currency_or_none(value: str | None, code: str, said: str | None) -> None:
    assert shown.sum_words(value, code) == said


def test_the_overview_leads_to_the_grouped_page_and_refuses_what_it_does_not_have(people: cast.Cast) -> None:
    client = people.client("alice")
    led = client.get("/exposure/?dimension=borrower&as_of=2026-03-02")
    assert (led.status_code, led["Location"]) == (302, "/exposure/by/?dimension=borrower&as_of=2026-03-02")
    assert '"borrower" is not a parameter here; there are: as_of, currency' in text(
        client, "/exposure/?borrower=x", 400
    )
    assert client.get("/exposure/?currency=EUR&as_of=2026-03-02&known_on=2026-03-02&format=json").status_code == 200


def test_lenders_whose_share_is_not_disclosed_fold_to_one_line_with_their_number(people: cast.Cast) -> None:
    make.save(*(signed(f"quiet-{n}", lender=f"Quiet Bank {n}") for n in range(3)))
    page = text(people.client("bob"), "/exposure/by/?dimension=lender&as_of=2026-03-02")
    table, fold = page.split('<details class="more" id="unsized">', 1)
    assert "Harbour Bank" in table and "Quiet Bank" not in table
    assert fold.lstrip().startswith("<summary>3 more named in a role, share not disclosed</summary>")
    assert all(f"Quiet Bank {n}" in fold for n in range(3))
