"""The founding deal as an analyst reads it: who said what, when, and no more than that."""

from __future__ import annotations

import re
from typing import Any

import pytest

from deals.pages.deal import sources
from tests.pages.conftest import Book
from tests.pages.markup import check, text

KEY = "palebluedot-xiaohongshu-tokyo"
BOOK = (KEY, "vantage-oracle-openai-38bn", "terawulf-wulfcompute-3-2bn")


def page(book: Book, rest: str = "", key: str = KEY, **query: str) -> str:
    response = book.client().get(book.url(key, rest), query)
    assert response.status_code == 200
    check(response.content)
    return text(response.content)


def test_three_lines_say_who_said_it(reading: Book) -> None:
    said = page(reading)
    for sentence in (
        "Reported loan: about US$300m, sought.",
        "Reported borrower: PaleBlueDot AI .",
        "Reported to have taken part in preparing materials for lenders: JPMorgan Chase & Co.",
        "Reported as approached for money: banks approached for the PaleBlueDot AI loan (unnamed, at least 2)",
        "Nvidia GPUs, model not stated (number not stated)",
        "Reported user: Xiaohongshu 小红书 .",
        "PaleBlueDot AI says: the information you mention is factually incorrect",
    ):
        assert re.sub(r"\s+", "", sentence) in re.sub(r"[\s“”]+", "", said), sentence


def test_replies_are_told_with_scope_and_who_put_them(reading: Book) -> None:
    said = page(reading)
    assert "declined to comment" in said
    assert said.count("no response reported") >= 2
    assert "not asked by us" in said
    assert "as reported 1 Dec 2025" in said
    assert "Not asked, as far as reported, and not asked by us: banks approached" in said


def test_nothing_committed_is_known_and_no_number_is_made_up(reading: Book) -> None:
    said = page(reading)
    assert "Nothing committed is known." in said
    assert "not computable" in said
    assert "proposed; nothing committed is known" in said
    assert "US$0" not in said
    assert "committed 0" not in said


def test_silence_is_inferred_and_names_its_policy(reading: Book) -> None:
    assert re.search(r"no new first-hand report for \d+ days \(inferred, 180-day policy\)", page(reading))
    assert "no new first-hand report" not in page(reading, known_on="2025-12-20")


def test_every_value_opens_its_claims(reading: Book) -> None:
    client = reading.client()
    body = client.get(reading.url(KEY)).content.decode()
    marks = {link.replace("&amp;", "&") for link in re.findall(r'<a class="mark" href="([^"]+)"', body)}
    assert len(marks) > 15
    for link in sorted(marks):
        assert client.get(link).status_code == 200, link


def test_the_claims_of_the_amount(reading: Book) -> None:
    said = page(reading, "claims/", at="/facilities/f1/amount")
    assert "Claims: loan, amount" in said
    assert "contested" in said
    for words in (
        "Bloomberg News",
        "ETtoday Finance",
        "converts",
        "about NT$9.4bn",
        "people familiar",
        "PaleBlueDot AI",
    ):
        assert words in said
    beside = page(reading, claims="/facilities/f1/amount")
    assert "Claims: loan, amount" in beside
    assert "Money from" in beside


@pytest.mark.parametrize(
    "at", ["", "/", "/facilities", "/facilities/f9/amount", "/parties/x/hq_country", "/nothing/r1", "x" * 400]
)
def test_claims_of_nothing_are_not_there(reading: Book, at: str) -> None:
    assert reading.client().get(reading.url(KEY, "claims/"), {"at": at}).status_code == 404


def test_before_the_first_publication_there_is_nothing(reading: Book) -> None:
    client = reading.client()
    assert client.get(reading.url(KEY), {"known_on": "2025-11-30"}).status_code == 404
    first = client.get(reading.url(KEY), {"known_on": "2025-12-01"})
    assert first.status_code == 200
    said = text(first.content)
    assert "ServerNews" not in said
    assert "one deal has not materially advanced" not in said
    assert "Bloomberg News" in said


def test_the_dates_stay_in_every_link_of_a_dated_page(reading: Book) -> None:
    body = reading.client().get(reading.url(KEY), {"known_on": "2025-12-02"}).content.decode()
    marks = re.findall(r'<a class="mark" href="([^"]+)"', body)
    assert marks and all("known_on=2025-12-02" in link for link in marks)
    assert f"/api/v1/deals/{reading.ids[KEY]}/?known_on=2025-12-02" in body.replace("&amp;", "&")


@pytest.mark.parametrize(
    ("name", "value"),
    [("known_on", "yesterday"), ("known_on", "2025-02-30"), ("as_of", "1812-01-01"), ("as_of", "2025-1-1")],
)
def test_a_date_that_cannot_be_read_is_named(reading: Book, name: str, value: str) -> None:
    response = reading.client().get(reading.url(KEY), {name: value})
    assert response.status_code == 400
    assert name in text(response.content)
    assert value in text(response.content)


def test_sources_stand_below_their_root_and_drift_is_marked(reading: Book) -> None:
    said = page(reading)
    assert "19 articles, 1 at the root, 1 newsroom" in said
    assert "10 re-reports; they change nothing but this count" in said
    assert "root, known through others" in said
    assert "first wrong hop" in said
    assert "not counted as a root" in said


def test_a_total_is_told_apart_from_its_parts(reading: Book) -> None:
    said = page(reading, key="vantage-oracle-openai-38bn")
    assert "Difference to its parts" in said
    assert re.search(r"Texas \(Shackelford County\), Wisconsin \(Port Washington\) none", said)


def test_what_a_document_says_is_not_dashed(reading: Book) -> None:
    said = page(reading, key="terawulf-wulfcompute-3-2bn")
    assert "Issuer, as documented" in said
    assert "Contingent support" in said
    assert re.search(r"US\$3\.2bn lease backstop by Google", said)


def test_two_days_are_compared(reading: Book) -> None:
    response = reading.client().get(reading.url(KEY, "compare/"), {"from": "2025-12-01", "to": "2026-01-31"})
    check(response.content)
    said = text(response.content)
    assert "Added" in said
    assert "worries over US scrutiny were a factor" in said
    assert "not yet known" in said
    wrong = reading.client().get(reading.url(KEY, "compare/"), {"from": "2026-01-31", "to": "2025-12-01"})
    assert wrong.status_code == 400


def test_files_say_what_the_page_says(reading: Book) -> None:
    client = reading.client()
    table = client.get(reading.url(KEY, "table/roles.csv"))
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("key,Party,Role")
    assert len(lines) == 7
    timeline = client.get(reading.url(KEY, "timeline.csv")).content.decode("utf-8-sig")
    assert "no later than 1 Sep 2025,talks began" in timeline
    drawing = client.get(reading.url(KEY, "timeline.svg")).content.decode()
    assert drawing.startswith("<svg")
    assert "not a finding of fact" in drawing
    assert client.get(reading.url(KEY, "table/nothing.csv")).status_code == 404
    assert client.get(reading.url(KEY, "table/holds.csv")).status_code == 404


def test_a_page_belongs_to_whoever_asked(reading: Book) -> None:
    response = reading.client().get(reading.url(KEY))
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= {part.strip() for part in response["Vary"].split(",")}
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_any_title_behind_the_id_leads_to_the_deal(reading: Book) -> None:
    client = reading.client()
    assert client.get(reading.url(KEY, "whatever-it-is-called-now/")).status_code == 200
    assert client.get("/deals/deal_1/").status_code == 404
    assert client.get("/deals/party_" + "0" * 32 + "/").status_code == 404


def test_every_page_of_a_deal_names_its_json_twin(reading: Book) -> None:
    client = reading.client()
    for rest, query in (
        ("", {}),
        ("", {"known_on": "2025-12-02"}),
        ("claims/", {"at": "/facilities/f1/amount", "known_on": "2025-12-02"}),
    ):
        body = client.get(reading.url(KEY, rest), query).content.decode()
        found = re.search(r'<a href="([^"]+)">this page as JSON</a>', body)
        assert found
        answer = client.get(found[1].replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("source", "parts", "badge"),
    [
        ({"kind": "wire"}, {"counted": {"s"}}, ""),
        ({"kind": "wire", "read": False}, {"counted": {"s"}}, "root, known through others"),
        ({"kind": "aggregator"}, {}, "not counted as a root: aggregator, which never counts"),
        (
            {"kind": "wire", "links": [{"kind": "re-reports", "basis": "inferred", "to": "t"}]},
            {"compared": {"s"}},
            "not counted as a root: linked by our reading",
        ),
        ({"kind": "party text"}, {}, "not counted as a root: asserts nothing that is entered here"),
        ({"kind": "memo"}, {"compared": {"s"}}, "not counted as a root: only inferences of its own are entered"),
    ],
)
def test_what_does_not_count_as_a_root_says_why(source: dict[str, Any], parts: dict[str, Any], badge: str) -> None:
    assert sources._badge({"id": "s", **source}, {"counted": set(), "compared": set(), **parts}) == badge
