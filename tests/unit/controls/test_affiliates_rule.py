"""The BIS Affiliates Rule: one deal, three days, three answers, each with its reason."""
from __future__ import annotations

from typing import Any

import pytest

from deals.controls.rules import case_from_json, evaluate_on
from deals.controls.rules.case_json import parse_day
from tests.unit.controls.asking import CATALOGUE, JAPAN, PACK, ask, deciding

DEAL: dict[str, Any] = {**JAPAN, "model": "H20", "listed_ownership": "0.6"}


def test_one_deal_three_days_three_answers() -> None:
    days = {"order": "2025-10-15", "delivery": "2025-12-15", "today": "2026-11-23"}
    case = case_from_json(DEAL)
    found = evaluate_on(case, {n: parse_day(d) for n, d in days.items()}, pack=PACK, catalogue=CATALOGUE)
    assert {name: result.step for name, result in found.items()} == {
        "order": "LICENCE_REQUIRED",
        "delivery": "INFO",
        "today": "LICENCE_REQUIRED_VERIFY",
    }
    assert found["order"].policy == "as the most restrictive listed owner"
    assert any("suspended from 10 Nov 2025 to 9 Nov 2026" in reason for reason in found["delivery"].reasons)
    assert any("Suspension ended by its own terms, extension not verified" in r for r in found["today"].reasons)
    [verify] = [f for f in found["today"].findings if f.decides]
    assert verify.enforcement is not None
    assert (verify.enforcement.state, verify.weakest.certainty) == ("not_verified", "not_verified")


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2025-09-28", None),
        ("2025-09-29", "US-AFF-2025-1"),
        ("2025-11-09", "US-AFF-2025-1"),
        ("2025-11-10", "US-AFF-2025-SUSP"),
        ("2026-11-09", "US-AFF-2025-SUSP"),
        ("2026-11-10", "US-AFF-2026-REINST"),
    ],
)
def test_its_first_and_last_days(day: str, rule: str | None) -> None:
    assert deciding(ask(DEAL, date=day)) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("share", "step"),
    [
        ("0.5", "LICENCE_REQUIRED"),
        ("0.499", "NEEDS_REVIEW"),
        ("unknown", "NEEDS_REVIEW"),
        ({"kind": "range", "low": "0.4", "high": "0.7"}, "NEEDS_REVIEW"),
        ({"kind": "at least", "low": "0.5"}, "LICENCE_REQUIRED"),
        ({"kind": "at most", "high": "0.2"}, "NEEDS_REVIEW"),
        ("0", "NO_MATCH_ON_DATA"),
    ],
)
def test_the_share_that_listed_parties_own(share: Any, step: str) -> None:
    assert ask({**DEAL, "listed_ownership": share}, date="2025-10-15").step == step


def test_ownership_not_given_is_not_screened_rather_than_none() -> None:
    found = ask({**DEAL, "listed_ownership": None}, date="2025-10-15")
    assert found.step == "NO_MATCH_ON_DATA"
    assert ("US-AFF-2025-1", "ownership by listed parties was not given: not screened") in found.not_evaluated
