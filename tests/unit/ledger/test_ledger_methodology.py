"""docs/methodology/ledger.md is held to the code: rules, effects of entries, roundings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from deals.ledger.calc.allocation import apportion, transfer_price
from deals.ledger.calc.balances import EFFECTS
from deals.ledger.calc.curves import Asset, Curve, asset_value, cover_path
from deals.ledger.calc.rounding import ROUNDINGS, rounded
from deals.ledger.calc.rulebook import RULES
from deals.ledger.calc.terms import AMORTISATIONS
from deals.ledger.calc.yields import RATIO_PLACES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "methodology" / "ledger.md").read_text()
SIGNS = {"": 0, "+": 1, "−": -1, "+ part": 0, "− part": 0}


def table(heading: str) -> list[list[str]]:
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip().strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_rules_are_those_of_the_rulebook() -> None:
    assert {row[0].strip("`"): row[1] for row in table("Rules")} == RULES


def test_every_rule_can_come_up() -> None:
    sources = [*(ROOT / "deals" / "ledger" / "calc").glob("*.py"), *(ROOT / "deals" / "interchange").rglob("*.py")]
    code = "".join(source.read_text() for source in sources if source.name != "rulebook.py")
    built = {f"principal.{kind}" for kind in AMORTISATIONS}
    assert [rule for rule in RULES if rule not in code and rule not in built] == []


def test_the_effects_of_entries_are_those_of_the_code() -> None:
    stated = {row[0]: tuple(SIGNS[cell] for cell in row[1:]) for row in table("What each entry does")}
    assert stated == {kind: effect[:3] for kind, effect in EFFECTS.items()}


def test_the_rounding_table() -> None:
    how = {row[0]: (row[1], row[2]) for row in table("Rounding")}
    assert how["loan to value, coverage, multiple, average life"][0] == f"{RATIO_PLACES} decimals"
    half = Fraction(1, 2)
    assert [rounded(sign * half, 0, "HALF_UP") for sign in (1, -1)] == [1, -1]
    assert [rounded(value, 0, "HALF_EVEN") for value in (half, 3 * half)] == [0, 2]
    assert [rounded(half, 0, "DOWN"), rounded(Fraction(1, 9), 0, "UP")] == [0, 1]
    assert set(ROUNDINGS) == {"HALF_UP", "HALF_EVEN", "DOWN", "UP"}


def test_what_the_table_says_of_single_figures() -> None:
    assert apportion(Decimal("0.02"), [1, 1, 1], "USD") == [Decimal("0.01"), Decimal("0.01"), 0]
    assert transfer_price(Decimal("0.50"), Decimal(0), Decimal("0.99"), "USD", "HALF_UP") == Decimal("0.50")
    day = date(2026, 1, 1)
    asset = Asset("x", Decimal("0.05"), day, Curve("table", points=((0, Decimal("0.5")),)))
    assert asset_value(asset, day, "USD") == Decimal("0.03")
    [cover] = cover_path([asset], [(day, Decimal("0.01"))], advance_rate=Decimal("0.9"), currency="USD")
    assert (cover.borrowing_base, cover.ltv) == (Decimal("0.02"), Decimal("0.333333"))


@pytest.mark.parametrize("word", ["alleged", "compliant", "illegal", "suspicious", "evade", "refuted", "recommend"])
def test_words_that_claim_too_much_are_absent(word: str) -> None:
    assert word not in PAGE.lower()
