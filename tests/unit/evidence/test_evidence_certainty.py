"""How a value is known: each rule of the table, what raises it and what never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dealtracker.evidence.rules import deal_certainty, deal_counts, silence, standing_for, standings, why
from dealtracker.evidence.rules.own_words import MAY_STATE
from tests.unit.evidence.cast import Book, about, named

JAN, FEB, MAR, APR = "2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"
KEY = named("f1"), "amount"


def reason(book: Book, day: str) -> str:
    found = why(book.fields, KEY, date.fromisoformat(day))
    assert found is not None
    return found.reason


def test_one_newsroom_reports() -> None:
    book = Book().source("bbg", JAN).claim("bbg", about("300"))
    row = book.row(JAN)
    assert row and (row.certainty, row.sources, row.origins, row.newsrooms) == ("reported", 1, 1, 1)
    assert reason(book, JAN) == "one newsroom at the root"


def test_two_stories_of_one_newsroom_are_one_voice() -> None:
    book = Book().source("bbg", JAN).source("bbg two", FEB, newsroom="BBG").claim("bbg", about("300"))
    row = book.claim("bbg two", about("300")).row(FEB)
    assert row and (row.certainty, row.sources, row.origins, row.newsrooms) == ("reported", 2, 2, 1)


def test_another_newsroom_counts_when_it_states_its_own_sourcing() -> None:
    book = Book().source("bbg", JAN).source("ft", FEB, "newspaper").claim("bbg", about("300"))
    book.claim("ft", about("300"))
    assert [(r.certainty, r.newsrooms) for r in book.rows()] == [("reported", 1), ("multiple_newsrooms", 2)]
    assert reason(book, FEB) == "2 newsrooms, each with sourcing of its own stated"


def test_without_stated_sourcing_independence_is_unknown() -> None:
    book = Book().source("bbg", JAN).source("ft", FEB, "newspaper").claim("bbg", about("300"))
    row = book.claim("ft", about("300"), attribution="").row(FEB)
    assert row and (row.certainty, row.origins, row.newsrooms) == ("reported", 2, 1)


@pytest.mark.parametrize("kind", ["rewrite", "aggregator", "generated text", "satire"])
def test_retellings_are_no_second_newsroom_even_without_a_link(kind: str) -> None:
    book = Book().source("bbg", JAN).source("echo", FEB, kind).claim("bbg", about("300"))
    row = book.claim("echo", about("300")).row(FEB)
    assert row and (row.certainty, row.newsrooms) == ("reported", 1)


def test_satire_never_stands_and_generated_text_only_alone() -> None:
    assert Book().source("joke", JAN, "satire").claim("joke", about("300")).rows() == []
    book = Book().source("bot", JAN, "generated text").claim("bot", about("300"))
    assert reason(book, JAN) == "found only in generated text"
    book.source("bbg", FEB).claim("bbg", about("310"))
    assert [(r.value["point"], r.sources) for r in book.rows()] == [("300", 1), ("310", 1)]


def test_a_borrower_states_its_own_borrowing_not_its_lenders_commitment() -> None:
    book = Book().source("release", JAN, "party text", publisher_party=named("acme"))
    book.part("acme", "borrower", "obligor")
    book.claim("release", about("300")).claim("release", about("50"), at="h1.amount", target_kind="hold")
    amount, hold = book.row(JAN), book.row(JAN, "h1.amount")
    assert amount and (amount.certainty, amount.stated_by) == ("stated_by_party", named("acme"))
    assert hold and (hold.certainty, hold.stated_by) == ("reported", None)
    assert reason(book, JAN) == "stated by the borrower, in its own text"


def test_a_lender_states_its_own_hold_and_no_other() -> None:
    book = Book().source("release", JAN, "party text", publisher_party=named("bank"))
    book.part("bank", "lender", "money", "h1")
    for hold in ("h1", "h2"):
        book.claim("release", about("50"), at=f"{hold}.amount", target_kind="hold")
    assert [book.row(JAN, f"{hold}.amount").certainty for hold in ("h1", "h2")] == ["stated_by_party", "reported"]  # type: ignore[union-attr]


def test_a_quotation_counts_at_the_origin_and_in_no_re_report() -> None:
    book = Book().source("bbg", JAN).source("echo", FEB, "rewrite").link("echo", "bbg")
    book.part("acme", "borrower", "obligor").claim("bbg", about("300"))
    book.claim("echo", about("300"), speaker="acme", attribution="spokesperson")
    assert {row.certainty for row in book.rows()} == {"reported"}
    book.source("ft", MAR, "newspaper").claim("ft", about("300"), speaker="acme", attribution="spokesperson")
    assert book.row(MAR).certainty == "stated_by_party"  # type: ignore[union-attr]
    assert reason(book, MAR) == "stated by the borrower, quoted by ft"


def test_people_familiar_with_a_party_do_not_speak_for_it() -> None:
    book = Book().source("bbg", JAN).part("acme", "borrower", "obligor")
    assert book.claim("bbg", about("300"), speaker="acme").row(JAN).certainty == "reported"  # type: ignore[union-attr]


def test_a_document_that_was_read_documents() -> None:
    book = Book().source("10-Q", JAN, "filing").claim("10-Q", about("300"))
    assert book.row(JAN).certainty == "documented"  # type: ignore[union-attr]
    assert reason(book, JAN) == "in a filing that was read (10-Q)"
    unread = Book().source("10-Q", JAN, "filing", read=False).claim("10-Q", about("300"))
    assert unread.row(JAN).certainty == "reported"  # type: ignore[union-attr]


def test_two_newsrooms_that_contradict_each_other_until_a_document_settles_it() -> None:
    book = Book().source("bbg", JAN).source("ft", FEB, "newspaper").source("10-Q", MAR, "filing")
    book.claim("bbg", about("300")).claim("ft", about("500"), relation="contradicts")
    book.claim("10-Q", about("300"))
    found = [(row.certainty, row.contested) for row in book.rows()]
    assert found == [("reported", ""), ("contested", "different values stated"), ("documented", "")]
    assert reason(book, FEB) == "bbg and ft state different values"


def test_a_source_that_contradicts_itself_is_one_voice() -> None:
    book = Book().source("page", JAN).claim("page", about("700")).claim("page", about("600"), relation="contradicts")
    assert book.row(JAN).certainty == "reported"  # type: ignore[union-attr]
    assert reason(book, JAN) == "one newsroom at the root, which states two different values"


def test_different_figures_over_time_are_no_contradiction() -> None:
    book = Book().source("bbg", JAN).source("ft", FEB, "newspaper").claim("bbg", about("22")).claim("ft", about("23"))
    assert {row.certainty for row in book.rows()} == {"reported"}


def test_a_retracted_root_takes_its_copies_and_re_reports_with_it_from_that_day() -> None:
    book = Book().source("bbg", JAN).source("copy", JAN, "licensed copy").link("copy", "bbg")
    book.source("echo", FEB, "rewrite").link("echo", "bbg").source("notice", MAR).link("notice", "bbg", "retracts")
    for name in ("bbg", "copy", "echo"):
        book.claim(name, about("300"))
    assert [(r.certainty, str(r.known_from)) for r in book.rows()] == [
        ("reported", JAN), ("reported", FEB), ("withdrawn", MAR),
    ]  # fmt: skip
    assert book.row(MAR).value == about("300")  # type: ignore[union-attr]


def test_another_origin_keeps_the_value_when_one_is_retracted() -> None:
    book = Book().source("bbg", JAN).source("ft", FEB, "newspaper").source("no", MAR).link("no", "bbg", "retracts")
    book.claim("bbg", about("300")).claim("ft", about("300"))
    assert [r.certainty for r in book.rows()] == ["reported", "multiple_newsrooms", "reported"]


def test_a_rewrite_retracts_nobody() -> None:
    book = Book().source("bbg", JAN).source("echo", FEB, "rewrite").link("echo", "bbg", "retracts")
    assert [r.certainty for r in book.claim("bbg", about("300")).rows()] == ["reported"]


def test_a_correction_that_states_nothing_marks_all_that_rests_on_its_source() -> None:
    book = Book().source("bbg", JAN).source("note", FEB, newsroom="bbg").link("note", "bbg", "corrects")
    book.claim("bbg", about("300")).claim("bbg", "JP", at="s1.country", target_kind="site")
    assert {book.row(FEB, at).certainty for at in ("f1.amount", "s1.country")} == {"withdrawn"}  # type: ignore[union-attr]
    book.claim("note", about("310"))
    assert {book.row(FEB, at).certainty for at in ("f1.amount", "s1.country")} == {"reported"}  # type: ignore[union-attr]


def test_a_correction_that_states_something_of_another_subject_changes_nothing_here() -> None:
    book = Book().source("bbg", JAN).source("note", FEB, newsroom="bbg").link("note", "bbg", "corrects")
    book.claim("bbg", "JP", at="s1.country", target_kind="site")
    assert [row.certainty for row in standings(book.evidence)] == ["reported", "withdrawn"]
    elsewhere = replace(book.evidence, stating=frozenset({named("note")}))
    assert [row.certainty for row in standings(elsewhere)] == ["reported"]


def test_drift_cannot_win_contest_or_agree() -> None:
    book = Book().source("bbg", JAN).source("echo", FEB, "rewrite").link("echo", "bbg").claim("bbg", about("300"))
    book.claim("echo", about("3000"), relation="contradicts")
    row = book.row(FEB)
    assert row and (row.value["point"], row.certainty, row.sources, row.origins) == ("300", "reported", 2, 1)
    alone = Book().source("bbg", JAN).source("echo", FEB, "rewrite").link("echo", "bbg").claim("echo", about("3000"))
    assert alone.rows() == []


def test_a_faithful_copy_speaks_for_an_origin_that_was_not_read() -> None:
    book = Book().source("bbg", JAN, read=False).source("copy", FEB, "licensed copy").link("copy", "bbg", "translates")
    row = book.claim("copy", about("300")).row(FEB)
    assert row and (row.certainty, row.sources, row.origins, row.newsrooms) == ("reported", 2, 1, 1)


def test_a_copy_that_departs_from_its_origin_is_drift() -> None:
    book = Book().source("bbg", JAN).source("mt", FEB, "machine translation").link("mt", "bbg", "translates")
    book.claim("bbg", "Seventh Road").claim("mt", "Seventh Avenue")
    assert {row.value for row in book.rows()} == {"Seventh Road"}
    only = Book().source("bbg", JAN).source("mt", FEB, "machine translation").link("mt", "bbg", "translates")
    assert [row.value for row in only.claim("mt", "Seventh Avenue").rows()] == ["Seventh Avenue"]


def test_a_field_without_claims_inherits_from_its_row() -> None:
    book = Book().source("bbg", JAN).claim("bbg", at="f1").claim("bbg", about("300"))
    rows = {named("f1"): standings(book.evidence)}
    on = date.fromisoformat(JAN)
    own = standing_for(rows, target=named("f1"), field="amount", known_on=on)
    inherited = standing_for(rows, target=named("f1"), field="maturity_date", known_on=on)
    assert own and inherited and (own.field, inherited.field) == ("amount", "")
    assert standing_for(rows, target=named("f1"), field="amount", known_on=date(2025, 1, 1)) is None


def test_an_inference_is_no_report() -> None:
    book = Book().source("bbg", JAN).source("later", MAR, newsroom="bbg").claim("bbg", about("300"))
    book.claim("later", at="e1", target_kind="event", attribution="own inference")
    assert deal_counts(book.fields, known_on=date.fromisoformat(APR)).origins == 1
    assert silence(book.fields, known_on=date.fromisoformat(APR)).days == 90


def test_an_inference_never_reads_as_a_report_whatever_it_was_read_from() -> None:
    for kind in ("file", "filing", "party text", "newspaper"):
        book = Book().source("note", JAN, kind).claim("note", about("300"), attribution="own inference")
        assert (book.row(JAN).certainty, reason(book, JAN)) == ("inferred", "an inference; no source read states it")  # type: ignore[union-attr]
    book.source("bbg", FEB).claim("bbg", about("300"))
    assert [row.certainty for row in book.rows()] == ["inferred", "reported"]


def test_silence_counts_days_since_the_last_root_not_since_a_re_report() -> None:
    book = Book().source("bbg", JAN).source("echo", MAR, "rewrite").link("echo", "bbg")
    book.source("loose", MAR, "machine translation")
    for name in ("bbg", "echo", "loose"):
        book.claim(name, about("300"))
    quiet = silence(book.fields, known_on=date.fromisoformat(APR))
    assert (str(quiet.last), quiet.source, quiet.days) == (JAN, named("bbg"), 90)
    assert silence(book.fields, known_on=date(2025, 1, 1)).days is None


def test_a_filing_about_the_site_does_not_document_the_deal() -> None:
    book = Book().source("bbg", JAN).source("plan", JAN, "register").claim("bbg", about("300"))
    book.claim("plan", "Osaka", at="s1.city", target_kind="site")
    assert deal_certainty(book.fields, known_on=date.fromisoformat(JAN)).code == "reported"  # type: ignore[union-attr]


def test_the_table_lets_no_group_state_another_s_row() -> None:
    groups = {row.group for row in MAY_STATE if row.kind == "hold"}
    assert groups == {"money"}
    assert {row.where for row in MAY_STATE if row.kind in ("hold", "role", "support")} == {"own row"}


def test_our_own_reading_does_not_hold_up_a_deal_whose_root_was_retracted() -> None:
    book = Book().source("bbg", "2026-01-01").claim("bbg", about("300")).source("second", "2026-01-05", newsroom="bbg")
    book.claim("second", at="e1.words", value="one deal has stalled", target_kind="event", attribution="own inference")
    book.source("note", "2026-02-01", publisher="bbg").link("note", "bbg", "retracts")
    before, after = (deal_certainty(book.fields, known_on=date(2026, month, 1)) for month in (1, 3))
    assert before and after and (before.code, after.code) == ("reported", "withdrawn")
