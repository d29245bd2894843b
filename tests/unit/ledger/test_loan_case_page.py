"""docs/loan-case.md is held to the code: its words are understood, its tables come back, its examples are there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from deals.interchange.loan_case.answer import calculate
from deals.ledger.holiday_sets import NAMES

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "loan-case.md").read_text()
EXAMPLES = DOCS / "examples" / "loan-cases"


def rows(heading: str) -> list[list[str]]:
    section = re.split(r"\n#+ ", PAGE.split(f"# {heading}\n", 1)[1], maxsplit=1)[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")
    ][2:]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_tables_of_the_answer_are_those_that_come_back() -> None:
    found: dict[str, tuple[set[str], set[str]]] = {}
    for file in EXAMPLES.glob("*.json"):
        for case in calculate(file.read_text()).cases:
            for table, listed in case["tables"].items() if case["kind"] == "loan" else ():
                labels, figures = found.setdefault(table, (set(), set()))
                for row in listed:
                    figures |= set(row["rules"])
                    labels |= set(row) - set(row["rules"]) - {"rules"}
    stated = {
        named(row[0])[0]: (set(named(row[2])), {n for n in named(row[3]) if "_40" not in n})
        for row in rows("The answer")
    }
    found["positions"] = (found["positions"][0], {name for name in found["positions"][1] if not name.endswith("_40")})
    assert stated.pop("payments") == (found.pop("payments")[0], {"amount"})
    assert stated == found


def test_every_example_stands_on_the_page_and_every_one_on_the_page_is_there() -> None:
    assert sorted(named(row[0])[0] for row in rows("Examples")) == sorted(file.name for file in EXAMPLES.glob("*.json"))


PLAIN: dict[str, Any] = {
    "format": "loan_case/1", "id": "words", "currency": "USD", "signing_date": "2026-01-15", "maturity_date": "2027-01-15",
    "commitment": "900.00", "principal": "400.00", "lenders": [{"name": "A", "commitment": "900.00"}],
    "schedule": {"calendar": "TARGET"}, "interest": {"kind": "fixed", "rate": "0.08", "day_count": "ACT/360"},
}  # fmt: skip
FIXINGS = {"2025-12-01": "0.04"}
_MOVE = {"from": "A", "to": "B", "share": "0.1"}


def _interest(word: str) -> dict[str, Any]:
    if word.lower() == "fixed":
        return PLAIN["interest"]
    return {"kind": word, "margin": "0.05", "day_count": "ACT/360", "fixings": FIXINGS, "missing_fixing": "previous"}


def _event(word: str) -> dict[str, Any]:
    moves = word in ("assignment", "novation", "sub-participation", "transfer", "participation")
    return {"kind": word, "date": "2026-03-02", **(_MOVE if moves else {"amount": "10.00"})}


# field → the part of a case in which a word of it stands
PLACES: dict[str, Any] = {
    "day_count": lambda word: {"interest": {**PLAIN["interest"], "day_count": word}},
    "convention": lambda word: {"schedule": {"calendar": "TARGET", "convention": word}},
    "calendar": lambda word: {"schedule": {"calendar": word}},
    "stub": lambda word: {"schedule": {"stub": word}},
    "interest.kind": lambda word: {"interest": _interest(word)},
    "amortisation.kind": lambda word: {"amortisation": {"kind": word}},
    "events.kind": lambda word: {"events": [_event(word)]},
    "fees.kind": lambda word: {
        "fees": [{"kind": word, **({"amount": "5.00"} if word.startswith("agen") else {"rate": "0.01"})}]
    },
}
STATED = [(named(row[0])[0], word) for row in rows("Other words") for word in named(row[1])]
PROPER = [
    *(("calendar", name) for name in [*NAMES, "NONE", "us_fed+jp+LONDON"]),
    *(("convention", word) for word in ("UNADJUSTED", "following", "Modified Following", "preceding", "modified-preceding")),
    *(("day_count", row) for row in ("act/360", "ACT/365F", "Act/Act ISDA", "30/360 US Bond Basis", "30/360_SIA_EOM", "30E/360", "30E/360-ISDA")),
    *(("stub", word) for word in ("Short First", "long_first", "short-last", "LONG LAST")),
    *(("interest.kind", word) for word in ("Fixed", "TERM", "compounded")),
    *(("amortisation.kind", word) for word in ("Bullet", "level principal", "Annuity", "none")),
    *(("events.kind", word) for word in ("draw", "prepayment", "write off", "cancellation", "increase", "transfer", "participation")),
    *(("fees.kind", word) for word in ("commitment", "upfront", "agency", "exit")),
]  # fmt: skip


@pytest.mark.parametrize(("field", "word"), [*STATED, *PROPER])
def test_the_words_of_the_page_are_understood(field: str, word: str) -> None:
    assert calculate(json.dumps({**PLAIN, **PLACES[field](word)})).problems == []


@pytest.mark.parametrize("field", [field for field in PLACES if field != "calendar"])
def test_any_other_word_is_refused_with_those_allowed(field: str) -> None:
    [problem] = calculate(json.dumps({**PLAIN, **PLACES[field]("floating")})).problems
    assert problem.what == '"floating" is not known'
    assert problem.do.startswith("use one of ") and problem.pointer.endswith(field.rpartition(".")[2])


@pytest.mark.parametrize(
    ("pik", "pointer"),
    [
        (
            {"elections": [{"from": "2026-04-15", "share": "1"}, {"from": "2026-07-15", "share": "0.5"}]},
            "/pik/elections",
        ),
        ({"elections": [{"from": "2026-04-15", "to": "2026-04-15"}]}, "/pik/elections/0/to"),
        ({"elections": [{"from": "2026-04-15", "shares": "1"}]}, "/pik/elections/0/shares"),
        ({"share": "1.5"}, "/pik/share"),
    ],
)
def test_elections_that_contradict_one_another_are_refused(pik: dict[str, Any], pointer: str) -> None:
    [problem] = calculate(json.dumps({**PLAIN, "pik": pik})).problems
    assert problem.pointer == pointer


def test_a_balloon_beside_a_fixed_instalment_is_refused() -> None:
    terms = {"kind": "level_principal", "amount": "100.00", "balloon": "100.00"}
    [problem] = calculate(json.dumps({**PLAIN, "amortisation": terms})).problems
    assert (problem.pointer, problem.what) == ("/amortisation/balloon", 'follows from "amount", which is given too')
