"""The published vectors and every example: all run, all expected figures agree, every figure has a known rule."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deals.interchange.loan_case.answer import calculate
from deals.interchange.loan_case.as_csv import COLUMNS, as_csv
from deals.ledger.calc.rulebook import RULES

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "loan-cases"
FILES = sorted(EXAMPLES.glob("*.json"))
VECTORS = EXAMPLES / "published-vectors.json"


def answer(name: str) -> dict[str, Any]:
    [case] = calculate((EXAMPLES / name).read_text()).as_json()["cases"]
    return case


def test_every_figure_of_the_published_vectors_agrees() -> None:
    cases = {case["id"]: case["summary"] for case in calculate(VECTORS.read_text()).cases}
    assert {name: found["agrees"] for name, found in cases.items()} == {
        "V1_daycounts": 105,
        "V2_business_days": 104,
        "V3_level_principal": 74,
        "V5_ddtl_fee_floor_oid_xirr": 73,
        "V6_two_lenders_transfer": 64,
        "V8_fx": 12,
    }
    assert all(found["differs"] == found["not computed"] == 0 for found in cases.values())


def test_a_wrong_expectation_is_said() -> None:
    document = json.loads(VECTORS.read_text())
    document["vectors"][2]["expected"]["rows"][4]["interest"] = "124666.68"
    outcome = calculate(json.dumps(document))
    [wrong] = [item for case in outcome.cases for item in case["comparison"] if item["verdict"] == "differs"]
    assert wrong == {
        "pointer": "/vectors/2/expected/rows/4/interest",
        "expected": "124666.68",
        "computed": "124666.67",
        "verdict": "differs",
    }
    assert not outcome.ok


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_example_runs_and_every_figure_names_its_rule(file: Path) -> None:
    outcome = calculate(file.read_text())
    assert outcome.ok
    assert outcome.problems == []
    for case in outcome.as_json()["cases"]:
        for rows in case["tables"].values():
            for row in rows:
                assert row["rules"]
                for figure, rule in row["rules"].items():
                    assert figure in row
                    assert all(code in RULES for code in rule.split())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_csv_has_one_line_per_figure(file: Path) -> None:
    outcome = calculate(file.read_text())
    lines = list(csv.DictReader(io.StringIO(as_csv(outcome))))
    figures = sum(len(row["rules"]) for case in outcome.cases for rows in case["tables"].values() for row in rows)
    compared = sum(len(case.get("comparison", [])) for case in outcome.cases)
    assert len(lines) == figures + compared
    assert tuple(lines[0]) == COLUMNS
    assert all(line["rule_text"] for line in lines if line["table"] != "comparison")


def test_one_case_per_feature_is_documented() -> None:
    page = (EXAMPLES.parents[1] / "loan-case.md").read_text()
    assert [file.name for file in FILES if f"`{file.name}`" not in page] == []


def test_a_transfer_and_a_participation_in_mid_period() -> None:
    tables = answer("transfer-and-participation.json")["tables"]
    interest = {row["holder"]: row["amount"] for row in tables["payments"] if row["what"] == "interest"}
    assert interest == {"A": "483823.33", "B": "356380.00", "P": "49593.33", "C": "125136.67"}
    assert tables["transfers"][0]["buyer_pays"] == "8910000.00"
    last = {row["holder"]: row["net_exposure_ccf_40"] for row in tables["positions"] if row["date"] == "2026-10-01"}
    assert last == {"A": "18240000.00", "B": "13680000.00", "C": "9120000.00", "P": "4560000.00"}
    received = sum(Decimal(row["paid"]) for row in tables["receipts"])
    assert received == Decimal("800000.01")
    assert tables["yields"][0]["xirr"] is None
    assert tables["yields"][0]["reason"] == "42000000.00 is still outstanding at the end"


def test_net_exposures_add_up_to_the_gross_ones() -> None:
    by_day: dict[str, list[Decimal]] = {}
    for row in answer("transfer-and-participation.json")["tables"]["positions"]:
        for factor in ("100", "40"):
            off = Decimal(row[f"exposure_ccf_{factor}"]) - Decimal(row[f"net_exposure_ccf_{factor}"])
            by_day.setdefault(row["date"], []).append(off)
    assert {day for day, offs in by_day.items() if sum(offs) != 0} == set()
    assert any(offs != [0] * len(offs) for offs in by_day.values())


def test_the_yen_loan_has_whole_yen_and_says_its_rates() -> None:
    tables = answer("yen-with-rates.json")["tables"]
    assert tables["schedule"][0]["interest"] == "175767123"
    assert tables["fx"][0]["translated"] == "95741213.54"
    assert tables["fx"][0]["rates"] == "EUR/JPY 184.09 of 2025-12-31 (ECB); EUR/USD 1.175 of 2025-12-31 (ECB)"


def test_an_annuity_pays_the_same_until_its_last_payment() -> None:
    payments = [row["payment"] for row in answer("annuity.json")["tables"]["schedule"]]
    rate = Decimal("0.0925") / 12
    level = Decimal("2400000") * rate / (1 - (1 + rate) ** -24)
    assert set(payments[:-1]) == {f"{level:.2f}"}
    assert abs(Decimal(payments[-1]) - level) < Decimal("0.20")


def test_the_same_case_gives_the_same_bytes() -> None:
    text = (EXAMPLES / "floored-pik-discount-transfer.json").read_text()
    assert as_csv(calculate(text)) == as_csv(calculate(text))


def test_a_name_that_a_spreadsheet_would_run_is_quoted() -> None:
    case = json.loads((EXAMPLES / "level-principal.json").read_text())
    case["unread=1"] = "x"
    text = as_csv(calculate(json.dumps(case)))
    assert "/unread=1" in text
    assert not any(cell.startswith(("=", "+", "@")) for line in csv.reader(io.StringIO(text)) for cell in line)
