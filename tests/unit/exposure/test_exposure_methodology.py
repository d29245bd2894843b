"""docs/methodology/exposure.md says what the code does: its tables are compared."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from deals.exposure.calc import UNSTAGED, WEIGHT, bounds
from deals.ledger.calc.fx import Quote, Rates
from deals.ledger.fx import OLDEST_DAYS
from deals.ledger.rate_files import shipped
from deals.reports.balances_of import remainder
from deals.timeline.calc import STAGES
from dealtracker.money import KINDS, Amount

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "methodology" / "exposure.md").read_text(encoding="utf-8")
COLUMNS = (("committed",), ("unknown",), ("proposed",), ("conditional", "uncommitted option"))


def test_the_table_of_weights_is_the_one_in_the_code() -> None:
    table = PAGE.split("## Weight", 1)[1].split("##", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", table, re.M)[2:]]
    told = {
        (stage, commitment): cell
        for stages, *cells in rows
        for stage in stages.split(", ")
        for commitments, cell in zip(COLUMNS, cells, strict=True)
        for commitment in commitments
        if cell != "no row"
    }
    assert told == WEIGHT
    assert {stage for stage, _ in told} | {"ended"} == {*STAGES, UNSTAGED}


def test_the_table_of_bounds_is_what_the_code_gives() -> None:
    table = PAGE.split("## Low, point and high", 1)[1].split("##", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", table, re.M)[2:]]
    figures = {"the figure": Decimal(3), "its lower end": Decimal(3), "its upper end": Decimal(5), "–": None}
    given = {
        "exact": Amount("exact", point=Decimal(3)), "about": Amount("approx", point=Decimal(3)),
        "at least, more than": Amount("at least", low=Decimal(3)), "at most, up to": Amount("at most", high=Decimal(3)),
        "a range": Amount("range", low=Decimal(3), high=Decimal(5)), "not known": Amount.unknown(),
    }  # fmt: skip
    assert {said: tuple(figures[cell] for cell in cells) for said, *cells in rows} == {said: bounds(one) for said, one in given.items()}
    assert {one.kind for one in given.values()} == set(KINDS)


def test_rates_are_good_for_a_week_and_the_shipped_ones_end_where_the_page_says() -> None:
    assert "the last rate of the week up to the date" in PAGE
    assert OLDEST_DAYS == 7
    rates = list(shipped())
    assert (rates[0].day.year, max(rate.day for rate in rates)) == (2015, date(2026, 10, 30))
    assert {"USD", "JPY", "SGD", "AED", "QAR", "SAR"} <= {rate.currency for rate in rates}
    assert all(rate.per_eur > 0 and 0 < len(rate.source) <= 120 for rate in rates)
    last = {rate.currency: rate.per_eur for rate in rates if rate.day == date(2026, 10, 30)}
    assert last["AED"] == (last["USD"] * Decimal("3.6725")).quantize(Decimal("1e-10"))


def test_the_taiwan_dollar_has_a_rate_on_every_day_that_the_page_names() -> None:
    days = sorted(rate.day for rate in shipped() if rate.currency == "TWD")
    assert (days[0], days[-1]) == (date(2024, 8, 16), date(2026, 9, 25))
    assert "from 16 August\n2024 to 25 September 2026" in PAGE
    assert all((later - day).days <= OLDEST_DAYS + 1 for day, later in pairwise(days))
    rates = {rate.currency: rate for rate in shipped() if rate.day == date(2026, 1, 9)}
    assert (rates["TWD"].per_eur / rates["USD"].per_eur, "H.10" in rates["TWD"].source) == (Decimal("31.61"), True)


def test_rates_go_by_way_of_the_euro() -> None:
    day = date(2026, 1, 5)
    rates = Rates([Quote(day, "EUR", "USD", Decimal("1.25"), "x"), Quote(day, "EUR", "JPY", Decimal(200), "x")])
    found = rates.convert(Decimal(16000), "JPY", "USD", day)
    assert (found.amount, found.rate_date, len(found.legs)) == (Decimal(100), day, 2)


def test_the_remainder_is_computed_only_where_every_hold_has_a_point() -> None:
    assert remainder(100, [30, 20]) == 50
    assert remainder(100, []) == 100
    assert remainder(100, [30, None]) is None
    assert remainder(None, [30]) is None
