"""What holds of every loan: money is conserved, holders add up, the ledger behind the case replays, figures reprice."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deals.interchange.loan_case.answer import calculate
from deals.ledger.calc.balances import Entry, balances, first_breach
from dealtracker.money import minor_units

EXAMPLES = sorted((Path(__file__).parents[3] / "docs" / "examples" / "loan-cases").glob("*.json"))
FROM_BORROWER = ("interest", "default interest", "commitment fee", "principal", "sweep", "exit fee")
Row = dict[str, Any]


def loans() -> list[tuple[Row, Row]]:
    """(case as given, its answer) of every example that is a loan."""
    found = []
    for file in EXAMPLES:
        document = json.loads(file.read_text())
        given = document if isinstance(document, list) else [document]
        answers = calculate(file.read_text()).cases
        found += [(case, answer) for case, answer in zip(given, answers, strict=False) if "format" in case]
    return found


LOANS = loans()
named = pytest.mark.parametrize(("case", "answer"), LOANS, ids=[answer["id"] for _, answer in LOANS])


def total(rows: list[Row], name: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows), Decimal(0))


@named
def test_each_period_opens_with_what_the_last_one_left_and_what_was_drawn(case: Row, answer: Row) -> None:
    rows = answer["tables"]["schedule"]
    for row in rows:
        figures = {
            name: Decimal(row[name]) for name in ("opening", "drawn", "prepaid", "pik", "principal", "sweep", "closing")
        }
        after = figures["opening"] + figures["drawn"] + figures["pik"]
        assert figures["closing"] == after - figures["prepaid"] - figures["principal"] - figures["sweep"], row["period"]
        assert all(value >= 0 for value in figures.values())
    assert all(Decimal(before["closing"]) <= Decimal(after["opening"]) or before["end"] != after["start"] or _repaid(case, after)
               for before, after in zip(rows, rows[1:], strict=False))  # fmt: skip


def _repaid(case: Row, row: Row) -> bool:
    """Whether something was repaid on the first day of the period, which its opening then lacks."""
    return any(event["date"] == row["start"] for event in case.get("events", ()))


@named
def test_what_holders_get_is_what_the_borrower_pays(case: Row, answer: Row) -> None:
    tables = answer["tables"]
    paid = [row for row in tables["payments"] if row["what"] in FROM_BORROWER]
    own = [fee for fee in tables.get("fees", ()) if fee["kind"] == "exit"]
    in_schedule = total(tables["schedule"], "payment") + total(own, "amount")
    charged = sum((Decimal(row["fees"]) for row in tables["schedule"]), Decimal(0))
    commitment = total([fee for fee in tables.get("fees", ()) if fee["kind"] == "commitment"], "amount")
    assert total(paid, "amount") == in_schedule - charged + commitment


@named
def test_flows_of_the_holders_add_up_to_those_of_all(case: Row, answer: Row) -> None:
    flows: dict[str, Decimal] = defaultdict(Decimal)
    for row in answer["tables"]["cash_flows"]:
        flows["all" if row["holder"] == "all lenders" else "each"] += Decimal(row["amount"])
    assert flows["all"] == flows["each"]


@named
def test_the_entries_replay_to_the_last_position_without_a_breach(case: Row, answer: Row) -> None:
    plain = [
        row
        for row in answer["tables"]["entries"]
        if "transfer" not in row["kind"] and "participation" not in row["kind"]
    ]
    if len(plain) < len(answer["tables"]["entries"]):
        return  # a transfer takes drawn parts along, which the table of entries does not list
    entries = [
        Entry(row["hold"], row["kind"], Decimal(row["amount"]), date.fromisoformat(row["value_date"])) for row in plain
    ]
    assert first_breach(entries, revolving=bool(case.get("revolving"))) is None
    held = balances(entries, date.max)
    last = answer["tables"]["positions"][-1]["date"]
    for row in answer["tables"]["positions"]:
        if row["date"] == last:
            assert held[row["holder"]].outstanding == Decimal(row["outstanding"])


@given(
    rate=st.integers(0, 2500), balloon=st.integers(0, 80), years=st.integers(1, 15), months=st.sampled_from([1, 3, 6, 12]),
    grace=st.integers(0, 5), currency=st.sampled_from(["USD", "JPY", "BHD"]), nominal=st.booleans(),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_an_annuity_with_a_balloon_pays_one_sum_and_leaves_the_balloon(
    rate: int, balloon: int, years: int, months: int, grace: int, currency: str, nominal: bool
) -> None:
    whole = Decimal(10_000_000)
    left = whole * balloon / 100
    grace = min(grace, years * 12 // months - 1)
    case = {
        "format": "loan_case/1", "id": "annuity", "currency": currency, "signing_date": "2026-01-15",
        "maturity_date": f"{2026 + years}-01-15", "commitment": f"{whole:f}", "principal": f"{whole:f}", "schedule": {"months": months},
        "interest": {"kind": "fixed", "rate": f"{Decimal(rate) / 10_000:f}", "day_count": "30/360" if nominal else "ACT/365F"},
        "amortisation": {
            "kind": "annuity", "interest_only_periods": grace, "solve_on": "months" if nominal else "days",
            **({"balloon": f"{left:f}"} if left else {}),
        },
    }  # fmt: skip
    outcome = calculate(json.dumps(case))
    assert outcome.problems == []
    rows = outcome.cases[0]["tables"]["schedule"][grace:]
    assume(
        all(Decimal(row["principal"]) > 0 for row in rows)
    )  # else a long period's interest is more than the level payment
    payments = {Decimal(row["payment"]) for row in rows[:-1]}
    assert len(payments) <= 1
    unit = Decimal(1).scaleb(-minor_units(currency))
    level = payments.pop() if payments else Decimal(rows[-1]["payment"]) - left
    assert abs(Decimal(rows[-1]["payment"]) - left - level) <= unit * len(rows) * (1 + Decimal(rate) / 10_000) ** years
    assert rows[-1]["closing"] == f"{Decimal(0):.{minor_units(currency)}f}"
