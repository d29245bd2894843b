"""docs/methodology/screening.md says what the code does, and what the labelled set measures."""

from __future__ import annotations

from pathlib import Path

from parties.actions.dispositions import SECOND_PERSON
from parties.models import Watchlist
from parties.reports.party_candidates import NOT_SCREENED
from parties.screening.readers.csl import REQUIRED
from parties.screening.rules import ADJUSTMENTS, BASES, THRESHOLD, VERSION
from parties.screening.rules.tables import REGIMES
from tests.unit.screening.test_score import measured

TEXT = (Path(__file__).parents[3] / "docs" / "methodology" / "screening.md").read_text(encoding="utf-8")


def _tables(heading: str) -> list[list[list[str]]]:
    below = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found: list[list[list[str]]] = [[]]
    for line in below.splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [table[2:] for table in found if table]


def test_formats_and_regimes() -> None:
    formats, regimes = _tables("Lists")
    assert formats == [list(choice) for choice in Watchlist.Format.choices]
    assert regimes == [[name, " · ".join(words)] for name, words in REGIMES.items()]


def test_features_and_their_points() -> None:
    bases, adjustments = _tables("What is compared")
    assert bases == [[name, str(points), words] for name, (points, words) in BASES.items()]
    assert adjustments == [[name, str(points), words] for name, (points, words) in ADJUSTMENTS.items()]
    assert f"From {THRESHOLD / 1000:.2f} on" in TEXT and f"version {VERSION};" in TEXT


def test_what_the_labelled_set_measures() -> None:
    found = measured()
    [themes] = _tables("How good the rules are")
    assert themes == [[theme, *map(str, counts)] for theme, counts in found["themes"].items()]
    words = " ".join(TEXT.split())
    assert f"precision **{found['precision']}**, recall **{found['recall']}** over {found['pairs']} pairs, {found['same']} of them" in words


def test_the_policies_of_a_second_person() -> None:
    [policies] = _tables("Judgements")
    assert policies == [[name, ", ".join(verdicts) or "nothing"] for name, verdicts in SECOND_PERSON.items()]


def test_not_screened_is_said_in_the_same_words() -> None:
    assert NOT_SCREENED in " ".join(TEXT.split())


def test_the_columns_that_a_file_must_have_are_named() -> None:
    told = TEXT.split("the columns ", 1)[1].split(" must be there", 1)[0].replace("\n", " ").replace(" and ", ", ")
    assert [name.strip(" `") for name in told.split(",")] == list(REQUIRED)
