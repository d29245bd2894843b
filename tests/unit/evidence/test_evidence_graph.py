"""Roots, faithful copies and newsrooms from the graph of cited links."""

from __future__ import annotations

from datetime import date

import pytest

from dealtracker.evidence.rules import LinkCycle, UnknownSource, deal_counts, newsroom, origins, weigh
from dealtracker.evidence.rules.graph import COPY, MACHINE_COPY, RE_REPORT, ROOT, Graph
from tests.unit.evidence.cast import Book, about, named


def test_roots_follow_cited_re_reports_translations_and_quotes() -> None:
    book = Book()
    for name in ("wire", "other", "copy", "rewrite", "echo", "corrected"):
        book.source(name, "2026-01-01")
    book.link("copy", "wire", "translates").link("rewrite", "copy").link("rewrite", "other", "quotes")
    book.link("echo", "wire", basis="inferred").link("corrected", "wire", "corrects")
    roots = origins(book.sources, book.links)
    assert roots[named("rewrite")] == {named("wire"), named("other")}
    assert roots[named("copy")] == {named("wire")}
    assert {name for name in ("wire", "other", "echo", "corrected") if roots[named(name)] == {named(name)}} == {
        "wire", "other", "echo", "corrected",
    }  # fmt: skip


def test_a_ring_is_an_error_that_names_its_path() -> None:
    book = Book().source("a", "2026-01-01").source("b", "2026-01-01").source("c", "2026-01-01")
    book.link("a", "b").link("b", "c", "quotes").link("c", "a", "translates")
    with pytest.raises(LinkCycle, match="these sources cite each other in a ring: a → b → c → a; remove") as error:
        origins(book.sources, book.links)
    assert error.value.path == (named("a"), named("b"), named("c"), named("a"))


def test_a_very_long_chain_has_one_root() -> None:
    book = Book()
    for number in range(3000):
        book.source(f"s{number}", "2026-01-01")
    for number in range(1, 3000):
        book.link(f"s{number}", f"s{number - 1}")
    assert origins(book.sources[::-1], book.links)[named("s2999")] == {named("s0")}


def test_links_and_claims_must_name_given_sources() -> None:
    with pytest.raises(UnknownSource, match="a link \\(re-reports\\) names the source"):
        origins(Book().source("a", "2026-01-01").link("a", "nowhere").sources, Book().link("a", "nowhere").links)
    with pytest.raises(UnknownSource, match="names a source that is not among those given"):
        weigh(Book().claim("nowhere", about("300")).evidence)


@pytest.mark.parametrize(
    ("kind", "link", "expected"),
    [
        ("licensed copy", "re-reports", COPY),
        ("newspaper", "translates", COPY),
        ("newspaper", "re-reports", RE_REPORT),
        ("rewrite", "translates", RE_REPORT),
        ("aggregator", "re-reports", RE_REPORT),
        ("generated text", "translates", RE_REPORT),
        ("satire", "quotes", RE_REPORT),
        ("machine translation", "translates", MACHINE_COPY),
        ("machine translation", "re-reports", RE_REPORT),
    ],
)
def test_who_carries_the_voice_of_an_origin(kind: str, link: str, expected: int) -> None:
    book = Book().source("wire", "2026-01-01").source("it", "2026-01-02", kind).link("it", "wire", link)
    fidelity = Graph.of(book.sources, book.links).fidelity
    assert (fidelity[named("wire")], fidelity[named("it")]) == (ROOT, expected)


def test_a_machine_translation_of_a_rewrite_is_a_rewrite() -> None:
    book = Book().source("wire", "2026-01-01").source("rw", "2026-01-02", "rewrite").link("rw", "wire")
    book.source("mt", "2026-01-03", "machine translation").link("mt", "rw", "translates")
    assert Graph.of(book.sources, book.links).fidelity[named("mt")] == RE_REPORT


def test_one_newsroom_by_any_spelling_of_case_and_space() -> None:
    book = Book().source("The Star", "2026-01-01", newsroom="Bloomberg  News").source("bloomberg news", "2026-01-02")
    assert newsroom(book.sources[0]) == newsroom(book.sources[1]) == "bloomberg news"


def test_what_cites_an_origin_came_after_it_so_that_origins_never_outnumber_sources() -> None:
    book = Book().source("A", "2026-02-10").source("B", "2026-02-12").source("copy", "2026-01-05", "licensed copy")
    book.link("copy", "A").link("copy", "B").claim("copy", about("300"))
    (row,) = book.rows()
    assert (row.sources, row.origins, row.newsrooms) == (3, 2, 2)
    counts = deal_counts(book.fields, known_on=date(2026, 1, 5))
    assert (counts.sources, counts.origins, counts.newsrooms) == (3, 2, 2)
