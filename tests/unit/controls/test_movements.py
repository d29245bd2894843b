"""Rules of the country left behind, and the lender's way to the collateral."""
from __future__ import annotations

import pytest

from deals.controls.rules import case_from_json, recovery_route
from deals.controls.rules.recovery import RecoveryRoute
from dealtracker.periods import parse_day
from tests.unit.controls.asking import CATALOGUE, JAPAN, PACK, TOKYO, ask, deciding


@pytest.mark.parametrize(
    ("leaves", "goes", "day", "rules"),
    [
        ("MY", "SG", "2025-07-13", set()),
        ("MY", "SG", "2025-07-14", {"MY-STA-2025"}),
        ("MY", "MY", "2025-08-01", set()),
        ("JP", "TH", "2025-05-27", set()),
        ("JP", "TH", "2025-05-28", {"JP-FEFA-2025-05"}),
        ("JP", "TH", "2025-12-01", {"JP-FEFA-2025-05", "JP-CATCHALL-2025-10"}),
        ("TW", "JP", "2025-12-01", {"TW-SHTC-2025"}),
        ("DE", "JP", "2025-12-01", {"EU-DU-2025"}),
        ("DE", "FR", "2025-12-01", set()),
        ("GB", "JP", "2025-12-01", {"UK-ECO-2024"}),
    ],
)
def test_a_movement_out_of_a_country_with_rules_is_reviewed(leaves: str, goes: str, day: str, rules: set[str]) -> None:
    found = ask({**JAPAN, "destination": goes}, model="H100", date=day, moves_from=leaves)
    assert deciding(found) - {"US-DIFF-2025"} == rules
    assert (found.step == "NEEDS_REVIEW") is bool(rules)


@pytest.mark.parametrize(
    ("leaves", "day", "silent"),
    [("KR", "2025-12-01", True), ("IN", "2025-12-01", True), ("MY", "2025-07-13", True), ("MY", "2025-07-14", False),
     ("DE", "2025-12-01", False), ("US", "2025-12-01", False), ("PR", "2025-12-01", False), (None, "2025-12-01", False)],
)  # fmt: skip
def test_a_country_that_the_pack_is_silent_on_is_said(leaves: str | None, day: str, silent: bool) -> None:
    found = ask({**JAPAN, "destination": "TH"}, model="H100", date=day, moves_from=leaves)
    said = [reason for reason in found.reasons if "its own export control is not evaluated" in reason]
    assert said == ([f"the pack holds no rule of that day on what leaves {leaves}: its own export control is not evaluated"] if silent else [])


def test_a_small_chip_leaves_malaysia_without_its_permit_rule() -> None:
    assert deciding(ask(JAPAN, model="L2", date="2025-12-01", moves_from="MY")) == set()


def test_singapore_advice_informs() -> None:
    assert ask(JAPAN, model="L2", date="2025-12-01", moves_from="SG").step == "INFO"


def test_without_the_country_left_its_rules_are_said_to_be_not_evaluated() -> None:
    found = ask(JAPAN, model="L2", date="2025-12-01")
    assert ("JP-FEFA-2025-05", "the country that the hardware leaves was not given") in found.not_evaluated


def _recover(lender: str | None, parent: str | None, model: str | None = "H100") -> RecoveryRoute:
    case = case_from_json({**TOKYO, "model": model, "date": "2025-12-01"})
    return recovery_route(
        case, lender_country=lender, lender_parent_country=parent, day=parse_day("2026-06-15"), pack=PACK,
        catalogue=CATALOGUE,
    )  # fmt: skip


def test_taking_collateral_from_tokyo_to_new_york_is_an_export_from_japan() -> None:
    route = _recover("US", "US")
    assert (route.site, route.lender, route.result.step) == ("JP", "US", "NEEDS_REVIEW")
    assert deciding(route.result) == {"JP-FEFA-2025-05", "JP-CATCHALL-2025-10"}


def test_a_chinese_lender_meets_the_headquarters_test_and_the_destination_rule() -> None:
    route = _recover("CN", "CN")
    assert (route.result.step, route.result.policy) == ("LICENCE_REQUIRED", "presumption_of_denial")
    assert "US-AC-2023-HQ" in deciding(_recover("SG", "CN").result)


def test_an_unknown_lender_or_chip_keeps_the_route_open() -> None:
    assert _recover(None, None).result.step == "NEEDS_REVIEW"
    assert set(_recover("US", None).result.missing) == {"ultimate_parent_hq"}
    assert _recover("US", "US", None).result.candidates
