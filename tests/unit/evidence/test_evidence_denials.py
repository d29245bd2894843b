"""Denials by scope, what inherits them, and what ends them."""

from __future__ import annotations

from datetime import date

from dealtracker.evidence.rules import deal_certainty, reply_matrix
from dealtracker.periods import When
from tests.unit.evidence.cast import Book, about, named

JAN, FEB, MAR, APR = "2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"


def story() -> Book:
    """One report on an amount, a site and a headquarters, about a borrower."""
    book = Book().source("bbg", JAN).part("acme", "borrower", "obligor").claim("bbg", about("300"))
    book.claim("bbg", "Tokyo", at="s1.city", target_kind="site")
    return book.claim("bbg", "US", at="acme.hq_country", target_kind="party")


def certainty(book: Book, day: str, at: str) -> str:
    row = book.row(day, at)
    return row.certainty if row else ""


def test_a_listed_denial_reaches_what_it_lists() -> None:
    book = story().reply("acme", "denies", "bbg", "listed", listed=["f1.amount"])
    row = book.row(JAN)
    assert row and (row.certainty, row.contested, row.stated_by) == ("contested", "denied", named("acme"))
    assert certainty(book, JAN, "s1.city") == "reported"
    assert deal_certainty(book.fields, known_on=date.fromisoformat(JAN)).code == "reported"  # type: ignore[union-attr]


def test_a_wide_denial_reaches_the_report_but_no_headquarters() -> None:
    for scope, words in (("whole", "denied, whole report"), ("unspecified", "denied, no details")):
        book = story().reply("acme", "denies", "bbg", scope)
        assert [certainty(book, JAN, at) for at in ("f1.amount", "s1.city")] == ["contested", "contested"]
        assert certainty(book, JAN, "acme.hq_country") == "reported"
        found = deal_certainty(book.fields, known_on=date.fromisoformat(JAN))
        assert found and (found.code, found.contested) == ("contested", words)


def test_which_chips_are_meant_is_not_denied_without_details() -> None:
    for scope, code in (("whole", "contested"), ("unspecified", "reported")):
        book = story().claim("bbg", "H200", at="h1.model", target_kind="hardware").reply("acme", "denies", "bbg", scope)
        assert [certainty(book, JAN, at) for at in ("h1.model", "f1.amount")] == [code, "contested"]
    listed = story().claim("bbg", "H200", at="h1.model", target_kind="hardware")
    listed.reply("acme", "denies", "bbg", "listed", listed=["h1.model"])
    assert certainty(listed, JAN, "h1.model") == "contested"


def test_what_another_origin_alone_states_was_not_put_to_the_party() -> None:
    book = story().reply("acme", "denies", "bbg").source("ft", FEB, "newspaper")
    book.claim("ft", about("12"), at="f2.amount")
    assert certainty(book, FEB, "f2.amount") == "reported"


def test_a_denial_found_only_in_a_re_report_contests_nothing() -> None:
    book = story().source("echo", FEB, "rewrite").link("echo", "bbg").reply("acme", "denies", "echo", "whole")
    assert certainty(book, FEB, "f1.amount") == "reported"
    [state] = reply_matrix(book.fields, known_on=date.fromisoformat(FEB))
    assert (state.last, len(state.drift)) == (None, 1)


def test_a_denial_ends_when_its_source_is_withdrawn() -> None:
    book = story().source("statement", FEB, "party text", withdrawn_on=date.fromisoformat(APR))
    book.reply("acme", "denies", "statement", "listed", listed=["f1.amount"])
    assert [certainty(book, day, "f1.amount") for day in (JAN, FEB, APR)] == ["reported", "contested", "reported"]


def test_a_later_document_settles_the_field_and_no_other() -> None:
    book = story().reply("acme", "denies", "bbg").source("10-Q", MAR, "filing").claim("10-Q", about("300"))
    assert [certainty(book, day, "f1.amount") for day in (JAN, MAR)] == ["contested", "documented"]
    assert certainty(book, MAR, "s1.city") == "contested"
    assert deal_certainty(book.fields, known_on=date.fromisoformat(MAR)).code == "documented"  # type: ignore[union-attr]


def test_an_earlier_document_does_not_settle_a_later_denial() -> None:
    book = story().source("10-Q", JAN, "filing").claim("10-Q", about("300")).source("answer", FEB, newsroom="bbg")
    book.reply("acme", "denies", "answer", "listed", listed=["f1.amount"])
    assert [certainty(book, day, "f1.amount") for day in (JAN, FEB)] == ["documented", "contested"]


def test_denied_then_confirmed() -> None:
    book = story().reply("acme", "denies", "bbg").source("follow-up", MAR).reply("acme", "confirms", "follow-up")
    assert [certainty(book, day, "s1.city") for day in (JAN, MAR)] == ["contested", "reported"]
    [state] = reply_matrix(book.fields, known_on=date.fromisoformat(MAR))
    assert [reply.stance for reply in state.history] == ["denies", "confirms"]


def test_confirming_one_point_frees_that_point_and_states_it() -> None:
    book = story().reply("acme", "denies", "bbg").source("follow-up", MAR)
    book.reply("acme", "confirms", "follow-up", "listed", listed=["f1.amount"])
    assert [certainty(book, MAR, at) for at in ("f1.amount", "s1.city")] == ["stated_by_party", "contested"]
    assert deal_certainty(book.fields, known_on=date.fromisoformat(MAR)).code == "contested"  # type: ignore[union-attr]


def test_a_claim_may_deny_a_field_or_a_row() -> None:
    book = story().source("ft", FEB, "newspaper")
    book.claim("ft", at="f1", stance="denies", speaker="acme", attribution="spokesperson")
    row = book.row(FEB)
    assert row and (row.certainty, row.contested, row.stated_by) == ("contested", "denied", named("acme"))
    assert certainty(book, FEB, "s1.city") == "reported"


def test_our_own_enquiry_is_known_when_it_was_answered() -> None:
    book = story().reply("acme", "denies", None, "listed", listed=["f1.amount"], replied_on=When.parse(FEB))
    book.reply("bank", "no response", None)
    assert [certainty(book, day, "f1.amount") for day in (JAN, FEB)] == ["reported", "contested"]
    assert [state.party for state in reply_matrix(book.fields, known_on=date.fromisoformat(FEB))] == [named("acme")]


def test_declining_contests_nothing() -> None:
    book = story().reply("acme", "declines to comment", "bbg").reply("bank", "no response", "bbg")
    assert certainty(book, JAN, "f1.amount") == "reported"
