"""docs/methodology/collateral.md is held to the code: its tables are compared with the rules."""

from __future__ import annotations

import re
from pathlib import Path

from deals.ledger.calc import price_curve
from deals.ledger.calc.collateral import ELIGIBLE_STATES
from deals.ledger.calc.curves import LTV_PLACES
from deals.reports.term_days import KINDS

PAGE = (Path(__file__).parents[3] / "docs" / "methodology" / "collateral.md").read_text(encoding="utf-8")


def table(title: str) -> list[list[str]]:
    """Rows of the first table under a heading, without its head."""
    part = PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_states_that_are_eligible() -> None:
    assert [row[0] for row in table("States that are eligible")] == list(ELIGIBLE_STATES)


def test_kinds_of_day() -> None:
    found = {
        kind: stays == "yes" for kind, stays in table("Kinds of day, and which stay on top until closed with a reason")
    }
    assert found == KINDS


def test_kinds_of_curve_and_their_terms() -> None:
    found = {kind: tuple(re.split(r", ", terms)) for kind, terms in table("Kinds of curve")}
    assert found == {kind: terms for kind, (terms, _) in price_curve.READERS.items()}


def test_places_of_loan_to_value() -> None:
    assert LTV_PLACES == 6 and "to six places" in PAGE
