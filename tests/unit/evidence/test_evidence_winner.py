"""Which claim stands: relation, rank, document, own words, the rest; corrections and later words inside a tier."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from dealtracker.evidence.rules import standings
from tests.unit.evidence.cast import Book, about, named

JAN, FEB, MAR, APR = "2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"


def press() -> Book:
    return Book().source("ft", JAN, "newspaper").source("wsj", FEB, "newspaper").source("reuters", MAR)


def test_the_later_publication_wins_among_reports_and_the_past_keeps_its_value() -> None:
    book = press().claim("ft", about("22")).claim("wsj", about("23")).claim("reuters", about("23.25"))
    found = [(row.value["point"], str(row.known_from), str(row.known_to)) for row in book.rows()]
    assert found == [("22", JAN, FEB), ("23", FEB, MAR), ("23.25", MAR, "9999-12-31")]


def test_of_a_fact_that_cannot_change_the_earlier_report_wins() -> None:
    book = press().claim("ft", "2026-01-09", at="e1.occurred").claim("wsj", "2026-06-27", at="e1.occurred")
    assert [row.value for row in book.rows("e1.occurred")] == ["2026-01-09"]


def test_a_document_that_was_read_outranks_later_reports_and_an_unread_one_does_not() -> None:
    book = press().source("10-Q", JAN, "filing").claim("10-Q", about("21")).claim("reuters", about("23"))
    assert [row.value["point"] for row in book.rows()] == ["21"]
    book.sources[-1] = replace(book.sources[-1], read=False)
    assert [row.value["point"] for row in book.rows()] == ["21", "23"]


def test_a_partys_own_words_outrank_reports_about_its_own_field_only() -> None:
    book = press().source("release", JAN, "party text", publisher_party=named("acme"))
    book.part("acme", "borrower", "obligor")
    book.claim("release", about("21")).claim("reuters", about("23"))
    book.claim("release", about("5"), at="h1.amount", target_kind="hold")
    book.claim("reuters", about("6"), at="h1.amount", target_kind="hold")
    assert [row.value["point"] for row in book.rows()] == ["21"]
    assert [row.value["point"] for row in book.rows("h1.amount")] == ["5", "6"]


def test_an_explicit_rank_outranks_a_document() -> None:
    book = press().source("10-Q", FEB, "filing").claim("10-Q", about("21"))
    book.claim("ft", about("22"), rank=1, reason="the filing rounds a part of it")
    assert book.row(FEB).value["point"] == "22"  # type: ignore[union-attr]


def test_less_said_never_replaces_more_but_stood_while_it_was_all() -> None:
    book = press().claim("ft", "a large bank", relation="less specific").claim("wsj", "JPMorgan")
    book.claim("reuters", "a bank", relation="less specific")
    assert [(row.value, row.sources) for row in book.rows()] == [("a large bank", 1), ("JPMorgan", 2), ("JPMorgan", 3)]


def test_an_earlier_state_gives_way_and_another_scope_never_stands() -> None:
    book = press().claim("ft", about("22"), relation="earlier state").claim("wsj", about("23"))
    book.claim("reuters", about("38"), relation="other scope")
    assert [row.value["point"] for row in book.rows()] == ["22", "23"]
    assert press().claim("ft", about("38"), relation="other scope").rows() == []


def test_what_contradicts_does_not_win_by_being_later() -> None:
    book = press().claim("ft", about("300")).claim("reuters", about("500"), relation="contradicts")
    assert [row.value["point"] for row in book.rows()] == ["300", "300"]


def test_a_correction_replaces_what_it_corrects_even_a_document() -> None:
    book = press().source("10-Q", JAN, "filing").source("10-Q/A", MAR, "filing").link("10-Q/A", "10-Q", "corrects")
    book.claim("10-Q", about("21")).claim("10-Q/A", about("20"))
    assert [(row.value["point"], row.certainty) for row in book.rows()] == [("21", "documented"), ("20", "documented")]


def test_a_newsroom_corrects_its_own_report_without_a_link() -> None:
    book = press().source("ft again", FEB, "newspaper", newsroom="ft").claim("ft", about("3000"))
    book.claim("ft again", about("300"), stance="corrects")
    assert [row.value["point"] for row in book.rows()] == ["3000", "300"]


def test_a_page_without_a_date_does_not_overtake_a_dated_one() -> None:
    book = press().source("undated", APR, published_from=None).claim("wsj", about("23")).claim("undated", about("22"))
    assert [row.value["point"] for row in book.rows()] == ["23"]


def test_a_late_copy_is_no_later_word_than_its_origin() -> None:
    book = press().source("copy", APR, "licensed copy").link("copy", "ft").claim("wsj", about("23"))
    book.claim("copy", about("22"))
    assert [row.value["point"] for row in book.rows()] == ["23"]


def test_a_claim_without_value_repeats_what_stood_on_its_day() -> None:
    book = press().claim("ft", about("22")).claim("wsj").claim("reuters", about("23"))
    assert [(row.value["point"], row.newsrooms) for row in book.rows()] == [("22", 1), ("22", 2), ("23", 1)]


def test_ids_do_not_break_ties() -> None:
    book = Book().source("a", JAN).source("b", JAN).claim("a", about("1")).claim("b", about("2"))
    for _ in range(20):
        again = replace(book.evidence, claims=tuple(replace(claim, id=uuid4()) for claim in book.claims))
        assert [row.value["point"] for row in standings(again)] == ["2"]


def test_proposed_and_rejected_claims_are_invisible() -> None:
    book = press().claim("ft", about("22"), state="proposed").claim("wsj", about("23"), state="rejected")
    assert book.rows() == []
