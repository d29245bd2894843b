"""docs/methodology/ownership.md says what the code does: its tables are compared with the rules."""

from __future__ import annotations

from pathlib import Path

from parties.ownership import calc
from parties.ownership.calc import (
    BASES,
    BIS_RULE,
    KINDS,
    OFAC_RULE,
    PROBLEMS,
    bis_affiliates_rule,
    ofac_50_percent_rule,
)
from parties.ownership.models import Stake
from tests.unit.ownership.holdings import book, party, stake

TEXT = (Path(__file__).parents[3] / "docs" / "methodology" / "ownership.md").read_text(encoding="utf-8")


def _table(heading: str) -> list[list[str]]:
    below = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_kinds() -> None:
    assert _table("Kinds of interest") == [[kind, meaning] for kind, meaning in KINDS.items()]
    assert set(KINDS) == set(Stake.Kind.values)


def test_bases_of_parents() -> None:
    assert _table("Parents") == [[basis, meaning] for basis, meaning in BASES.items()]


def test_problems() -> None:
    assert _table("What does not add up") == [[problem, meaning] for problem, meaning in PROBLEMS.items()]


def test_the_two_rules() -> None:
    view = book(stake("X", "B", "0.2"))
    rows = []
    for rule, function, found in (
        (OFAC_RULE, ofac_50_percent_rule, ofac_50_percent_rule(view, blocked={party("X")})),
        (BIS_RULE, bis_affiliates_rule, bis_affiliates_rule(view, listed={party("X")})),
    ):
        assert getattr(calc, function.__name__) is function
        rows.append([rule, function.__name__, found[party("B")].citation])
    assert _table("Two rules about listed owners") == rows
