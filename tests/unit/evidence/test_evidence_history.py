"""Two dated views compared, amounts over time, slips by powers of ten, and drift hop by hop."""

from __future__ import annotations

from datetime import date

import pytest

from dealtracker.evidence.rules import amount_history, compare, drift, magnitude_slip, standings, value_key
from dealtracker.evidence.rules.explain import explain
from tests.unit.evidence.cast import Book, about, named

JAN, FEB, MAR, APR = "2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"


def day(text: str) -> date:
    return date.fromisoformat(text)


def changes(book: Book, earlier: str, later: str) -> list[tuple[str, str, str]]:
    found = compare(standings(book.evidence), earlier=day(earlier), later=day(later))
    return [(change.kind, change.what, change.field) for change in found]


def test_compare_lists_what_was_added_changed_contested_and_withdrawn() -> None:
    book = Book().source("bbg", JAN).source("ft", FEB, "newspaper").source("no", MAR).link("no", "bbg", "retracts")
    book.claim("bbg", about("300")).claim("bbg", "JP", at="s1.country").claim("ft", about("310"))
    book.claim("ft", "SG", at="s2.country").source("answer", FEB).reply(
        "acme", "denies", "answer", "listed", listed=["s1.country"]
    )
    found = compare(standings(book.evidence), earlier=day(JAN), later=day(FEB))
    assert {(change.kind, change.what, change.target) for change in found} == {
        ("changed", "value", named("f1")), ("contested", "certainty", named("s1")), ("added", "value", named("s2")),
    }  # fmt: skip
    assert len(found) == 3
    assert changes(book, FEB, MAR) == [("withdrawn", "certainty", "country")]
    assert changes(book, "2025-01-01", "2025-06-01") == []


def test_more_sources_alone_are_no_difference_and_a_document_is_one() -> None:
    book = Book().source("bbg", JAN).source("echo", FEB, "rewrite").link("echo", "bbg").source("10-Q", MAR, "filing")
    for name in ("bbg", "echo", "10-Q"):
        book.claim(name, about("300"))
    assert changes(book, JAN, FEB) == []
    assert changes(book, FEB, MAR) == [("changed", "certainty", "amount")]


def test_days_to_compare_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="the earlier day 2026-02-10 lies after the later day 2026-01-10"):
        compare([], earlier=day(FEB), later=day(JAN))


def steps(book: Book, known_on: str = APR) -> list[tuple[str, str, int]]:
    found = amount_history(book.fields, target=named("f1"), field="amount", known_on=day(known_on))
    return [(step.value["point"], step.change, step.slip) for step in found]


def test_an_amount_that_grew_was_corrected_and_has_another_scope() -> None:
    book = Book().source("a", JAN).source("b", FEB).source("c", MAR).source("d", APR).link("c", "b", "corrects")
    book.claim("a", about("22"), relation="earlier state").claim("b", about("23"))
    book.claim("c", about("23.25")).claim("d", about("38"), relation="other scope")
    assert steps(book) == [
        ("22", "first stated", 0), ("23", "upsizing", 0), ("23.25", "correction", 0), ("38", "other scope", 0),
    ]  # fmt: skip
    assert steps(book, FEB) == [("22", "first stated", 0), ("23", "upsizing", 0)]


def test_a_larger_figure_without_a_judgement_is_not_called_an_upsizing() -> None:
    book = Book().source("a", JAN).source("b", FEB).claim("a", about("22")).claim("b", about("23"))
    assert steps(book) == [("22", "first stated", 0), ("23", "not explained", 0)]


def test_a_slip_is_called_out_and_a_reduction_named() -> None:
    book = Book().source("a", JAN).source("b", FEB).claim("a", about("3000000000"), relation="earlier state")
    assert steps(book.claim("b", about("300000000"))) == [("3000000000", "first stated", 0), ("300000000", "reduction", 1)]


@pytest.mark.parametrize(
    ("one", "other", "power"),
    [
        (about("300000000"), about("3000000000"), 1),
        (about("3000000000"), about("300000000"), 1),
        (about("16.5"), about("16500000000"), 9),
        (about("3.8"), about("38.2"), 1),
        (about("300"), about("2900"), 0),
        (about("300"), about("300"), 0),
        (about("300"), about("600"), 0),
        (about("300"), about("3000", "JPY"), 0),
        (about("300"), {"kind": "unknown"}, 0),
        (about("0"), about("300"), 0),
        ("300", "3000", 0),
        ({"kind": "at most", "high": "300"}, {"kind": "range", "low": "1000", "high": "3000"}, 1),
    ],
)
def test_slips_by_powers_of_ten(one: object, other: object, power: int) -> None:
    assert magnitude_slip(one, other) == power


def test_equal_values_have_equal_keys() -> None:
    assert value_key(about("300")) == value_key(about("300.00") | {"words": "some US$300"})
    assert value_key({"point": "300"}) == value_key({"kind": "exact", "point": "300"})
    assert value_key("  Tokyo ") == value_key("TOKYO")
    assert value_key(True) != value_key("true") and value_key(1) != value_key("1")
    assert len({value_key(about("300")), value_key(about("300", kind="exact")), value_key(about("300", "EUR"))}) == 3


def test_the_first_wrong_hop_on_each_way_is_marked() -> None:
    book = Book().source("bbg", JAN).source("sn", FEB, "rewrite").source("it", MAR, "rewrite").source("es", MAR, "rewrite")
    book.link("sn", "bbg").link("it", "bbg").link("it", "sn", basis="inferred").link("es", "bbg")
    book.claim("bbg", about("300000000")).claim("sn", about("3000000000")).claim("it", about("3000000000"))
    book.claim("es", about("310000000"))
    hops = {hop.source: hop for hop in drift(book.fields, target=named("f1"), field="amount", known_on=day(APR))}
    assert [hops[named(name)].verdict for name in ("bbg", "sn", "it", "es")] == ["stands", "drift", "drift", "drift"]
    assert [hops[named(name)].first_wrong for name in ("bbg", "sn", "it", "es")] == [False, True, False, True]
    assert [hops[named(name)].slip for name in ("sn", "it", "es")] == [1, 1, 0]
    assert (hops[named("it")].parent, hops[named("it")].inferred) == (named("sn"), True)
    assert drift(book.fields, target=named("f2"), field="amount", known_on=day(APR)) == []


def test_why_names_each_claims_part() -> None:
    book = Book().source("bbg", JAN).source("fix", FEB).link("fix", "bbg", "corrects").source("wsj", MAR, "newspaper")
    book.source("echo", MAR, "rewrite").link("echo", "fix").source("answer", MAR)
    book.claim("bbg", about("30")).claim("fix", about("300")).claim("wsj", about("500"), relation="contradicts")
    book.claim("echo", about("300")).claim("echo", about("3000")).claim("answer", at="f1", stance="denies", speaker="acme")
    found = explain(book.fields, target=named("f1"), field="amount", known_on=day(APR))
    assert found is not None
    parts = [(part.claim, part.part) for part in found.parts]
    assert parts[0] == (named("claim 1"), "stands")
    assert dict(parts) == {
        named("claim 1"): "stands", named("claim 0"): "corrected", named("claim 3"): "repeats",
        named("claim 4"): "drift", named("claim 2"): "contradicts", named("claim 5"): "denies",
    }  # fmt: skip
    assert (found.winner, found.certainty.code) == (named("claim 1"), "contested")
    assert explain(book.fields, target=named("f2"), field="amount", known_on=day(APR)) is None


def test_a_past_view_of_a_lender_not_yet_named() -> None:
    book = Book().source("bbg", FEB).source("ft", MAR, "newspaper")
    book.claim("bbg", "a private-credit firm", at="h1.party", target_kind="hold", relation="less specific")
    book.claim("ft", {"ref": "lender"}, at="h1.party", target_kind="hold")
    february, march = book.row(FEB, "h1.party"), book.row(MAR, "h1.party")
    assert february and march and (february.value, march.value) == ("a private-credit firm", {"ref": "lender"})
    assert (february.known_to, march.known_from) == (day(MAR), day(MAR))


def test_an_amount_is_first_stated_at_its_origin_not_in_a_copy_of_the_same_day() -> None:
    book = Book().source("copy", JAN, "licensed copy").source("wire", JAN).link("copy", "wire")
    book.claim("copy", about("300")).claim("wire", about("300"))
    [step] = amount_history(book.fields, target=named("f1"), field="amount", known_on=date.fromisoformat(FEB))
    assert (step.source, step.change) == (named("wire"), "first stated")


def test_satire_that_has_it_from_nobody_is_no_hop_but_who_retells_it_is() -> None:
    book = Book().source("wire", JAN).claim("wire", about("300")).source("joke", FEB, "satire")
    book.claim("joke", about("3000")).source("echo", MAR, "rewrite").link("echo", "joke").claim("echo", about("3000"))
    hops = drift(book.fields, target=named("f1"), field="amount", known_on=date.fromisoformat(MAR))
    assert {hop.source: (hop.verdict, hop.first_wrong) for hop in hops} == {
        named("wire"): ("stands", False), named("joke"): ("drift", False), named("echo"): ("drift", True),
    }  # fmt: skip
