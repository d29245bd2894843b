"""Words of a case as term sheets write them: each means what the format's own word means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deals.interchange.loan_case.answer import calculate

# 31 August to 28 February on months' ends: every day count gives another sum, and so does nearly every calendar
CASE: dict[str, Any] = {
    "format": "loan_case/1", "id": "spelt", "currency": "USD", "signing_date": "2023-08-31", "maturity_date": "2024-12-31",
    "commitment": "1000000.00", "principal": "1000000.00",
}  # fmt: skip


def schedule(*, roll: Any = "EOM", day_count: str = "ACT/360", **terms: Any) -> list[dict[str, Any]]:
    interest = {"kind": "fixed", "rate": "0.08", "day_count": day_count}
    outcome = calculate(json.dumps({**CASE, "interest": interest, "schedule": {"months": 2, "roll": roll, **terms}}))
    assert not outcome.problems, outcome.problems
    return outcome.cases[0]["tables"]["schedule"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ACT / 360", "ACT/360"), ("Actual/365 (Fixed)", "ACT/365F"), ("actual / 365 (fixed)", "ACT/365F"),
        ("Act/Act (ISDA)", "ACT/ACT_ISDA"), ("30/360 (SIA)", "30/360_SIA_EOM"), ("SIA 30/360", "30/360_SIA_EOM"),
        ("30/360", "30/360_US_BOND_BASIS"), ("30/360 European", "30E/360"), ("Eurobond", "30E/360"),
        ("30E/360.ISDA", "30E/360_ISDA"), ("German 30/360", "30E/360_ISDA"),
    ],
)  # fmt: skip
def test_a_day_count(written: str, meant: str) -> None:
    assert schedule(day_count=written) == schedule(day_count=meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fed, Tokyo", "US_FED+JP"), ("US_FED & JP", "US_FED+JP"), ("New York and London", "US_FED+LONDON"),
        ("NYC/LON", "US_FED+LONDON"), ("TARGET2", "TARGET"), ("Hongkong", "HK"), ("US Federal Reserve", "US_FED"),
    ],
)  # fmt: skip
def test_a_calendar(written: str, meant: str) -> None:
    assert schedule(calendar=written) == schedule(calendar=meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Mod Fol", "MODIFIED_FOLLOWING"), ("modfol", "MODIFIED_FOLLOWING"), ("no adjustment", "UNADJUSTED")],
)
def test_a_convention(written: str, meant: str) -> None:
    assert schedule(calendar="JP", convention=written) == schedule(calendar="JP", convention=meant)


def test_the_end_of_the_month() -> None:
    assert schedule(roll="end-of-month") == schedule(roll=31)


@pytest.mark.parametrize(
    ("schedule", "what", "do"),
    [
        ({"months": "3"}, "not text", "write the digits without quotes"),
        ({"calendar": "Fed and Atlantis"}, 'calendar "Atlantis" is not known', "use one of US_FED"),
        ({"calender": "Fed"}, "is not a field", 'did you mean "calendar"'),
        ({"rate": "0.08"}, "is not a field", "remove it; known fields"),
    ],
)
def test_what_is_not_understood_is_told_with_what_to_do(schedule: dict[str, Any], what: str, do: str) -> None:
    interest = {"kind": "fixed", "rate": "0.08", "day_count": "ACT/360"}
    [problem] = calculate(json.dumps({**CASE, "interest": interest, "schedule": schedule})).problems
    assert what in problem.what
    assert do in problem.do
