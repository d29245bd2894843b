"""Laws over random evidence: arrival order, re-reports, and the past as it was known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from dealtracker.evidence.rules import (
    Evidence,
    StandingRow,
    compare,
    deal_certainty,
    deal_counts,
    silence,
    standings,
    weigh,
)
from tests.unit.evidence.books import DAY, books, with_one_more
from tests.unit.evidence.cast import without_sources

LAST = DAY + timedelta(days=6)
quick = settings(max_examples=60, deadline=None)


def _by_field(rows: list[StandingRow]) -> dict[tuple[UUID, str], list[StandingRow]]:
    found: dict[tuple[UUID, str], list[StandingRow]] = defaultdict(list)
    for row in rows:
        found[row.target, row.field].append(row)
    return found


def _counts_aside(evidence: Evidence) -> dict[tuple[UUID, str], list[StandingRow]]:
    return {key: without_sources(rows) for key, rows in _by_field(standings(evidence)).items()}


@quick
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(book: Evidence, chance: object) -> None:
    mixed = replace(
        book, claims=_mixed(book.claims, chance), sources=_mixed(book.sources, chance),
        links=_mixed(book.links, chance), replies=_mixed(book.replies, chance),
        interests=_mixed(book.interests, chance),
    )  # fmt: skip
    assert standings(mixed) == standings(book)
    assert deal_certainty(weigh(mixed), known_on=LAST) == deal_certainty(weigh(book), known_on=LAST)
    assert silence(weigh(mixed), known_on=LAST) == silence(weigh(book), known_on=LAST)


def _mixed(rows: tuple, chance: object) -> tuple:  # type: ignore[type-arg]
    return tuple(chance.sample(rows, len(rows)))  # type: ignore[attr-defined]


@quick
@given(with_one_more(retold=True))
def test_a_re_report_changes_only_the_source_count(pair: tuple[Evidence, Evidence]) -> None:
    before, after = pair
    assert _counts_aside(after) == _counts_aside(before)
    for day in (DAY, DAY + timedelta(days=3), LAST):
        old, new = deal_counts(weigh(before), known_on=day), deal_counts(weigh(after), known_on=day)
        assert replace(new, sources=0) == replace(old, sources=0)
        assert new.sources >= old.sources
        assert deal_certainty(weigh(after), known_on=day) == deal_certainty(weigh(before), known_on=day)
        assert silence(weigh(after), known_on=day) == silence(weigh(before), known_on=day)


LATER = DAY + timedelta(days=7)


@quick
@given(with_one_more(retold=False, days=st.just(LATER)))
def test_what_is_published_later_leaves_the_past_as_it_was_known(pair: tuple[Evidence, Evidence]) -> None:
    before, after = ([_until_later(row) for row in standings(book) if row.known_from < LATER] for book in pair)
    assert after == before


def _until_later(row: StandingRow) -> StandingRow:
    return replace(row, known_to=min(row.known_to, LATER))


@quick
@given(books())
def test_rows_are_whole_periods_that_never_overlap(book: Evidence) -> None:
    for rows in _by_field(standings(book)).values():
        for row, following in pairwise(rows):
            assert row.known_from < row.known_to <= following.known_from
            assert replace(row, known_to=following.known_to) != replace(following, known_from=row.known_from)
        assert all(row.newsrooms <= row.origins <= row.sources for row in rows)
    counts = [deal_counts(weigh(book), known_on=DAY + timedelta(days=number)) for number in range(7)]
    assert all(of.newsrooms <= of.origins <= of.sources for of in counts)


@quick
@given(books(), st.integers(0, 6))
def test_a_day_compared_with_itself_differs_in_nothing(book: Evidence, number: int) -> None:
    day: date = DAY + timedelta(days=number)
    assert compare(standings(book), earlier=day, later=day) == []
