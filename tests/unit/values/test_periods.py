"""Dates with their precision, and half-open periods."""

from __future__ import annotations

from datetime import date

import pytest

from dealtracker.periods import DateError, Period, When, parse_day


@pytest.mark.parametrize(
    ("data", "earliest", "latest", "words"),
    [
        ("2025-12-01", date(2025, 12, 1), date(2025, 12, 1), "1 Dec 2025"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31), "Q4 2025"),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ({"by": "2025-09-01"}, None, date(2025, 9, 1), "no later than 1 Sep 2025"),
        ({"after": "2025-09-01"}, date(2025, 9, 1), None, "after 1 Sep 2025"),
        ({"by": "2026-04"}, None, date(2026, 4, 30), "no later than Apr 2026"),
        ({"by": "2026-Q1"}, None, date(2026, 3, 31), "no later than Q1 2026"),
        ({"by": "2026"}, None, date(2026, 12, 31), "no later than 2026"),
        ({"after": "2026-04"}, date(2026, 4, 30), None, "after Apr 2026"),
        ({"from": "2025-09", "to": "2025-Q4"}, date(2025, 9, 1), date(2025, 12, 31), "Sep 2025 to Q4 2025"),
        ({"from": "2025-09-01", "to": "2025-09-30"}, date(2025, 9, 1), date(2025, 9, 30), "1 Sep 2025 to 30 Sep 2025"),
    ],
)
def test_every_precision_has_its_bounds_and_words(data: object, earliest: date, latest: date, words: str) -> None:
    when = When.from_json(data)
    assert (when.earliest, when.latest, when.in_words()) == (earliest, latest, words)
    assert when.to_json() == data
    assert When.parse(when.text) == when


@pytest.mark.parametrize(
    "data",
    ["2025-02-29", "2025-13", "2025-Q5", "25", "0001-01-01", "9999-12-31", "03/04/2025", "45992", "", {"by": "25"}, {"by": "2025-13"}, {"by": "by 2025"}, {"by": ""}, {"from": "2025", "to": "2024-Q4"}, {"by": 1},
     {"until": "2025-01-01"}, {"from": "2025-02-01", "to": "2025-01-01"}, None, 2025, ["2025"]],
)  # fmt: skip
def test_what_is_no_date_is_refused(data: object) -> None:
    with pytest.raises(DateError):
        When.from_json(data)


def test_surely_and_perhaps_differ_inside_the_interval() -> None:
    december = When.parse("2025-12")
    assert december.perhaps_by(date(2025, 12, 1)) and not december.surely_by(date(2025, 12, 1))
    assert december.surely_by(date(2025, 12, 31))
    assert When.parse("by 2025-09-01").perhaps_by(date(2000, 1, 1))


def test_periods_are_half_open() -> None:
    year = Period(date(2025, 1, 1), date(2026, 1, 1))
    assert date(2025, 12, 31) in year and date(2026, 1, 1) not in year and year.days == 365
    assert not year.overlaps(Period(date(2026, 1, 1)))
    with pytest.raises(DateError):
        Period(date(2025, 1, 1), date(2025, 1, 1))


def test_days_outside_the_book_are_refused() -> None:
    assert parse_day("1990-01-01") == date(1990, 1, 1)
    with pytest.raises(DateError, match="1990 to 2100"):
        parse_day("1989-12-31")
