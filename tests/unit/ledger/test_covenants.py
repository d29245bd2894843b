"""The days on which covenants are tested, and how a definition holds for its time."""

from __future__ import annotations

from datetime import date

import pytest

from deals.ledger.calc.covenants import (
    Span,
    certificate_day,
    newly_not_met,
    next_test,
    period_ends,
    with_test,
)
from deals.ledger.holiday_sets import business_calendar
from dealtracker.periods import When


@pytest.mark.parametrize(
    ("every", "ends"),
    [(1, ["2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28"]), (3, ["2025-12-31"]), (6, ["2025-12-31"]),
     (12, ["2025-12-31"]), (0, []), (-3, [])],
)  # fmt: skip
def test_ends_of_periods(every: int, ends: list[str]) -> None:
    assert [str(day) for day in period_ends(every, date(2025, 11, 14), date(2026, 3, 30))] == ends


def test_a_certificate_is_due_on_an_open_day() -> None:
    calendar = business_calendar("US_FED", 2026, 2026)
    assert certificate_day(date(2026, 9, 30), 45) == date(2026, 11, 14), "a Saturday where no calendar is stated"
    assert certificate_day(date(2026, 9, 30), 45, calendar) == date(2026, 11, 16)


def test_a_definition_holds_from_its_start_until_the_next() -> None:
    old, new = Span(None, When.parse("2025-12-19")), Span(When.parse("2025-12-19"), None)
    assert [old.holds_on(day) for day in (date(2025, 12, 18), date(2025, 12, 19))] == [True, False]
    assert [new.holds_on(day) for day in (date(2025, 12, 18), date(2025, 12, 19))] == [False, True]


def test_only_what_is_new_and_not_met() -> None:
    before = [{"on": "2025-03-31", "result": "not met"}]
    after = [
        *before,
        {"on": "2025-06-30", "result": "FAILED"},
        {"on": "2025-09-30", "result": "met"},
        {"on": "2025-12-31"},
    ]
    assert newly_not_met(before, after) == [{"on": "2025-06-30", "result": "FAILED"}]


def test_the_next_test_follows_the_last_one_told_and_the_definition() -> None:
    span = Span(When.parse("2025-04-01"), When.parse("2026-01-15"))
    day = date(2025, 10, 15)
    assert next_test(3, ["2025-09-30"], span, day) == date(2025, 12, 31)
    assert next_test(3, ["2025-06-30", None], span, day) == date(2025, 9, 30), "a test that is not told is still due"
    assert next_test(3, [], span, day) == date(2025, 12, 31)
    assert next_test(3, ["2025-12-31"], span, day) is None, "the definition ends before the next one"
    assert next_test(0, [], span, day) is None


def test_a_definition_says_where_a_day_stands_to_it() -> None:
    span = Span(When.parse("2025-04-01"), When.parse("2025-12-19"))
    assert span.state_on(date(2025, 3, 31)) == "not yet in force"
    assert span.state_on(date(2025, 4, 1)) == span.state_on(date(2025, 12, 18)) == "in force"
    assert span.state_on(date(2025, 12, 19)) == "no longer in force"
    assert Span().state_on(date(2025, 1, 1)) == "in force"


def test_a_test_takes_the_place_of_one_of_its_day() -> None:
    first, second = {"on": "2025-06-30", "result": "met"}, {"on": "2025-09-30", "result": "met"}
    assert with_test([second], first) == [first, second]
    assert with_test([first, second], {**first, "result": "waived"}) == [{**first, "result": "waived"}, second]
