"""One deal, three dates, three answers: what a listed owner changes while the Affiliates Rule is in force, and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deals.reports.line_answers import LineAnswer, line_answers
from deals.reports.listed_owners import listed_owners
from dealtracker.access.rules import Viewer, system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.ids import private_key
from parties.actions.dispositions import judge_candidate
from parties.actions.screening import load_list
from parties.models import Candidate, Party
from parties.screening.recompute import screen
from tests.db.test_merge import AT
from tests.db.test_parents_in_findings import TODAY, exact, load, sheet
from tests.unit.screening.lists import EL, csl_csv

SYSTEM = system_viewer("tests")
DURING, SUSPENDED = date(2025, 10, 15), date(2025, 12, 15)


@pytest.fixture(autouse=True)
def walls(db: None) -> Iterator[None]:
    with as_viewer(SYSTEM):
        yield


@pytest.fixture
def found(tmp_path: Path) -> dict[str, Any]:
    """The sheet of a deal whose lessee is owned, to six tenths, by a party that is a candidate of the Entity List."""
    deal = load(share=exact("0.6"), hq="AE")
    path = tmp_path / "consolidated.csv"
    path.write_text(csl_csv({"_id": "e1", "name": "Top Holding", "source": EL, "addresses": "1 Quay Rd, AE"}), encoding="utf-8")
    load_list(kind="csl-csv", name="CSL", files=[path], viewer=SYSTEM, at=AT, file_date=TODAY)
    screen(at=AT)
    return sheet(deal)


def judge(verdict: str) -> None:
    (candidate,) = Candidate.rows.filter(ref="e1", party=Party.rows.get(name="Top Holding").pk)
    judge_candidate(
        party=candidate.party, watchlist=candidate.watchlist, ref="e1", verdict=verdict, reason="register extract", viewer=SYSTEM,
        at=AT,
    )  # fmt: skip


def answer(found: dict[str, Any], day: date, viewer: Viewer = SYSTEM) -> LineAnswer:
    listed = listed_owners(viewer=viewer, sheet=found, as_of=day, known_on=TODAY)
    (line,) = line_answers(found, day=day, listed=listed)
    return line


def affiliates(line: LineAnswer) -> Any:
    return next((finding for finding in line.result.findings if finding.rule.kind == "ownership"), None)


def test_three_dates_have_three_answers(found: dict[str, Any]) -> None:
    judge("same")
    during, suspended, today = (answer(found, day) for day in (DURING, SUSPENDED, TODAY))
    assert affiliates(during).step == "LICENCE_REQUIRED" and "0.6" in affiliates(during).reasons[0]
    assert affiliates(suspended).step == "INFO"
    assert affiliates(today).step == "LICENCE_REQUIRED_VERIFY"
    assert "suspension ended by its own terms, extension not verified" in " ".join(affiliates(today).reasons).lower()
    assert len({affiliates(line).step for line in (during, suspended, today)}) == 3


def test_an_open_candidate_leaves_it_open(found: dict[str, Any]) -> None:
    finding = affiliates(answer(found, DURING))
    assert finding.step == "NEEDS_REVIEW" and "listed_ownership" in finding.missing


def test_a_namesake_changes_nothing(found: dict[str, Any]) -> None:
    judge("different")
    assert affiliates(answer(found, DURING)) is None


def test_visitors_and_stored_sheets_are_told_nothing_of_judgements(found: dict[str, Any]) -> None:
    judge("same")
    assert listed_owners(viewer=Viewer(), sheet=found, as_of=DURING, known_on=TODAY) == {}
    stored = sheet(private_key("deal", found["id"]))
    assert stored["derived"]["findings"] == found["derived"]["findings"]
