"""Vectors in other words than the published ones: what they leave out is taken from what ships, never guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deals.interchange.loan_case.answer import calculate

LOAN = {
    "principal": "1200000.00", "rate": "0.06", "day_count": "30E/360", "unadjusted_start": "2026-01-15",
    "unadjusted_end": "2027-01-15", "months": 3,
}  # fmt: skip
FACILITY = {
    "facility": "10000000.00",
    "all_in_rate": "0.073",
    "day_count": "ACT/365F",
    "period": ["2026-01-01", "2026-04-01"],
}


def run(inputs: dict[str, Any], expected: Any = None, title: str = "") -> dict[str, Any]:
    outcome = calculate(json.dumps({"id": "v", "title": title, "inputs": inputs, "expected": expected}))
    assert not outcome.problems, outcome.problems
    (case,) = outcome.cases
    return case


def test_rates_that_ship_stand_where_a_vector_names_none() -> None:
    """15 bn yen at the European Central Bank's rates of 30 June 2026, a Tuesday; dirhams by their peg of 3.6725."""
    rows = [
        {
            "date": "2026-06-30",
            "JPY_15bn_in_USD": "92343851.31",
            "JPY_15bn_in_EUR": "81046034.15",
            "USDJPY_cross": "162.436370",
        }
    ]
    found = run({"amount": "15000000000", "ccy": "JPY"}, rows)
    assert found["summary"]["agrees"] == 3, found["comparison"]
    dirhams = run({"amount": "3672500.00", "ccy": "AED"}, [{"date": "2026-06-30", "AED_4m_in_USD": "1000000.00"}])
    assert dirhams["summary"]["agrees"] == 1, dirhams["comparison"]


def test_a_rate_that_does_not_ship_is_said() -> None:
    rows = [{"date": "2026-06-30", "KZT_1_in_USD": "1"}]
    (problem,) = calculate(
        json.dumps({"id": "v", "inputs": {"amount": "1.00", "ccy": "KZT"}, "expected": rows})
    ).problems
    assert problem.pointer == "/expected/0/KZT_1_in_USD" and "no rate KZT/USD on or before 2026-06-30" in problem.what


@pytest.mark.parametrize(
    ("written", "meant"), [("linear", "level_principal"), ("mortgage", "annuity"), ("interest only", "bullet")]
)
def test_ways_to_repay_in_the_trade_s_words(written: str, meant: str) -> None:
    assert run({**LOAN, "amortisation": written})["figures"] == run({**LOAN, "amortisation": meant})["figures"]


def test_calendars_of_a_list_are_the_ones_asked_about() -> None:
    """17 February 2026 is the first day of the Lunar New Year: closed in Hong Kong and Singapore, open in Tokyo."""
    found = run({"calendars": ["HK", "SG", "JP"], "dates": ["2026-02-17"]})
    days = {name: rules["FOLLOWING"] for name, rules in found["figures"][0]["adjusted"].items()}
    assert days == {"HK": "2026-02-20", "SG": "2026-02-19", "JP": "2026-02-17"}


@pytest.mark.parametrize(
    "words",
    ["A participates 20% of total commitments to P at 100", "A sells a 20% participation in the facility to P at par",
     "A grants a 20% participation of total commitments to P"],
)  # fmt: skip
def test_a_participation_in_other_words(words: str) -> None:
    events = [["2026-01-01", "open", "drawn 10m"], ["2026-02-01", "participation", words]]
    found = run({**FACILITY, "events": events}, title="A 50% / B 50% of a 10m facility")
    paid = {row["holder"]: row["amount"] for row in found["tables"]["payments"] if row["what"] == "interest"}
    # 90 days at 2,000 a day: half is B's, and P has two fifths of A's from 1 February on, 59 days
    assert paid == {"A": "66400.00", "B": "90000.00", "P": "23600.00"}
